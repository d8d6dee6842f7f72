// The off switch: every name's values, and who wins.
#include "schema/platform/policy.h"

#include <doctest/doctest.h>

#include "schema/platform/policy_values.h"
#include "tests/schema/core/https_addresses.h"

using namespace tocsin;

namespace {

Policy policy_of(std::string_view machine, std::string_view user = {}) {
  PolicyReader reader("");
  read_policy_text(machine, PolicyScope::machine, "/m", reader);
  read_policy_text(user, PolicyScope::user, "/u", reader);
  return std::move(reader).settle();
}

/// Every value as "Name=value @source (why ignored)", one a line.
std::string listed(const Policy& policy) {
  std::string text;
  for (const PolicyValue& value : policy.values) {
    text += value.name + "=" + value.value + " @" + value.source;
    text += value.ignored.empty() ? "\n" : " (" + value.ignored + ")\n";
  }
  return text;
}

/// What is in force, in few letters: D R A L for the flags, then the least severity.
std::string force(const Policy& policy) {
  std::string text;
  if (policy.disable) text += 'D';
  if (policy.no_receipts) text += 'R';
  if (policy.no_actor) text += 'A';
  if (policy.logon_only) text += 'L';
  return text + ' ' + std::string(severity_name(policy.minimum_severity));
}

}  // namespace

