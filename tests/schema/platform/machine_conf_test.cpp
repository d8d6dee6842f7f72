// machine.conf.
#include "schema/platform/machine_conf.h"

#include <doctest/doctest.h>

#include "schema/core/text/text.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;

namespace {
const std::string kSecret = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff";
}

TEST_CASE("parse_machine_conf: a group, other keys let pass") {
  struct Row {
    std::string_view name;
    std::string text;
    std::string_view group;
  };
  const Row rows[] = {{"a group", "Group=1000\n", "1000"},
                      {"no final line end", "Group=7", "7"},
                      {"empty group", "Group=\n", ""},
                      {"SID", "Group=S-1-5-32-544\n", "S-1-5-32-544"},
                      {"unknown key, comment, empty line", "# x\n\nNew=1=2\nGroup=\n", ""},
                      {"the secret of an older file", "Secret=" + kSecret + "\nGroup=7\n", "7"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto conf = parse_machine_conf(row.text);
    REQUIRE(conf.has_value());
    CHECK(conf->group == row.group);
  }
}

TEST_CASE("parse_machine_conf: refuses, with the line") {
  struct Row {
    std::string_view name;
    std::string text;
    Code code;
    int line;
  };
  const Row rows[] = {{"empty", "", Code::malformed, 0},
                      {"no group", "New=1\n", Code::malformed, 1},
                      {"blank after the sign", "Group= 1\n", Code::malformed, 1},
                      {"CRLF", "Group=1\r\n", Code::malformed, 1},
                      {"second group", "Group=1\nGroup=2\n", Code::malformed, 2},
                      {"group by name", "Group=admins\n", Code::malformed, 1},
                      {"group with a blank", "Group=1 2\n", Code::malformed, 1},
                      {"no sign", "Group=1\nnonsense\n", Code::malformed, 2},
                      {"no key", "Group=1\n=x\n", Code::malformed, 2},
                      {"NUL", std::string("Group=") + '\0' + "1", Code::malformed, 1},
                      {"over 4 KiB", "Group=1\n" + std::string(4096, '#'), Code::too_large, 0}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto conf = parse_machine_conf(row.text);
    REQUIRE_FALSE(conf.has_value());
    CHECK(conf.error().code == row.code);
    CHECK(conf.error().line == row.line);
  }
}

TEST_CASE("serialise_machine_conf: reads back the same") {
  for (const std::string_view group : {"", "0", "4294967294", "S-1-5-21-1-2-3-1001"}) {
    CAPTURE(group);
    const MachineConf conf{std::string(group)};
    const auto again = parse_machine_conf(serialise_machine_conf(conf));
    REQUIRE(again.has_value());
    CHECK(again->group == conf.group);
  }
}

TEST_CASE("read_machine_conf: what others could have written is used, and said") {
  const Scratch scratch;  // not an administrator's, whoever runs this
  Places places;
  places.machine_folder = scratch / "state";
  scratch.write("state/machine.conf", "Group=7\n");
  std::filesystem::permissions(native_path(places.machine_folder), std::filesystem::perms::all);
  const auto conf = read_machine_conf(places);
  REQUIRE(conf.has_value());
  CHECK(conf->group == "7");
  CHECK(conf->doubt.find("OWNER") != std::string::npos);
  CHECK(conf->doubt.find("used all the same") != std::string::npos);
}

TEST_CASE("read_machine_conf: missing, malformed or no file stays an error") {
  const Scratch scratch;
  Places places;
  places.machine_folder = scratch / "state";
  CHECK(read_machine_conf(places).error().code == Code::not_found);
  scratch.write("state/machine.conf", "New=7\n");
  CHECK(read_machine_conf(places).error().code == Code::malformed);
}

TEST_CASE("parse_machine_secret: 64 digits and a line end, nothing else") {
  CHECK(hex(parse_machine_secret(kSecret + "\n").value_or("")) == kSecret);
  CHECK(serialise_machine_secret(unhex(kSecret).value_or("")) == kSecret + "\n");
  const std::string rows[] = {"",
                              "\n",
                              kSecret,
                              kSecret + "\n\n",
                              kSecret + "\r\n",
                              " " + kSecret + "\n",
                              kSecret.substr(2) + "\n",
                              kSecret + "00\n",
                              kSecret.substr(1) + "g\n",
                              "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1EFF\n",
                              "Secret=" + kSecret + "\n"};
  for (const std::string& row : rows) {
    CAPTURE(row);
    CHECK(parse_machine_secret(row).error().code == Code::malformed);
  }
}

TEST_CASE("read_machine_secret: of the machine's folder; its error says what was wanted") {
  const Scratch scratch;
  Places places;
  places.machine_folder = scratch / "state";
  scratch.write("state/machine.conf", "Group=7\n");
  const auto missing = read_machine_secret(places);
  REQUIRE(!missing);
  CHECK(missing.error().code == Code::not_found);
  CHECK(describe(missing.error()).find("the secret") != std::string::npos);
  scratch.write("state/secret", kSecret + "\n");
  CHECK(hex(read_machine_secret(places).value_or("")) == kSecret);
}
