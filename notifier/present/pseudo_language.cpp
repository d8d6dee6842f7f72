// See pseudo_language.h.
#include "notifier/present/pseudo_language.h"

#include <map>
#include <string>

namespace tocsin {
namespace {

std::string_view accented(char c) {
  switch (c) {
    case 'a':
      return "á";
    case 'c':
      return "ç";
    case 'e':
      return "é";
    case 'i':
      return "ï";
    case 'n':
      return "ñ";
    case 'o':
      return "ó";
    case 's':
      return "š";
    case 'u':
      return "ü";
    case 'y':
      return "ý";
    default:
      return {};
  }
}

std::string made(std::string_view english) {
  std::string out = "[";
  bool is_name = false;
  for (const char c : english) {
    is_name = c == '{' || (is_name && c != '}');
    const std::string_view other = is_name ? std::string_view() : accented(c);
    if (other.empty()) {
      out += c;
    } else {
      out += other;
    }
  }
  return out + " " + std::string(english.size() * 2 / 5, '~') + "]";
}

}  // namespace

std::string_view pseudo_sentence(std::string_view english) {
  static std::map<std::string, std::string, std::less<>> sentences;
  const auto known = sentences.find(english);
  if (known != sentences.end()) return known->second;
  return sentences.emplace(english, made(english)).first->second;
}

}  // namespace tocsin
