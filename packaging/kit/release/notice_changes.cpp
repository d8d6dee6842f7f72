#include "packaging/kit/release/notice_changes.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <vector>

#include "packaging/kit/files/author_bytes.h"
#include "schema/core/text/text.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin {
namespace {

constexpr std::size_t kTitleCodePoints = 120;
constexpr std::size_t kWordCodePoints = 64;

/// A catalog and the bytes of each part of it.
class Parts {
 public:
  Parts(std::string_view bytes, Catalog catalog) : bytes_(bytes), catalog_(std::move(catalog)) {
    line_starts_.push_back(0);
    for (std::size_t at = 0; (at = bytes_.find('\n', at)) != std::string_view::npos;) {
      line_starts_.push_back(++at);
    }
    for (const Message& message : catalog_.messages) lines_.push_back(message.line);
    std::ranges::sort(lines_);
  }

  [[nodiscard]] const Catalog& catalog() const { return catalog_; }

  /// From the line where the message begins to its last end tag before the line of the next one. Messages
  /// that share lines count as changed together.
  [[nodiscard]] std::string_view element(const Message& message) const {
    const auto next = std::ranges::upper_bound(lines_, message.line);
    const std::size_t begin = start_of(message.line);
    const std::size_t end = next == lines_.end() ? bytes_.size() : start_of(*next);
    const std::string_view whole = bytes_.substr(begin, end - begin);
    return whole.substr(0, whole.rfind("message>"));
  }

  /// What stands before the first message: the root element and detection.
  [[nodiscard]] std::string_view head() const {
    return bytes_.substr(0, lines_.empty() ? bytes_.size() : start_of(lines_.front()));
  }

 private:
  [[nodiscard]] std::size_t start_of(int line) const {
    return line_starts_.at(static_cast<std::size_t>(std::max(line, 1)) - 1);
  }

  std::string_view bytes_;
  Catalog catalog_;
  std::vector<std::size_t> line_starts_;
  std::vector<int> lines_;  // where messages begin, ascending
};

Result<Parts> read_parts(std::string_view bytes, ReadMode mode) {
  return Parts(bytes, TRY(parse_catalog(AuthorBytes::of(std::string(bytes)), mode)));
}

/// "  new        av95/2  Title"
std::string line_of(std::string_view what, std::string_view id, const std::string& revision,
                    std::string_view title) {
  std::string line = "  " + std::string(what);
  line.resize(std::max<std::size_t>(line.size() + 1, 14), ' ');
  line += sanitised(id, kWordCodePoints) + revision;
  if (!title.empty()) line += "  " + sanitised(title, kTitleCodePoints);
  return line + '\n';
}

std::string revision_of(const Message& message) {
  return "/" + std::to_string(message.revision);
}

/// The title in the default language.
std::string_view title_of(const Catalog& catalog, const Message& message) {
  return message.texts.empty() ? std::string_view() : catalog.text_for(message, {}).title;
}

std::string line_of(std::string_view what, const Catalog& catalog, const Message& message) {
  return line_of(what, message.id, revision_of(message), title_of(catalog, message));
}

std::string changed_line(const Parts& fresh, const Message& message, const Message& old) {
  const std::string before = message.revision == old.revision ? " (the same revision)"
                                                              : " (was " + std::to_string(old.revision) + ")";
  return line_of("changed", message.id, revision_of(message) + before, title_of(fresh.catalog(), message));
}

/// Notices of the new catalog, against the old one if there is one.
std::string present_notices(const Parts& fresh, const Parts* old) {
  std::string lines;
  std::size_t same = 0;
  for (const Message& message : fresh.catalog().messages) {
    const Message* before = old == nullptr ? nullptr : old->catalog().find(message.id);
    if (before == nullptr) {
      lines += line_of("new", fresh.catalog(), message);
    } else if (fresh.element(message) != old->element(*before)) {
      lines += changed_line(fresh, message, *before);
    } else {
      ++same;
    }
  }
  return lines + "  as before   " + std::to_string(same) + " notices\n";
}

/// Notices that the new catalog takes back or no longer has. A title is known from the old catalog alone.
std::string absent_notices(const Parts& fresh, const Parts& old) {
  std::string lines;
  const auto line = [&](std::string_view what, std::string_view id) {
    const Message* before = old.catalog().find(id);
    return before == nullptr ? line_of(what, id, {}, {}) : line_of(what, old.catalog(), *before);
  };
  for (const Withdrawn& withdrawn : fresh.catalog().withdrawn) {
    if (!old.catalog().is_withdrawn(withdrawn.id)) lines += line("withdrawn", withdrawn.id);
  }
  for (const Withdrawn& withdrawn : old.catalog().withdrawn) {
    if (!fresh.catalog().is_withdrawn(withdrawn.id)) lines += line("not withdrawn", withdrawn.id);
  }
  for (const Message& message : old.catalog().messages) {
    const bool is_there =
        fresh.catalog().find(message.id) != nullptr || fresh.catalog().is_withdrawn(message.id);
    if (!is_there) lines += line("gone", message.id);
  }
  return lines;
}

std::string withdrawn_lines(const Parts& fresh) {
  std::string lines;
  for (const Withdrawn& withdrawn : fresh.catalog().withdrawn)
    lines += line_of("withdrawn", withdrawn.id, {}, {});
  return lines;
}

}  // namespace

Result<std::string> notice_changes(std::string_view bytes, std::string_view old_bytes) {
  const auto fresh = TRY(read_parts(bytes, ReadMode::strict));
  if (old_bytes.empty()) return present_notices(fresh, nullptr) + withdrawn_lines(fresh);
  const auto old = TRY(read_parts(old_bytes, ReadMode::lenient));
  std::string lines = present_notices(fresh, &old) + absent_notices(fresh, old);
  if (fresh.head() != old.head()) lines += "  changed     how systems and products are detected\n";
  return lines;
}

}  // namespace tocsin
