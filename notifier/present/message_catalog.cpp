// msgfmt sorts the originals, so that a binary search finds a sentence.
#include "notifier/present/message_catalog.h"

#include <algorithm>

namespace tocsin {
namespace {

constexpr std::uint32_t kMagic = 0x950412DE;
constexpr std::size_t kEntryBytes = 8;

/// The text up to the first NUL: the singular of an original, the first form of a translation.
std::string_view first_form(std::string_view text) {
  return text.substr(0, text.find('\0'));
}

std::string_view form_at(std::string_view forms, std::size_t index) {
  for (; index > 0; --index) {
    const std::size_t end = forms.find('\0');
    if (end == std::string_view::npos) break;
    forms.remove_prefix(end + 1);
  }
  return first_form(forms);
}

}  // namespace

MessageCatalog::MessageCatalog(std::string_view mo) : mo_(mo) {
  if (number_at(0) != kMagic) return;
  count_ = number_at(8);
  originals_ = number_at(12);
  translations_ = number_at(16);
  const std::string_view header = translation_of("").value_or("");
  const std::string_view rule = header.substr(std::min(header.find("plural="), header.size()));
  if (header.find("nplurals=1") != std::string_view::npos) {
    plural_ = Plural::none;
  } else if (rule.starts_with("plural=(n > 1)")) {
    plural_ = Plural::above_one;
  }
}

std::uint32_t MessageCatalog::number_at(std::size_t offset) const {
  if (offset > mo_.size() || mo_.size() - offset < 4) return 0;
  std::uint32_t value = 0;
  for (std::size_t k = 4; k-- > 0;) value = value << 8 | static_cast<unsigned char>(mo_[offset + k]);
  return value;
}

std::string_view MessageCatalog::text_at(std::size_t table, std::uint32_t index) const {
  const std::size_t entry = table + kEntryBytes * index;
  const std::size_t length = number_at(entry), offset = number_at(entry + 4);
  if (offset > mo_.size() || mo_.size() - offset < length) return {};
  return mo_.substr(offset, length);
}

std::optional<std::string_view> MessageCatalog::translation_of(std::string_view english) const {
  std::uint32_t low = 0, high = count_;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    const std::string_view original = first_form(text_at(originals_, middle));
    if (original == english) return text_at(translations_, middle);
    if (original < english) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> MessageCatalog::find(std::string_view english) const {
  const auto forms = translation_of(english);
  if (!forms || forms->empty()) return std::nullopt;
  return first_form(*forms);
}

std::optional<std::string_view> MessageCatalog::find(std::string_view one, std::size_t count) const {
  const auto forms = translation_of(one);
  if (!forms || forms->empty()) return std::nullopt;
  const bool is_plural =
      plural_ == Plural::above_one ? count > 1 : plural_ == Plural::other_than_one && count != 1;
  return form_at(*forms, is_plural ? 1 : 0);
}

}  // namespace tocsin
