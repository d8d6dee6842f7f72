// Policy from the registry. A missing key is the usual case and costs one failed open.
#include "schema/platform/win/policy.h"

#include <algorithm>

#include "schema/core/brand.h"
#include "schema/core/text/ascii.h"
#include "schema/platform/win/registry.h"

namespace tocsin {
namespace {

bool is_same(const RegistryValue& a, const RegistryValue& b) {
  return a.name == b.name && a.type == b.type && a.text == b.text && a.is_whole == b.is_whole;
}

void add_value(const RegistryValue& value, const std::string& source, PolicyScope scope, PolicyReader& into) {
  if (!value.is_whole) {
    into.add_ignored(value.name, {}, source, "too long, or holds a NUL");
  } else if (value.type == REG_DWORD) {
    into.add(scope, value.name, value.text, source, PolicyForm::number);
  } else if (value.type == REG_SZ) {
    into.add(scope, value.name, value.text, source, PolicyForm::text);
  } else {
    into.add_ignored(value.name, value.text, source, "must be a REG_DWORD or REG_SZ");
  }
}

std::vector<RegistryValue> read_view(HKEY root, const std::string& path, View view, const std::string& source,
                                     PolicyReader& into) {
  const auto key = RegistryKey::open(root, path, view);
  auto values = key ? key->values() : Result<std::vector<RegistryValue>>(fail(key.error()));
  if (values) return std::move(*values);
  if (values.error().code != Code::not_found) {
    into.add_ignored({}, {}, source, "key not read: " + std::string(code_name(values.error().code)));
  }
  return {};
}

}  // namespace

void read_policy_key(HKEY root, const std::string& path, const std::string& label, PolicyScope scope,
                     PolicyReader& into) {
  const auto native = read_view(root, path, View::native, label, into);
  for (const RegistryValue& value : native) add_value(value, label, scope, into);
  const std::string other = label + " (32-bit)";
  for (const RegistryValue& value : read_view(root, path, View::wow32, other, into)) {
    const bool is_again = std::any_of(native.begin(), native.end(),
                                      [&](const RegistryValue& known) { return is_same(known, value); });
    if (!is_again) add_value(value, other, scope, into);
  }
}

namespace {

void read_hive(HKEY root, const std::string& name, PolicyScope scope, PolicyReader& into) {
  for (const std::string_view below : {brand().win_policy_key, brand().win_product_key}) {
    const std::string path(below);
    read_policy_key(root, path, std::string(name).append(1, '\\').append(path), scope, into);
  }
}

}  // namespace

Policy read_policy(const Places& places) {
  PolicyReader reader(places.root);
  read_hive(HKEY_LOCAL_MACHINE, "HKLM", PolicyScope::machine, reader);
  read_hive(HKEY_CURRENT_USER, "HKCU", PolicyScope::user, reader);
  return std::move(reader).settle();
}

Policy read_machine_policy(const Places& places) {
  PolicyReader reader(places.root);
  read_hive(HKEY_LOCAL_MACHINE, "HKLM", PolicyScope::machine, reader);
  return std::move(reader).settle();
}

/// "C:\..." without "..", a stream or a second drive; not on the network, no device.
bool is_local_file_path(std::string_view text) {
  constexpr std::string_view kForbidden = ":*?\"<>|";
  if (text.size() < 4 || text.size() > 4096 || text[1] != ':') return false;
  const auto is_separator = [](char c) { return c == '\\' || c == '/'; };
  std::string rest(text.substr(2));
  std::replace_if(rest.begin(), rest.end(), is_separator, '\\');
  const bool climbs = rest.find("\\..\\") != std::string::npos || rest.ends_with("\\..");
  const bool has_control =
      std::any_of(rest.begin(), rest.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  return is_letter(text[0]) && rest.front() == '\\' && rest[1] != '\\' && !climbs && !has_control &&
         rest.find_first_of(kForbidden) == std::string::npos;
}

}  // namespace tocsin
