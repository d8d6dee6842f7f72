// messenger.config: values, defaults, remarks; what strict reading refuses.
#include "schema/format/config/config.h"

#include <doctest/doctest.h>

#include "packaging/kit/files/author_bytes.h"
#include "schema/core/https_address.h"
#include "schema/core/set_layout.h"
#include "schema/core/text/text.h"
#include "tests/schema/core/https_addresses.h"
#include "tests/schema/format/samples.h"

using namespace tocsin;

namespace {

std::string document(std::string_view settings) {
  return "<configuration><appSettings>" + std::string(settings) + "</appSettings></configuration>";
}
std::string setting(std::string_view key, std::string_view value) {
  return document("<add key=\"" + std::string(key) + "\" value=\"" + std::string(value) + "\"/>");
}
Result<Config> read(std::string bytes, ConfigMode mode = ConfigMode::client) {
  return parse_config(AuthorBytes::of(std::move(bytes)), brand(), mode);
}

constexpr std::string_view kLinkHosts[] = {"a.example", ".b.example"};
Brand with_link_hosts() {
  Brand other = brand();
  other.link_hosts = kLinkHosts;
  return other;
}

}  // namespace

TEST_CASE("the full sample") {
  const auto path = std::string(TOCSIN_SOURCE_DIR) + "/tests/data/config/good-full.config";
  const auto config = read(samples::file(path), ConfigMode::strict);
  REQUIRE(config);
  CHECK(config->receipt_url == "https://receipts.example.com/v1/receipts");
  CHECK(config->send_displayed);
  CHECK(config->send_acknowledged);
  CHECK(config->max_notices_per_logon == 3);
  CHECK(config->link_hosts == std::vector<std::string>{"support.example.com", ".docs.example.com"});
  CHECK(config->support_url == "https://support.example.com/help");
  CHECK(config->remarks.empty());
}

TEST_CASE("samples named after their fault are refused strictly") {
  for (const auto& path : samples::files("config")) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    CHECK(read(samples::file(path), ConfigMode::strict).has_value() == name.starts_with("good-"));
  }
}

TEST_CASE("a value that is malformed is replaced by the compiled default, with a remark") {
  struct Row {
    std::string_view name, key, value;
    bool good;
  };
  const Row rows[] = {{"own host", "ReceiptUrl", "https://receipts.example.com/x?y", true},
                      {"upper case", "ReceiptUrl", "https://Receipts.Example.COM/", true},
                      {"port", "ReceiptUrl", "https://localhost:8443/", true},
                      {"http", "ReceiptUrl", "http://receipts.example.com/", false},
                      {"foreign host", "ReceiptUrl", "https://example.org/", false},
                      {"user info", "ReceiptUrl", "https://receipts.example.com:1@example.org/", false},
                      {"port 0", "ReceiptUrl", "https://localhost:0/", false},
                      {"port 65536", "ReceiptUrl", "https://localhost:65536/", false},
                      {"fragment", "ReceiptUrl", "https://localhost/#a", false},
                      {"empty URL", "ReceiptUrl", "", false},
                      {"one outcome", "ReceiptOutcomes", "acknowledged", true},
                      {"no outcome", "ReceiptOutcomes", "", true},
                      {"another outcome", "ReceiptOutcomes", "displayed test", false},
                      {"outcomes by comma", "ReceiptOutcomes", "displayed,acknowledged", false},
                      {"critical only", "MaxNoticesPerLogon", "0", true},
                      {"most", "MaxNoticesPerLogon", "4096", true},
                      {"more", "MaxNoticesPerLogon", "4097", false},
                      {"negative", "MaxNoticesPerLogon", "-1", false},
                      {"hexadecimal", "MaxNoticesPerLogon", "0x10", false},
                      {"overflow", "MaxNoticesPerLogon", "4294967297", false},
                      {"hosts", "LinkHosts", "a.docs.example.com  .docs.example.com", true},
                      {"no hosts", "LinkHosts", "", true},
                      {"wildcard", "LinkHosts", "*.example", false},
                      {"URL for a host", "LinkHosts", "https://a.example", false},
                      {"dot alone", "LinkHosts", ".", false},
                      {"hosts, one not compiled in", "LinkHosts",
                       "evil.example support.example.com .docs.example.com", false},
                      {"support", "SupportUrl", "https://a.docs.example.com/b", true},
                      {"support elsewhere", "SupportUrl", "https://a.example/b", false},
                      {"support by mail", "SupportUrl", "mailto:a@example.com", false},
                      {"unknown key", "receipturl", "https://localhost/", false}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto config = read(setting(row.key, row.value));
    CHECK(config);
    if (!config) continue;
    CHECK(config->remarks.empty() == row.good);
    CHECK(read(setting(row.key, row.value), ConfigMode::strict).has_value() == row.good);
    const Config compiled = default_config(brand());
    const bool is_default = config->receipt_url == compiled.receipt_url &&
                            config->link_hosts == compiled.link_hosts &&
                            config->max_notices_per_logon == compiled.max_notices_per_logon &&
                            config->send_displayed == compiled.send_displayed &&
                            config->send_acknowledged == compiled.send_acknowledged &&
                            config->support_url == compiled.support_url;
    CHECK(is_default == !row.good);
  }
}

