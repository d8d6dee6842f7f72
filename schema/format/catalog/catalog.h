// The message catalog: its model (detection, conditions, texts, messages), and its reader, which takes
// verified bytes only.
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
#include "schema/core/version/range.h"
#include "schema/core/version/version.h"

namespace tocsin {

/// One place where a version is detected. Views live as long as the catalog.
struct Source {
  enum class Kind : std::uint8_t { registry, uninstall, file, service, package, keyfile, config, unknown };
  Kind kind = Kind::unknown;
  std::string_view name;   // uninstall, service, package: name; registry: key; file, keyfile, config: path
  std::string_view value;  // registry: value; keyfile: key; config: where in the file (see schema/README.md)
  Scheme scheme = Scheme::dotted;  // package: deb unless said otherwise, upstream for packages only
  int line = 0;
};

/// A console type or a component with its sources, in order.
struct Detected {
  std::string_view id;
  std::vector<Source> sources;
  int line = 0;
};

struct Detect {
  bool has_host = false;
  std::vector<Source> host;
  std::vector<Detected> consoles;
  std::vector<Detected> components;

  [[nodiscard]] const Detected* console(std::string_view type) const;
  [[nodiscard]] const Detected* component(std::string_view id) const;
};

/// A condition and the conditions within it. Views live as long as the catalog. Fields that the operator does
/// not use are empty.
struct Condition {
  enum class Op : std::uint8_t { all, any, none, not_, console, component, os, locale, unknown };
  Op op = Op::all;
  bool has_unknown_attribute = false;  // then the whole condition is unknown
  int line = 0;
  std::string_view name;  // console: type; component: id; os: family; unknown: the element's name
  std::string_view os_id, os_like, os_arch;     // os
  std::string_view range_text;                  // console, component, os: `version` as written
  VersionRange range;                           // the same, parsed; no interval when the attribute is absent
  std::string_view values;                      // component: `value` as written, words with a blank between
  std::vector<std::string_view> locale_ranges;  // locale: any of them
  std::vector<Condition> children;
};

[[nodiscard]] std::string_view op_name(Condition::Op op);

enum class Category : std::uint8_t { lifecycle, security, maintenance, licence, outage };
[[nodiscard]] std::string_view category_name(Category category);

enum class Scope : std::uint8_t { user, machine };
enum class Until : std::uint8_t { acknowledged, resolved };

/// A piece of a paragraph. `text` is decoded; {found:ID} is a piece of its own with `text` = ID.
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

/// Views live as long as the catalog. Of a message with a fault only its id (if it has one) and line are
/// valid. Small members stand together: most of the cost of a catalog is its memory.
struct Message {
  enum class Fault : std::uint8_t { none, malformed, over_limit };
  Fault fault = Fault::none;
  Category category = Category::lifecycle;
  Severity severity = Severity::info;
  bool audience_all = false;
  bool show_when_unknown = false;
  bool act_by_is_day = false;  // a day, wherever the reader is; `act_by` is where it begins in UTC
  Scope scope = Scope::user;
  Until until = Until::acknowledged;
  int line = 0;
  std::string fault_rule;  // one word, as in strict reading: "unknown-category"
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

/// act-by as the catalog writes it, "2027-01-31" or "2027-01-31T12:00:00Z"; empty if there is none.
[[nodiscard]] std::string act_by_text(const Message& message);

/// From this instant on it is too late: the end of the day where the wall clock has that offset, or the
/// instant itself. nullopt: without act-by.
[[nodiscard]] std::optional<Instant> act_by_end(const Message& message, Duration utc_offset);

struct Withdrawn {
  std::string_view id;
  bool notify = false;
  int line = 0;
};

/// Movable, not copyable. Owns what the views point into: the bytes of the document, and decoded copies of
/// texts that the document holds in another form.
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
  /// The body of a text, paragraph by paragraph. It is parsed at each call.
  [[nodiscard]] std::vector<Block> body(const Text& text) const;
  /// The text of a message for a reader: lookup over `locales`, then default-locale, then the first text.
  [[nodiscard]] const Text& text_for(const Message& message, std::span<const std::string> locales) const;

 private:
  friend class CatalogReader;
  struct Store;
  std::unique_ptr<Store> store_;
};

/// strict:  refuses what the grammar refuses (kit, tests).
/// client:  skips unknown elements under `catalog` and `message`; unknown conditions and attributes of
///          conditions are unknown; any other fault drops that message. Lines of sound messages and of what
///          is in them are 0, since only authors need them.
/// lenient: as client, with every line.
enum class ReadMode : std::uint8_t { strict, client, lenient };

/// Parses one catalog; checks everything about every text, builds bodies only on demand.
///
/// Shape:  a whole document, UTF-8, at most kMostCatalogBytes; messages keep document order.
/// Errors: malformed or too_large, with line and rule. In client mode only for bytes (UTF-8, NUL, DOCTYPE,
/// PI),
///         well-formedness, whole-catalog limits, the root element, a duplicate id.
/// Source: schema/README.md, "Catalog"; schema/catalog.xsd.
[[nodiscard]] Result<Catalog> parse_catalog(VerifiedBytes in, ReadMode mode);

}  // namespace tocsin
