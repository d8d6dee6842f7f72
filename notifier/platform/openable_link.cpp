// Which links can be passed to another program.
#include "notifier/platform/session.h"

#include <algorithm>
#include <string_view>

namespace tocsin {
namespace {

bool is_fit(char c) {
  return c > ' ' && c < 0x7F && c != '\\';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool is_openable(const std::string& url) {
  constexpr std::string_view kScheme = "https://";
  const bool is_https =
      url.size() > kScheme.size() &&
      std::equal(kScheme.begin(), kScheme.end(), url.begin(), [](char a, char b) { return a == lower(b); });
  return is_https && url.size() <= 4096 && std::all_of(url.begin(), url.end(), is_fit);
}

}  // namespace tocsin
