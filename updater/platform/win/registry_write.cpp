// Each write is flushed by RegFlushKey.
#include "updater/platform/win/registry_write.h"

#include <algorithm>

#include "schema/core/text/text.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin::updater {
namespace {

REGSAM view_bit(View view) {
  return view == View::native ? KEY_WOW64_64KEY : KEY_WOW64_32KEY;
}

class WritableKey {
 public:
  WritableKey() = default;
  WritableKey(const WritableKey&) = delete;
  WritableKey& operator=(const WritableKey&) = delete;
  ~WritableKey() {
    if (key_ != nullptr) ::RegCloseKey(key_);
  }
  [[nodiscard]] HKEY get() const { return key_; }
  [[nodiscard]] HKEY* out() { return &key_; }

 private:
  HKEY key_ = nullptr;
};

Failure registry_failure(LSTATUS status, const std::string& what) {
  return system_failure(static_cast<DWORD>(status), "registry.write", what);
}

LSTATUS set_value(HKEY key, const WantedValue& value) {
  const std::wstring name = wide(value.name);
  if (value.is_number) {
    const auto number = static_cast<DWORD>(parse_decimal(value.text, 0xFFFFFFFF).value_or(0));
    return ::RegSetValueExW(key, name.c_str(), 0, REG_DWORD, reinterpret_cast<const BYTE*>(&number),
                            sizeof number);
  }
  const std::wstring text = wide(value.text);
  return ::RegSetValueExW(key, name.c_str(), 0, REG_SZ, reinterpret_cast<const BYTE*>(text.c_str()),
                          static_cast<DWORD>((text.size() + 1) * sizeof(wchar_t)));
}

bool is_gone(LSTATUS status) {
  return status == ERROR_FILE_NOT_FOUND || status == ERROR_PATH_NOT_FOUND;
}

}  // namespace

Result<void> write_values(HKEY root, const std::string& path, View view,
                          const std::vector<WantedValue>& values) {
  WritableKey key;
  const LSTATUS opened = ::RegCreateKeyExW(root, wide(path).c_str(), 0, nullptr, REG_OPTION_NON_VOLATILE,
                                           KEY_SET_VALUE | view_bit(view), nullptr, key.out(), nullptr);
  if (opened != ERROR_SUCCESS) return registry_failure(opened, path);
  for (const WantedValue& value : values) {
    const LSTATUS status = set_value(key.get(), value);
    if (status != ERROR_SUCCESS) return registry_failure(status, path + '\\' + value.name);
  }
  const LSTATUS flushed = ::RegFlushKey(key.get());
  if (flushed != ERROR_SUCCESS) return registry_failure(flushed, path);
  return {};
}

bool holds_values(HKEY root, const std::string& path, View view, const std::vector<WantedValue>& values) {
  const auto key = RegistryKey::open(root, path, view);
  if (!key) return false;
  return std::ranges::all_of(values, [&](const WantedValue& wanted) {
    const auto found = key->value(wanted.name);
    const DWORD type = wanted.is_number ? REG_DWORD : REG_SZ;
    return found && found->type == type && found->is_whole && found->text == wanted.text;
  });
}

Result<void> remove_value(HKEY root, const std::string& path, View view, const std::string& name) {
  WritableKey key;
  const LSTATUS opened =
      ::RegOpenKeyExW(root, wide(path).c_str(), 0, KEY_SET_VALUE | view_bit(view), key.out());
  if (is_gone(opened)) return {};
  if (opened != ERROR_SUCCESS) return registry_failure(opened, path);
  const LSTATUS removed = ::RegDeleteValueW(key.get(), wide(name).c_str());
  if (is_gone(removed)) return {};
  if (removed != ERROR_SUCCESS) return registry_failure(removed, path + '\\' + name);
  const LSTATUS flushed = ::RegFlushKey(key.get());
  if (flushed != ERROR_SUCCESS) return registry_failure(flushed, path);
  return {};
}

Result<void> remove_key(HKEY root, const std::string& path, View view) {
  const LSTATUS removed = ::RegDeleteKeyExW(root, wide(path).c_str(), view_bit(view), 0);
  if (removed == ERROR_SUCCESS || is_gone(removed)) return {};
  return registry_failure(removed, path);
}

}  // namespace tocsin::updater
