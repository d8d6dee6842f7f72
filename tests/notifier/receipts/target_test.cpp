// Where receipts may go.
#include <doctest/doctest.h>

#include "notifier/receipts/sender.h"
#include "schema/core/brand.h"
#include "schema/core/https_address.h"
#include "tests/schema/core/https_addresses.h"

using namespace tocsin;

namespace {

Result<std::string> target(std::string_view url, std::string_view relay = {}) {
  Config config;
  config.receipt_url = url;
  Policy policy;
  policy.receipt_relay = relay;
  return receipt_target(config, policy, brand());
}

}  // namespace

TEST_CASE("accepted") {
  struct Row {
    std::string_view name;
    std::string_view url;
    std::string_view relay;
    std::string_view target;
  };
  const Row rows[] = {
      {"the brand's host", "https://receipts.example.com/v1/receipts", "",
       "https://receipts.example.com/v1/receipts"},
      {"case of the host", "https://Receipts.EXAMPLE.com/V1", "", "https://receipts.example.com/V1"},
      {"port", "https://localhost:8443/v1", "", "https://localhost:8443/v1"},
      {"no path", "https://localhost", "", "https://localhost"},
      {"query", "https://localhost/a?b=c", "", "https://localhost/a?b=c"},
      {"relay", "https://receipts.example.com/v1", "https://relay.corp", "https://relay.corp/v1"},
      {"relay with port", "https://receipts.example.com/v1", "https://relay.corp:8443/",
       "https://relay.corp:8443/v1"},
      {"relay takes the port away", "https://localhost:8443/v1", "https://relay.corp",
       "https://relay.corp/v1"},
      {"relay by address", "https://receipts.example.com/v1", "https://[fd00::1]:444",
       "https://[fd00::1]:444/v1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto found = target(row.url, row.relay);
    CHECK(found.has_value());
    if (found) CHECK(*found == row.target);
  }
}

TEST_CASE("refused") {
  struct Row {
    std::string_view name;
    std::string_view url;
    std::string_view relay;
  };
  constexpr std::string_view kGood = "https://receipts.example.com/v1";
  const Row rows[] = {
      {"empty", "", ""},
      {"http", "http://receipts.example.com/v1", ""},
      {"file", "file:///etc/passwd", ""},
      {"no scheme", "receipts.example.com/v1", ""},
      {"another host", "https://receipts.example.org/v1", ""},
      {"host below", "https://a.receipts.example.com/v1", ""},
      {"host as a prefix", "https://receipts.example.com.evil.test/v1", ""},
      {"user info", "https://receipts.example.com@evil.test/v1", ""},
      {"user info before the right host", "https://x@receipts.example.com/v1", ""},
      {"backslash", "https://evil.test\\@receipts.example.com/", ""},
      {"fragment", "https://evil.test#receipts.example.com", ""},
      {"fragment after the right host", "https://receipts.example.com/#x", ""},
      {"blank", "https://receipts.example.com/a b", ""},
      {"line feed", "https://receipts.example.com/a\nb", ""},
      {"not ASCII", "https://receipts.ex\xc3\xa4mple.com/", ""},
      {"port 0", "https://localhost:0/", ""},
      {"port 65536", "https://localhost:65536/", ""},
      {"port empty", "https://localhost:/", ""},
      {"port by letters", "https://localhost:https/", ""},
      {"address", "https://127.0.0.1/v1", ""},
      {"trailing dot", "https://receipts.example.com./v1", ""},
      {"relay over http", kGood, "http://relay.corp"},
      {"relay with a path", kGood, "https://relay.corp/elsewhere"},
      {"relay with a query", kGood, "https://relay.corp?x"},
      {"relay with user info", kGood, "https://u:p@relay.corp"},
      {"relay without a scheme", kGood, "relay.corp:443"},
      {"relay does not mend a bad URL", "http://receipts.example.com/v1", "https://relay.corp"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto found = target(row.url, row.relay);
    CHECK_FALSE(found.has_value());
    if (!found) CHECK(found.error().code == Code::malformed);
  }
}

TEST_CASE("receipts go to the https addresses of the one table, and by the relays that are servers") {
  for (const HttpsAddressRow& row : https_addresses()) {
    CAPTURE(row.name);
    const auto address = parse_https_address(row.text);
    const bool is_own = address && lowered(address->host) == "localhost";
    const auto direct = target(row.text);
    CHECK(direct.has_value() == (is_own && !row.has_fragment()));
    if (direct) CHECK(*direct == to_text(*address));
    if (row.text.empty()) continue;  // no relay
    const auto relayed = target("https://receipts.example.com/v1", row.text);
    CHECK(relayed.has_value() == row.is_server());
    if (!relayed || !address) continue;
    const HttpsAddress server{.host = address->host, .port = address->port, .target = "/v1", .fragment = {}};
    CHECK(*relayed == to_text(server));
  }
}