TEST_CASE("signed link hosts narrow the compiled ones, and cannot add to them") {
  struct Row {
    std::string_view name, value;
    std::vector<std::string> hosts;
    std::string_view remark;
  };
  const Row rows[] = {
      {"none", "", {}, ""},
      {"one of them", "A.example", {"a.example"}, ""},
      {"below a compiled name", "x.b.example .y.b.example", {"x.b.example", ".y.b.example"}, ""},
      {"the name itself is not below it", "b.example", {}, "names b.example, but the brand"},
      {"more than is compiled", ".a.example", {}, "allows a.example .b.example; what is"},
      {"an ending of letters", "xb.example", {}, "names xb.example"},
      {"one of two", "evil.example a.example", {"a.example"}, "names evil.example"},
  };
  const Brand other = with_link_hosts();
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto config = parse_config(AuthorBytes::of(setting("LinkHosts", row.value)), other);
    REQUIRE(config);
    CHECK(config->link_hosts == row.hosts);
    CHECK(config->remarks.empty() == row.remark.empty());
    if (!config->remarks.empty()) CHECK(config->remarks[0].find(row.remark) != std::string::npos);
    CHECK(parse_config(AuthorBytes::of(setting("LinkHosts", row.value)), other, ConfigMode::strict)
              .has_value() == row.remark.empty());
  }
  CHECK(default_config(other).link_hosts == std::vector<std::string>{"a.example", ".b.example"});
}

TEST_CASE("a host that is not compiled in is named, with those that are") {
  const auto error = read(setting("ReceiptUrl", "https://evil.example/"), ConfigMode::strict).error().detail;
  CHECK(error.find("names evil.example, but the brand example allows receipts.example.com localhost") !=
        std::string::npos);
}

TEST_CASE("a list of outcomes sends what it names") {
  CHECK_FALSE(read(setting("ReceiptOutcomes", "acknowledged"))->send_displayed);
  CHECK(read(setting("ReceiptOutcomes", "acknowledged"))->send_acknowledged);
  CHECK_FALSE(read(setting("ReceiptOutcomes", ""))->send_acknowledged);
}

TEST_CASE("remarks say the line, and nothing that could spoil a log") {
  const auto config = read(
      "<configuration>\n<appSettings>\n<add key='a&#x85;b&#x202E;' value=''/></appSettings></configuration>");
  REQUIRE(config);
  REQUIRE(config->remarks.size() == 1);
  CHECK(config->remarks[0] ==
        "line 3: add: a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD is not a known key; ignored");
}

TEST_CASE("of two settings the first stands; a broken document is refused") {
  const auto config =
      read(document("<add key='MaxNoticesPerLogon' value='2'/><add key='MaxNoticesPerLogon' value='3'/>"));
  REQUIRE(config);
  CHECK(config->max_notices_per_logon == 2);
  CHECK(config->remarks.size() == 1);
  CHECK_FALSE(read("<configuration>"));
  CHECK_FALSE(read("<settings/>"));
  CHECK_FALSE(read("<!DOCTYPE a><configuration/>"));
  CHECK(read(std::string(kMostConfigBytes + 1, ' ')).error().code == Code::too_large);
}

TEST_CASE("ReceiptUrl and SupportUrl take the https addresses of the one table") {
  for (const HttpsAddressRow& row : https_addresses()) {
    CAPTURE(row.name);
    const auto address = parse_https_address(row.text);
    const bool is_own = address && equal_ignoring_case(address->host, "localhost");
    CHECK(is_receipt_address(row.text, brand()) == (is_own && !row.has_fragment()));
    if (!samples::is_plain_attribute(row.text)) continue;
    CHECK(read(setting("ReceiptUrl", escaped_markup(row.text)), ConfigMode::strict).has_value() ==
          (is_own && !row.has_fragment()));
    // The host of a link is compiled in for once.
    const std::string host = host_of(row.text);
    const std::string_view hosts[] = {host};
    Brand other = brand();
    other.link_hosts = hosts;
    const auto config = parse_config(AuthorBytes::of(setting("SupportUrl", escaped_markup(row.text))), other,
                                     ConfigMode::strict);
    CHECK(config.has_value() == row.is_link());
  }
}
