// Policy in the registry: types, both views, and which paths it may name.
#include "schema/platform/win/policy.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "schema/core/brand.h"
#include "tests/schema/platform/win/scratch_key.h"

using namespace tocsin;

namespace {

/// "Name=value (why ignored)" of each, sorted: a key has no order.
std::vector<std::string> listed(const Policy& policy) {
  std::vector<std::string> all;
  for (const PolicyValue& found : policy.values) {
    all.push_back(found.name + "=" + found.value + (found.ignored.empty() ? "" : " (" + found.ignored + ")"));
  }
  std::sort(all.begin(), all.end());
  return all;
}

Policy policy_of(const ScratchKey& key, PolicyScope scope) {
  PolicyReader reader("");
  read_policy_key(HKEY_CURRENT_USER, key.path(), "KEY", scope, reader);
  return std::move(reader).settle();
}

}  // namespace

TEST_CASE("read_policy_key: switches are numbers, the rest is text; all else is listed and has no force") {
  const ScratchKey key;
  key.set_number("Disable", 1);
  key.set_number("NoActor", 2);
  key.set_text("NoReceipts", L"1");
  key.set_text("MinimumSeverity", L"critical");
  key.set_text("ReceiptCAFile", L"C:\\own\\ca.pem");
  key.set_number("Proxy", 1);
  key.set("ReceiptRelay", REG_EXPAND_SZ, std::string("h\0", 2));
  key.set("LogonOnly", REG_QWORD, std::string("\x01\0\0\0\0\0\0\0", 8));
  key.set_text("Unknown", L"x");
  const Policy policy = policy_of(key, PolicyScope::machine);
  CHECK(policy.disable);
  CHECK_FALSE(policy.no_receipts);
  CHECK_FALSE(policy.no_actor);
  CHECK_FALSE(policy.logon_only);
  CHECK(policy.minimum_severity == Severity::critical);
  CHECK(policy.receipt_ca_file == "C:\\own\\ca.pem");
  CHECK(policy.proxy.empty());
  CHECK(policy.receipt_relay.empty());
  CHECK(listed(policy) == std::vector<std::string>{
                              "Disable=1", "LogonOnly=1 (must be a REG_DWORD or REG_SZ)",
                              "MinimumSeverity=critical", "NoActor=2 (must be 1 or 0)",
                              "NoReceipts=1 (must be a REG_DWORD, not text)",
                              "Proxy=1 (must be a REG_SZ, not a number)", "ReceiptCAFile=C:\\own\\ca.pem",
                              "ReceiptRelay=h (must be a REG_DWORD or REG_SZ)", "Unknown=x (unknown name)"});
  CHECK(policy.values.front().source == "KEY");
}

TEST_CASE("read_policy_key: a key that is one in both views is told once; no key is no policy") {
  const ScratchKey key;
  CHECK(policy_of(key, PolicyScope::user).values.empty());
  key.set_number("LogonOnly", 1);
  const Policy policy = policy_of(key, PolicyScope::user);
  CHECK(policy.logon_only);
  CHECK(policy.values.size() == 1);
  PolicyReader reader("");
  read_policy_key(HKEY_CURRENT_USER, key.path() + "\\missing", "KEY", PolicyScope::user, reader);
  CHECK(std::move(reader).settle().values.empty());
}

TEST_CASE("read_policy_key: what of a machine's alone a user may not set") {
  const ScratchKey key;
  key.set_text("Proxy", L"proxy.example:3128");
  CHECK(listed(policy_of(key, PolicyScope::user)) ==
        std::vector<std::string>{"Proxy=proxy.example:3128 (only the machine's policy may set it)"});
}

TEST_CASE("read_policy: the brand's own keys of machine and user") {
  const ScratchKey key{std::string(brand().win_product_key)};
  key.set_number("LogonOnly", 1);
  const Places places = known_places(brand(), "D:\\image");
  const Policy policy = read_policy(places);
  CHECK(policy.logon_only);
  CHECK(std::any_of(policy.values.begin(), policy.values.end(), [](const PolicyValue& found) {
    return found.source == "HKCU\\" + std::string(brand().win_product_key);
  }));
  CHECK_FALSE(read_machine_policy(places).logon_only);
}

TEST_CASE("policy: the CA file is taken below --root, without its drive") {
  PolicyReader reader("D:\\image");
  reader.add(PolicyScope::machine, "ReceiptCAFile", "C:\\own\\ca.pem", "KEY", PolicyForm::text);
  CHECK(std::move(reader).settle().receipt_ca_file == "D:\\image\\own\\ca.pem");
}

TEST_CASE("is_local_file_path") {
  for (const std::string_view good : {"C:\\a", "d:/etc/own.pem", "C:\\a b\\c", "C:\\a\\..b", "C:\\ä\\b.."}) {
    CAPTURE(good);
    CHECK(is_local_file_path(good));
  }
  for (const std::string_view bad : {"",
                                     "/a",
                                     "a",
                                     "C:",
                                     "C:\\",
                                     "C:a",
                                     "\\a",
                                     "\\\\host\\share\\a",
                                     "//host/share/a",
                                     "\\\\?\\C:\\a",
                                     "\\\\.\\pipe\\a",
                                     "C:\\..\\a",
                                     "C:\\a\\..\\b",
                                     "C:/a/../b",
                                     "C:\\a\\..",
                                     "C:\\\\host\\a",
                                     "C:\\a:s",
                                     "C:\\a\nb",
                                     "C:\\a*",
                                     "1:\\a",
                                     "C:\\a\x7f"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_local_file_path(bad));
  }
}
