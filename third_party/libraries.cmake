# Where libraries come from: Debian's packages (packages.txt). Each is one interface target, so that the table of who may
# link what is read in the CMake files of the folders that name it.
find_package(PkgConfig REQUIRED)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
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

add_library(third_pugixml ALIAS PkgConfig::PUGIXML)
add_library(third_sqlite ALIAS PkgConfig::SQLITE3)
add_library(third_curl ALIAS PkgConfig::CURL)
