// The table of answers on Windows.
#include "tests/notifier/facts/sources/answer_table.h"

#include "notifier/facts/sources/win/machine.h"
#include "notifier/facts/sources/win/registry_probe.h"
#include "tests/notifier/facts/sources/probed_words.h"
#include "tests/schema/platform/scratch.h"
#include "tests/schema/platform/win/scratch_key.h"

using namespace tocsin;
using Kind = Source::Kind;

namespace {

Probed with_file(std::string_view path, const std::string& content, const Source& asked) {
  const Scratch root;
  root.write(path, content);
  return system_probe(root.path())->look(asked);
}

Probed bare(const Source& asked) {
  const Scratch root;
  return system_probe(root.path())->look(asked);
}

Probed keyfile(const std::string& content) {
  return with_file("k", content, source(Kind::keyfile, R"(C:\k)", "KEY"));
}

Probed ini(const std::string& content) {
  return with_file("c.ini", content, source(Kind::config, R"(C:\c.ini)", "[s]key"));
}

Probed xml(const std::string& content, std::string_view place) {
  return with_file("c.xml", content, source(Kind::config, R"(C:\c.xml)", place));
}

AnswerSamples service_samples() {
  const auto service = [](std::string_view name) { return bare(source(Kind::service, name)); };
  return {
      {"`service`: a registered service, whatever its state", {service("EventLog")}},
      {"`service`: no service of that name", {service("tocsin-none")}},
      {"`service`: a name that is a path; a service manager that cannot be asked", {service("a\\EventLog")}},
  };
}

AnswerSamples file_samples() {
  const Source file = source(Kind::file, R"(C:\f)");
  const Source library = source(Kind::file, R"(%SystemRoot%\system32\kernel32.dll)");
  return {
      {"`file`: a file with a file version", {system_probe("")->look(library)}},
      {"`file`: a file without a file version", {with_file("f", "x", file), with_file("f", "", file)}},
      {"`file`: nothing, or a folder",
       {bare(file), with_file("f/inside", "x", file),
        with_file("f", "x", source(Kind::file, R"(C:\f\below)"))}},
      {"`file`: a path that cannot be followed; a device, socket or pipe",
       {bare(source(Kind::file, R"(%Temp%\f)"))}},
  };
}

AnswerSamples keyfile_samples() {
  const std::string wide(
      "K\0E\0Y\0=\0"
      "9\0\n\0",
      12);
  return {
      {"`keyfile`: `KEY=9.5`, quoted or not, also behind a byte order mark of UTF-8",
       {keyfile("KEY=9.5\r\n"), keyfile("KEY=\"9.5 (build 77)\"\n"), keyfile("\xEF\xBB\xBFKEY='9.5'")}},
      {"`keyfile`: `KEY=`, `KEY=\"\"`", {keyfile("KEY=\r\n"), keyfile("KEY=\"\"\n")}},
      {"`keyfile`: no file; no line that begins with the key; only a comment",
       {bare(source(Kind::keyfile, R"(C:\k)", "KEY")), keyfile("KEY_ID=1\r\n"), keyfile("# KEY=9.5\n")}},
      {"`keyfile`: any other last line of the key: `KEY = 9.5`, `KEY=9.5 (x)`, `KEY=\"9.5\" # x`, `KEY: 9.5`",
       {keyfile("KEY = 9.5\r\n"), keyfile("KEY=9.5 (x)\n"), keyfile("KEY=\"9.5\" # x\n"),
        keyfile("KEY: 9.5\n")}},
      {"`keyfile`: UTF-16; a NUL; above 64 KiB; a value above 256 bytes; not a readable file",
       {keyfile("\xFF\xFE" + wide), keyfile(wide), keyfile("KEY=9.5\n" + std::string(64u << 10, '#')),
        keyfile("KEY=" + std::string(257, '1')),
        with_file("k/inside", "", source(Kind::keyfile, R"(C:\k)", "KEY"))}},
  };
}

AnswerSamples config_samples() {
  const std::string wide(
      "[\0s\0]\0\n\0k\0e\0y\0=\0"
      "1\0",
      18);
  return {
      {"`config`: INI: `key = 9.5` or `key = \"9.5\"` in the section",
       {ini("[s]\r\nkey = 9.5\r\n"), ini("\xEF\xBB\xBF[s] ; x\nkey=\"9.5\"\n")}},
      {"`config`: INI: `key =`", {ini("[s]\nkey =\r\n")}},
      {"`config`: INI: no file, no such section, no such key in it",
       {bare(source(Kind::config, R"(C:\c.ini)", "[s]key")), ini("[t]\nkey=1\n"), ini("[s]\nkeys=1\n")}},
      {"`config`: INI: `key` or `key: 9.5` in the section", {ini("[s]\nkey\n"), ini("[s]\nkey: 9.5\n")}},
      {"`config`: XML: text in the element or attribute",
       {xml("<a><b>9.5</b></a>", "/a/b"), xml("<a v='9.5'/>", "/a@v")}},
      {"`config`: XML: an empty element or attribute", {xml("<a/>", "/a"), xml("<a v=''/>", "/a@v")}},
      {"`config`: XML: no file, no such place",
       {bare(source(Kind::config, R"(C:\c.xml)", "/a")), xml("<a/>", "/a/b")}},
      {"`config`: XML: not well-formed", {xml("<a><b>9.5", "/a/b"), xml("", "/a")}},
      {"`config`: INI in UTF-16; a NUL; above 1 MiB; a value above 256 bytes; not a readable file",
       {ini("\xFF\xFE" + wide), ini(wide), ini("[s]\nkey=1\n" + std::string(1u << 20, ';')),
        ini("[s]\nkey=" + std::string(257, '1')),
        with_file("c.ini/inside", "", source(Kind::config, R"(C:\c.ini)", "[s]key"))}},
  };
}

AnswerSamples registry_samples() {
  const ScratchKey key;
  key.set_text("Version", L"5.2.4");
  key.set_number("Number", 19045);
  key.set("Empty", REG_SZ, std::string("\0\0", 2));
  key.set("Binary", REG_BINARY, "12");
  key.set_text("Long", std::wstring(257, L'1'));
  key.set("Nul", REG_SZ,
          std::string("1\0\0\0"
                      "2\0\0\0",
                      8));
  const auto look = [&](const std::string& path, const std::string& value) {
    return probe_registry(HKEY_CURRENT_USER, path, value);
  };
  return {
      {"`registry`: the value named, a text or a number",
       {look(key.path(), "Version"), look(key.path(), "Number")}},
      {"`registry`: the key, where no value is named; an empty text",
       {look(key.path(), ""), look(key.path(), "Empty")}},
      {"`registry`: no such key or value in either view",
       {look(key.path() + "\\none", ""), look(key.path(), "None")}},
      {"`registry`: a value of another type, above 256 bytes or with a NUL; a key that cannot be read",
       {look(key.path(), "Binary"), look(key.path(), "Long"), look(key.path(), "Nul"),
        bare(source(Kind::registry, R"(HKCU\SOFTWARE)"))}},
  };
}

AnswerSamples uninstall_samples() {
  const ScratchKey all;
  const ScratchKey first(all.path() + "\\first"), second(all.path() + "\\second");
  first.set_text("DisplayName", L"A");
  first.set_text("DisplayVersion", L"1");
  second.set_text("DisplayName", L"B");
  second.set("DisplayVersion", REG_BINARY, "2");
  const UninstallEntries read = read_uninstall_entries(HKEY_CURRENT_USER, all.path());
  return {
      {"`uninstall`: an entry of that name with `DisplayVersion`", {find_entry(read, "A")}},
      {"`uninstall`: an entry of that name without a readable `DisplayVersion`", {find_entry(read, "B")}},
      {"`uninstall`: no entry of that name", {find_entry(read, "C")}},
      {"`uninstall`: no entry of that name among those that could be read, and one could not",
       {find_entry({read.entries, false}, "C")}},
  };
}

}  // namespace

TEST_CASE("every row of the table of answers, on Windows") {
  AnswerSamples samples = {{"`package`: anything", {bare(source(Kind::package, "p"))}}};
  for (AnswerSamples more : {service_samples(), file_samples(), keyfile_samples(), config_samples(),
                             registry_samples(), uninstall_samples()}) {
    samples.merge(more);
  }
  check_answer_table("Windows", samples);
}
