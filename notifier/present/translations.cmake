# Writes OUT from the compiled catalogs MOS (a list), each named TAG.mo. Run by CMakeLists.txt at build time.
set(arrays "")
set(rows "")
foreach(mo ${MOS})
  get_filename_component(tag ${mo} NAME_WE)
  string(MAKE_C_IDENTIFIER ${tag} name)
  file(READ ${mo} bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  string(APPEND arrays "constexpr char k_${name}[] = {${bytes}};\n")
  string(APPEND rows "    {\"${tag}\", {k_${name}, sizeof k_${name}}},\n")
endforeach()
file(WRITE ${OUT} "// Generated from notifier/present/po.\n#include \"notifier/present/message_catalog.h\"\n
namespace tocsin {\nnamespace {\n\n${arrays}\nconstexpr Translation kTranslations[] = {\n${rows}};\n\n}  // namespace\n
std::span<const Translation> translations() {\n  return kTranslations;\n}\n\n}  // namespace tocsin\n")