TEST_CASE("policy lines: the form of the file") {
  struct Row {
    std::string_view name, text, wanted;
  };
  const Row rows[] = {
      {"plain", "Disable=1\n", "Disable=1 @/m:1\n"},
      {"no final line end", "Disable=1", "Disable=1 @/m:1\n"},
      {"blanks", " \tDisable = 1 \n", "Disable=1 @/m:1\n"},
      {"CRLF", "Disable=1\r\n", "Disable=1 @/m:1\n"},
      {"byte order mark",
       "\xEF\xBB\xBF"
       "Disable=1\n",
       "Disable=1 @/m:1\n"},
      {"any case of the name", "DISABLE=1\n", "Disable=1 @/m:1\n"},
      {"comment and empty line", "# Disable=0\n\nDisable=1\n", "Disable=1 @/m:3\n"},
      {"a value may hold the sign", "Proxy=http://p:1/=\n",
       "Proxy=http://p:1/= @/m:1 (must be [http://]host[:port] without credentials)\n"},
      {"comment behind a value", "Disable=1 # off\n", "Disable=1 # off @/m:1 (must be 1 or 0)\n"},
      {"quoted value", "Disable=\"1\"\n", "Disable=\"1\" @/m:1 (must be 1 or 0)\n"},
      {"no sign", "Disable\n", "Disable= @/m:1 (no Name=value)\n"},
      {"no name", "=1\n", "=1 @/m:1 (unknown name)\n"},
      {"unknown name", "Disabled=1\n", "Disabled=1 @/m:1 (unknown name)\n"},
      {"a section", "[policy]\nDisable=1\n", "[policy]= @/m:1 (no Name=value)\nDisable=1 @/m:2\n"},
      {"controls made harmless", "Dis\x1b[1mable=1\n", "Dis\xEF\xBF\xBD[1mable=1 @/m:1 (unknown name)\n"},
      {"empty file", "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(listed(policy_of(row.text)) == row.wanted);
  }
}

TEST_CASE("policy: valid values take force") {
  struct Row {
    std::string_view name, machine, user, wanted;
  };
  const Row rows[] = {
      {"nothing", "", "", " info"},
      {"machine disables", "Disable=1", "", "D info"},
      {"user disables", "", "Disable=1", "D info"},
      {"the user cannot enable again", "Disable=1", "Disable=0", "D info"},
      {"nor does the machine's no undo the user's yes", "Disable=0", "Disable=1", "D info"},
      {"twice, later yes", "Disable=0\nDisable=1", "", "D info"},
      {"no receipts anywhere", "NoReceipts=0", "NoReceipts=1", "R info"},
      {"no actor", "NoActor=1", "", "A info"},
      {"no actor: the machine's word is first", "NoActor=0", "NoActor=1", " info"},
      {"no actor: the user's where the machine has none", "", "NoActor=1", "A info"},
      {"logon only", "LogonOnly=1", "LogonOnly=0", "L info"},
      {"severity", "MinimumSeverity=critical", "MinimumSeverity=info", " critical"},
      {"severity of the user", "", "MinimumSeverity=warning", " warning"},
      {"an invalid value does not block a valid one", "MinimumSeverity=high\nMinimumSeverity=warning", "",
       " warning"},
      {"nor across files", "LogonOnly=yes", "LogonOnly=1", "L info"},
      {"all", "Disable=1\nNoReceipts=1\nNoActor=1\nLogonOnly=1\nMinimumSeverity=warning", "", "DRAL warning"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(force(policy_of(row.machine, row.user)) == row.wanted);
  }
}

TEST_CASE("policy: wrong values have no force and are listed with the reason") {
  const std::string_view names[] = {"Disable", "NoReceipts", "NoActor", "LogonOnly", "MinimumSeverity"};
  const std::string_view wrong[] = {"",   "2",   "-1",   "01",  "+1", "1.0", "0x1",  "true",
                                    "on", "yes", "TRUE", "1 1", "Ⅰ",  "10",  "Info", "none"};
  for (const std::string_view name : names) {
    for (const std::string_view value : wrong) {
      CAPTURE(name);
      CAPTURE(value);
      const Policy policy = policy_of(std::string(name) + "=" + std::string(value));
      CHECK(force(policy) == " info");
      CHECK(policy.values.size() == 1);
      CHECK_FALSE(policy.values.front().ignored.empty());
    }
  }
}

TEST_CASE("policy: what lost says to whom") {
  CHECK(listed(policy_of("Disable=1", "Disable=0")) ==
        "Disable=1 @/m:1\nDisable=0 @/u:1 (overridden: 1 wins anywhere)\n");
  CHECK(listed(policy_of("Disable=0", "Disable=1")) ==
        "Disable=0 @/m:1 (overridden: 1 wins anywhere)\nDisable=1 @/u:1\n");
  CHECK(listed(policy_of("Disable=0", "")) == "Disable=0 @/m:1\n");
  CHECK(listed(policy_of("LogonOnly=0", "LogonOnly=1")) ==
        "LogonOnly=0 @/m:1\nLogonOnly=1 @/u:1 (overridden by an earlier value)\n");
}

TEST_CASE("policy: the network's values are the machine's alone") {
  const Policy machine = policy_of("Proxy=proxy.example:3128\nReceiptRelay=https://relay.example:8443/");
  CHECK(machine.proxy == "proxy.example:3128");
  CHECK(machine.receipt_relay == "https://relay.example:8443");
  const Policy user = policy_of("", "Proxy=p:1\nReceiptCAFile=/x\nReceiptRelay=https://evil.example");
  CHECK(user.proxy.empty());
  CHECK(user.receipt_ca_file.empty());
  CHECK(user.receipt_relay.empty());
  for (const PolicyValue& value : user.values) CHECK(value.ignored == "only the machine's policy may set it");
}

TEST_CASE("is_relay and is_proxy: addresses") {
  struct Row {
    std::string_view text;
    bool relay, proxy;
  };
  const Row rows[] = {{"https://relay.example", true, true},
                      {"https://relay.example/", true, true},
                      {"https://relay.example:443", true, true},
                      {"https://10.0.0.1:8443", true, true},
                      {"https://[2001:db8::1]:8443", true, true},
                      {"https://[2001:db8::1]", true, true},
                      {"http://proxy.example:3128/", false, true},
                      {"proxy.example:3128", false, true},
                      {"proxy", false, true},
                      {"[::1]:3128", false, true},
                      {"[::1", false, false},
                      {"[]:1", false, false},
                      {"https://relay.example/path", false, false},
                      {"https://relay.example//", false, false},
                      {"https://relay.example?x", false, false},
                      {"https://relay.example#x", false, false},
                      {"https://user@relay.example", false, false},
                      {"http://user:pw@proxy:1", false, false},
                      {"https://relay.example:0", false, false},
                      {"https://relay.example:65536", false, false},
                      {"https://relay.example:", false, false},
                      {"https://relay.example:1:2", false, false},
                      {"https://relay.example: 1", false, false},
                      {"HTTPS://relay.example", true, true},
                      {"https:/relay.example", false, false},
                      {"https://", false, false},
                      {"https:///", false, false},
                      {"https://-a", false, false},
                      {"https://a..b", false, false},
                      {"https://rel ay", false, false},
                      {"https://[::1", false, false},
                      {"https://[g::1]", false, false},
                      {"socks5://proxy:1080", false, false},
                      {"file:///etc/passwd", false, false},
                      {"", false, false},
                      {"/", false, false}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(is_relay(row.text) == row.relay);
    CHECK(is_proxy(row.text) == row.proxy);
  }
}

TEST_CASE("policy: a place that types its values must use the name's own type") {
  struct Row {
    std::string_view name, value;
    PolicyForm form;
    std::string_view reason;
  };
  constexpr std::string_view kNumber = "must be a REG_DWORD, not text";
  constexpr std::string_view kText = "must be a REG_SZ, not a number";
  const Row rows[] = {{"Disable", "1", PolicyForm::number, ""},
                      {"Disable", "1", PolicyForm::line, ""},
                      {"LogonOnly", "0", PolicyForm::number, ""},
                      {"MinimumSeverity", "warning", PolicyForm::text, ""},
                      {"Proxy", "proxy.example:3128", PolicyForm::text, ""},
                      {"Disable", "1", PolicyForm::text, kNumber},
                      {"NoReceipts", "1", PolicyForm::text, kNumber},
                      {"NoActor", "", PolicyForm::text, kNumber},
                      {"Disable", "2", PolicyForm::number, "must be 1 or 0"},
                      {"Disable", "4294967295", PolicyForm::number, "must be 1 or 0"},
                      {"MinimumSeverity", "2", PolicyForm::number, kText},
                      {"Proxy", "1", PolicyForm::number, kText},
                      {"ReceiptRelay", "1", PolicyForm::number, kText}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CAPTURE(row.value);
    PolicyReader reader("");
    reader.add(PolicyScope::machine, row.name, row.value, "key", row.form);
    const Policy policy = std::move(reader).settle();
    REQUIRE(policy.values.size() == 1);
    CHECK(policy.values.front().ignored == row.reason);
    if (!row.reason.empty()) CHECK(force(policy) == " info");
  }
}

TEST_CASE("ReceiptRelay takes the https addresses that are a server's") {
  for (const HttpsAddressRow& row : https_addresses()) {
    CAPTURE(row.name);
    CHECK(is_relay(row.text) == row.is_server());
  }
}
