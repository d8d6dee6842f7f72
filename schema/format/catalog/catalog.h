// The message catalog: its model, and bytes -> model. Layer: format. Sees verified bytes only; never a file
// or a clock.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/instant.h"
#include "schema/core/result.h"
#include "schema/core/truth.h"
#include "schema/core/verified_bytes.h"
#include "schema/format/catalog/condition.h"
#include "schema/format/catalog/detect.h"

namespace tocsin {

enum class Category : std::uint8_t { lifecycle, security, maintenance, licence, outage };
[[nodiscard]] std::string_view category_name(Category category);

enum class Scope : std::uint8_t { user, machine };
enum class Until : std::uint8_t { acknowledged, resolved };

/// A piece of a paragraph. `text` is decoded; {found:ID} stands as its own piece with `text` = ID.
struct Inline {
  enum class Kind : std::uint8_t { text, bold, line_break, found, bold_found };
  Kind kind = Kind::text;
  std::string text;
};
struct Block {
  enum class Kind : std::uint8_t { paragraph, item };
  Kind kind = Kind::paragraph;
  std::vector<Inline> inlines;
};

/// One language of a message.
struct Text {
  std::string_view locale;                // as written; a well-formed tag
  std::string_view title;                 // collapsed
  std::string_view body;                  // the element as written, checked; for Catalog::body()
  std::string_view link_url, link_label;  // empty when the text has no link
  int line = 0;
};

/// Views live as long as the catalog. A message with a fault keeps its id (if it has one) and line, nothing
/// else counts. Small members stand together: what a catalog costs is mostly its memory.
struct Message {
  enum class Fault : std::uint8_t { none, malformed, over_limit };
  Fault fault = Fault::none;
  Category category = Category::lifecycle;
  Severity severity = Severity::info;
  bool audience_all = false;
  bool show_when_unknown = false;
  Scope scope = Scope::user;
  Until until = Until::acknowledged;
  int line = 0;
  std::string fault_rule;  // one word, the same that strict reading reports: "unknown-category"
  std::string_view id;
  std::uint32_t revision = 1;
  std::uint32_t renotify_from = 1;
  std::optional<Instant> not_before;
  Instant expires;
  std::optional<Instant> act_by;
  std::string_view reference;
  std::optional<Condition> when;  // Op::all
  std::vector<std::string_view> supersedes;
  std::vector<Text> texts;
};

struct Withdrawn {
  std::string_view id;
  bool notify = false;
};

/// Movable, not copyable; owns what every view points into: the bytes as they came, and copies of what they
/// do not hold as it is meant.
class Catalog {
 public:
  Catalog();
  Catalog(Catalog&&) noexcept;
  Catalog& operator=(Catalog&&) noexcept;
  ~Catalog();

  std::string_view default_locale;
  Detect detect;
  std::vector<Message> messages;  // document order
  std::vector<Withdrawn> withdrawn;

  [[nodiscard]] const Message* find(std::string_view id) const;
  [[nodiscard]] bool is_withdrawn(std::string_view id) const;
  /// The body of a text, paragraph by paragraph; it is parsed for that.
  [[nodiscard]] std::vector<Block> body(const Text& text) const;
  /// The catalog's index of the text for a reader: lookup over `locales`, then default-locale, then the
  /// first.
  [[nodiscard]] const Text& text_for(const Message& message, std::span<const std::string> locales) const;

 private:
  friend class CatalogReader;
  struct Store;
  std::unique_ptr<Store> store_;
};

/// strict: refused if and only if the grammar refuses (kit, tests). client: unknown elements under `catalog`
/// and `message` are skipped, unknown conditions and attributes of conditions are unknown, any other fault
/// drops that message; lines of sound messages and what is in them, which only authors ask for, are 0.
/// lenient: as client, with every line.
enum class ReadMode : std::uint8_t { strict, client, lenient };

/// Parses one catalog; checks everything about every text, builds bodies only on demand.
///
/// Shape:  a whole document, UTF-8, at most limits::kCatalogBytes; messages keep document order.
/// Errors: malformed or too_large, with line and rule. In client mode only for bytes (UTF-8, NUL, DOCTYPE,
/// PI),
///         well-formedness, whole-catalog limits, the root element, a duplicate id.
/// Source: schema/README.md, "Catalog"; schema/catalog.xsd.
[[nodiscard]] Result<Catalog> parse_catalog(VerifiedBytes in, ReadMode mode);

}  // namespace tocsin
