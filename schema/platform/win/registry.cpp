// Registry reads, all of them bounded.
#include "schema/platform/win/registry.h"

#include <array>
#include <cstring>
#include <utility>

#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

constexpr DWORD kMostValues = 512;
using Bytes = std::array<char, 16u << 10>;
using Name = std::array<wchar_t, 16384>;  // a value's name has at most 16,383 characters, a key's 255

/// The text of a value. The closing NUL may be missing, and may not be the only NUL.
bool take_text(const Bytes& bytes, DWORD size, std::string& into) {
  std::wstring text(size / sizeof(wchar_t), L'\0');
  std::memcpy(text.data(), bytes.data(), text.size() * sizeof(wchar_t));
  if (!text.empty() && text.back() == L'\0') text.pop_back();
  if (text.find(L'\0') != std::wstring::npos) return false;
  into = narrow(text);
  return true;
}

template <typename Number>
std::string number_text(const Bytes& bytes) {
  Number number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  return std::to_string(number);
}

RegistryValue read_value(std::string name, DWORD type, const Bytes& bytes, DWORD size) {
  RegistryValue value{std::move(name), type, {}, true};
  if (type == REG_SZ || type == REG_EXPAND_SZ) value.is_whole = take_text(bytes, size, value.text);
  if (type == REG_DWORD && size == sizeof(DWORD)) value.text = number_text<DWORD>(bytes);
  if (type == REG_QWORD && size == sizeof(ULONGLONG)) value.text = number_text<ULONGLONG>(bytes);
  return value;
}

}  // namespace

Result<RegistryKey> RegistryKey::open(HKEY root, const std::string& path, View view) {
  const REGSAM which = view == View::native ? KEY_WOW64_64KEY : KEY_WOW64_32KEY;
  HKEY key = nullptr;
  const LSTATUS status = ::RegOpenKeyExW(root, wide(path).c_str(), 0, KEY_READ | which, &key);
  if (status != ERROR_SUCCESS) return system_failure(static_cast<DWORD>(status), "registry.open", path);
  return RegistryKey(key, path);
}

RegistryKey::RegistryKey(RegistryKey&& other) noexcept
    : key_(std::exchange(other.key_, nullptr)), path_(std::move(other.path_)) {}

RegistryKey::~RegistryKey() {
  if (key_ != nullptr) ::RegCloseKey(key_);
}

Result<RegistryValue> RegistryKey::value(const std::string& name) const {
  Bytes bytes;
  DWORD type = REG_NONE;
  DWORD size = static_cast<DWORD>(bytes.size());
  const LSTATUS status = ::RegQueryValueExW(key_, wide(name).c_str(), nullptr, &type,
                                            reinterpret_cast<BYTE*>(bytes.data()), &size);
  if (status == ERROR_MORE_DATA) return RegistryValue{name, type, {}, false};
  if (status != ERROR_SUCCESS) {
    return system_failure(static_cast<DWORD>(status), "registry.read", path_ + "\\" + name);
  }
  return read_value(name, type, bytes, size);
}

Result<std::vector<RegistryValue>> RegistryKey::values() const {
  std::vector<RegistryValue> all;
  Bytes bytes;
  Name name;
  for (DWORD k = 0;; ++k) {
    DWORD length = static_cast<DWORD>(name.size());
    DWORD size = static_cast<DWORD>(bytes.size());
    DWORD type = REG_NONE;
    const LSTATUS status = ::RegEnumValueW(key_, k, name.data(), &length, nullptr, &type,
                                           reinterpret_cast<BYTE*>(bytes.data()), &size);
    if (status == ERROR_NO_MORE_ITEMS) return all;
    if (k == kMostValues) return fail(Code::too_large, "registry.read", path_);
    // A value that is too long has no name here; the others are still read.
    if (status == ERROR_MORE_DATA) {
      all.push_back({{}, type, {}, false});
    } else if (status != ERROR_SUCCESS) {
      return system_failure(static_cast<DWORD>(status), "registry.read", path_);
    } else {
      all.push_back(read_value(narrow({name.data(), length}), type, bytes, size));
    }
  }
}

Result<std::vector<std::string>> RegistryKey::keys(std::size_t most) const {
  std::vector<std::string> all;
  Name name;
  for (DWORD k = 0;; ++k) {
    DWORD length = static_cast<DWORD>(name.size());
    const LSTATUS status = ::RegEnumKeyExW(key_, k, name.data(), &length, nullptr, nullptr, nullptr, nullptr);
    if (status == ERROR_NO_MORE_ITEMS) return all;
    if (status != ERROR_SUCCESS) {
      return system_failure(static_cast<DWORD>(status), "registry.read", path_);
    }
    if (all.size() == most) return fail(Code::too_large, "registry.read", path_);
    all.push_back(narrow({name.data(), length}));
  }
}

}  // namespace tocsin
