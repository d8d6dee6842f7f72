# Where libraries come from: Debian's packages (packages.txt). Each is one interface target, so that the table of who may
# link what is read in the CMake files of the folders that name it.
find_package(PkgConfig REQUIRED)
if(WIN32)
  include(${CMAKE_CURRENT_LIST_DIR}/windows/libraries.cmake)
  return()
endif()
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto SSL)
pkg_check_modules(PUGIXML REQUIRED IMPORTED_TARGET pugixml)
pkg_check_modules(SQLITE3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
find_package(nlohmann_json 3 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(doctest REQUIRED)
find_program(WX_CONFIG NAMES wx-config REQUIRED)
foreach(what cxxflags libs)
  execute_process(COMMAND ${WX_CONFIG} --${what} base,core OUTPUT_VARIABLE WX_${what}
                  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  separate_arguments(WX_${what} UNIX_COMMAND "${WX_${what}}")
endforeach()
list(TRANSFORM WX_cxxflags REPLACE "^-I" "-isystem" OUTPUT_VARIABLE WX_cxxflags)
add_library(wx_core INTERFACE IMPORTED)
target_compile_options(wx_core INTERFACE ${WX_cxxflags})
target_link_libraries(wx_core INTERFACE ${WX_libs})

# pugixml from its archive where there is one: walking a tree is all calls, which a shared library makes dearer.
find_library(PUGIXML_ARCHIVE libpugixml.a HINTS ${PUGIXML_LIBRARY_DIRS})
mark_as_advanced(PUGIXML_ARCHIVE)
if(PUGIXML_ARCHIVE)
  add_library(third_pugixml STATIC IMPORTED)
  set_target_properties(third_pugixml PROPERTIES IMPORTED_LOCATION ${PUGIXML_ARCHIVE}
                        INTERFACE_INCLUDE_DIRECTORIES "${PUGIXML_INCLUDE_DIRS}")
else()
  add_library(third_pugixml ALIAS PkgConfig::PUGIXML)
endif()
add_library(third_sqlite ALIAS PkgConfig::SQLITE3)
add_library(third_curl ALIAS PkgConfig::CURL)

# The vendor's receiver alone.
pkg_check_modules(LIBEVENT REQUIRED IMPORTED_TARGET libevent_core libevent_extra)
pkg_check_modules(LIBPQ REQUIRED IMPORTED_TARGET libpq)
add_library(third_libevent ALIAS PkgConfig::LIBEVENT)
add_library(third_libpq ALIAS PkgConfig::LIBPQ)
