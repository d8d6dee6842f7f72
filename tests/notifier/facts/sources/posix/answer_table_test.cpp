// The table of answers on Linux: a machine below a folder for each thing that can be there.
#include "tests/notifier/facts/sources/answer_table.h"

#include <sys/stat.h>

#include "tests/notifier/facts/sources/probed_words.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;
using Kind = Source::Kind;

namespace {

constexpr std::string_view kStatus = "var/lib/dpkg/status";
constexpr std::string_view kUnits = "usr/lib/systemd/system/";

std::string entry(std::string_view status, std::string_view version = "Version: 9.5\n") {
  return "Package: p\nStatus: " + std::string(status) + "\n" + std::string(version) + "\n";
}

/// The answer of a machine that has this one file.
Probed with_file(std::string_view path, const std::string& content, const Source& asked) {
  const Scratch root;
  root.write(path, content);
  return system_probe(root.path())->look(asked);
}

Probed with_link(const std::string& path, std::string_view to, const Source& asked) {
  const Scratch root;
  root.write(std::string(kUnits) + "real.service", "[Unit]\n");
  std::filesystem::create_symlink(to, root / path);
  return system_probe(root.path())->look(asked);
}

Probed package(const std::string& database) {
  return with_file(kStatus, database, source(Kind::package, "p"));
}

Probed keyfile(const std::string& content) {
  return with_file("k", content, source(Kind::keyfile, "/k", "KEY"));
}

Probed ini(const std::string& content) {
  return with_file("c.ini", content, source(Kind::config, "/c.ini", "[s]key"));
}

Probed xml(const std::string& content, std::string_view place) {
  return with_file("c.xml", content, source(Kind::config, "/c.xml", place));
}

/// Its folder exists, and the path is a pipe.
Probed with_pipe(Kind kind, std::string_view value) {
  const Scratch root;
  ::mkfifo((root / "pipe").c_str(), 0644);
  return system_probe(root.path())->look(source(kind, "/pipe", value));
}

Probed with_loop(Kind kind, std::string_view value) {
  const Scratch root;
  std::filesystem::create_symlink("loop", root / "loop");
  return system_probe(root.path())->look(source(kind, "/loop", value));
}

Probed bare(const Source& asked) {
  const Scratch root;
  return system_probe(root.path())->look(asked);
}

Probed database_is_a_folder() {
  const Scratch root;
  root.write("var/lib/dpkg/status/x", "");
  return system_probe(root.path())->look(source(Kind::package, "p"));
}

Probed database_is_missing() {
  const Scratch root;
  root.write("var/lib/dpkg/info/x", "");
  return system_probe(root.path())->look(source(Kind::package, "p"));
}

Probed units_are_no_folder() {
  const Scratch root;
  root.write("usr/lib/systemd/system/other.service", "[Unit]\n");
  root.write("etc/systemd/x", "");
  std::filesystem::create_symlink("system", root / "etc/systemd/system");
  return system_probe(root.path())->look(source(Kind::service, "real"));
}

AnswerSamples package_samples() {
  return {
      {"`package`: status `installed`, `triggers-awaited` or `triggers-pending`",
       {package(entry("install ok installed")), package(entry("hold ok installed")),
        package(entry("deinstall ok installed")), package(entry("install ok triggers-awaited")),
        package(entry("install ok triggers-pending")),
        package(entry("install ok unpacked") + entry("install ok installed"))}},
      {"`package`: such a status, and no `Version`", {package(entry("install ok installed", ""))}},
      {"`package`: status `config-files` or `not-installed`; no entry",
       {package(entry("deinstall ok config-files")), package(entry("purge ok not-installed")),
        package("Package: q\nStatus: install ok installed\nVersion: 1\n\n")}},
      {"`package`: any other status (`unpacked`, `half-configured`, `half-installed`); none",
       {package(entry("install ok unpacked")), package(entry("install ok half-configured")),
        package(entry("install ok half-installed")), package(entry("install ok something-new")),
        package(entry("installed")), package("Package: p\nVersion: 1\n\n"),
        package(entry("install ok unpacked") + entry("deinstall ok config-files"))}},
      {"`package`: the error flag `reinstreq`",
       {package(entry("install reinstreq installed")), package(entry("install reinstreq half-installed")),
        package(entry("deinstall reinstreq config-files"))}},
      {"`package`: the database missing, empty, unreadable or above 64 MiB",
       {database_is_missing(), package(""), database_is_a_folder(),
        package(std::string((64u << 20) + 1, '\n'))}},
      {"`package`: no `/var/lib/dpkg`", {bare(source(Kind::package, "p"))}},
  };
}

AnswerSamples service_samples() {
  const Source real = source(Kind::service, "real"), alias = source(Kind::service, "alias");
  const std::string unit = std::string(kUnits) + "real.service", link = std::string(kUnits) + "alias.service";
  return {
      {"`service`: a unit file, or an alias of one",
       {with_file(unit, "[Unit]\n", real), with_link(link, "real.service", alias),
        with_file("run/systemd/generator.late/real.service", "[Unit]\n", real)}},
      {"`service`: no unit; a masked one; an alias of nothing",
       {with_file(std::string(kUnits) + "other.service", "[Unit]\n", real), with_file(unit, "", real),
        with_link(link, "/dev/null", alias), with_link(link, "gone.service", alias)}},
      {"`service`: a folder of units or an alias that cannot be read",
       {units_are_no_folder(), with_link(link, "alias.service", alias)}},
      {"`service`: none of systemd's folders",
       {bare(real), with_file("etc/init.d/real", "#!/bin/sh\n", real)}},
  };
}

AnswerSamples file_samples() {
  const Source file = source(Kind::file, "/f");
  return {
      {"`file`: a file", {with_file("f", "x", file), with_file("f", "", file)}},
      {"`file`: nothing, or a folder",
       {bare(file), with_file("f/inside", "x", file), with_file("f", "x", source(Kind::file, "/f/below"))}},
      {"`file`: a path that cannot be followed; a device, socket or pipe",
       {with_loop(Kind::file, {}), with_pipe(Kind::file, {})}},
  };
}

AnswerSamples keyfile_samples() {
  const Source asked = source(Kind::keyfile, "/k", "KEY");
  const std::string wide(
      "K\0E\0Y\0=\0"
      "9\0\n\0",
      12);
  return {
      {"`keyfile`: `KEY=9.5`, quoted or not, also behind a byte order mark of UTF-8",
       {keyfile("KEY=9.5\n"), keyfile("KEY=\"9.5 (build 77)\"\n"), keyfile("KEY='9.5'"),
        keyfile("\xEF\xBB\xBFKEY=9.5\r\n"), keyfile("KEY = 1\nKEY=9.5\n")}},
      {"`keyfile`: `KEY=`, `KEY=\"\"`", {keyfile("KEY=\n"), keyfile("KEY=\"\"\n")}},
      {"`keyfile`: no file; no line that begins with the key; only a comment",
       {bare(asked), keyfile("OTHER=1\nKEY_ID=1\nkey=1\n"), keyfile("# KEY=9.5\n"), keyfile("")}},
      {"`keyfile`: any other last line of the key: `KEY = 9.5`, `KEY=9.5 (x)`, `KEY=\"9.5\" # x`, `KEY: 9.5`",
       {keyfile("KEY = 9.5\n"), keyfile("KEY= 9.5\n"), keyfile("KEY=9.5 (build 77)\n"),
        keyfile("KEY=\"9.5\" # x\n"), keyfile("KEY: 9.5\n"), keyfile("KEY\n"), keyfile("export KEY=9.5\n"),
        keyfile("KEY=\"9.5\n"), keyfile("KEY=$OTHER\n"), keyfile("KEY=9.5;\n"),
        keyfile("KEY=9.5\nKEY = 9.6\n")}},
      {"`keyfile`: UTF-16; a NUL; above 64 KiB; a value above 256 bytes; not a readable file",
       {keyfile("\xFF\xFE" + wide), keyfile(wide), keyfile("KEY=9.5\n" + std::string(1, '\0')),
        keyfile("KEY=9.5\n" + std::string(64u << 10, '#')), keyfile("KEY=" + std::string(257, '1')),
        with_pipe(Kind::keyfile, "KEY"), with_loop(Kind::keyfile, "KEY")}},
  };
}

AnswerSamples config_samples() {
  const std::string wide(
      "[\0s\0]\0\n\0k\0e\0y\0=\0"
      "1\0",
      18);
  return {
      {"`config`: INI: `key = 9.5` or `key = \"9.5\"` in the section",
       {ini("[s]\nkey = 9.5\n"), ini("[s] ; the product\nkey=\"9.5\"\n"),
        ini("\xEF\xBB\xBF[s]\r\nkey=9.5\r\n")}},
      {"`config`: INI: `key =`", {ini("[s]\nkey =\n"), ini("[s]\nkey=\"\"\n")}},
      {"`config`: INI: no file, no such section, no such key in it",
       {bare(source(Kind::config, "/c.ini", "[s]key")), ini("[t]\nkey=1\n"), ini("[s]\nkeys=1\n;key=1\n"),
        ini("")}},
      {"`config`: INI: `key` or `key: 9.5` in the section", {ini("[s]\nkey\n"), ini("[s]\nkey: 9.5\n")}},
      {"`config`: XML: text in the element or attribute",
       {xml("<a><b>9.5</b></a>", "/a/b"), xml("<a v='9.5'/>", "/a@v")}},
      {"`config`: XML: an empty element or attribute", {xml("<a/>", "/a"), xml("<a v=''/>", "/a@v")}},
      {"`config`: XML: no file, no such place",
       {bare(source(Kind::config, "/c.xml", "/a")), xml("<a/>", "/a/b"), xml("<a/>", "/a@v")}},
      {"`config`: XML: not well-formed", {xml("<a><b>9.5", "/a/b"), xml("", "/a"), xml("key=1", "/a")}},
      {"`config`: INI in UTF-16; a NUL; above 1 MiB; a value above 256 bytes; not a readable file",
       {ini("\xFF\xFE" + wide), ini(wide), ini("[s]\nkey=1\n" + std::string(1, '\0')),
        ini("[s]\nkey=1\n" + std::string(1u << 20, ';')), ini("[s]\nkey=" + std::string(257, '1')),
        xml("<a>" + std::string(257, '1') + "</a>", "/a"), with_pipe(Kind::config, "[s]key"),
        with_loop(Kind::config, "/a")}},
  };
}

}  // namespace

TEST_CASE("every row of the table of answers, on Linux") {
  AnswerSamples samples = {
      {"`registry`: anything", {bare(source(Kind::registry, "HKLM\\SOFTWARE\\Example", "Version"))}},
      {"`uninstall`: anything", {bare(source(Kind::uninstall, "Example"))}},
  };
  samples.merge(package_samples());
  samples.merge(service_samples());
  samples.merge(file_samples());
  samples.merge(keyfile_samples());
  samples.merge(config_samples());
  check_answer_table("Linux", samples);
}
