// The catalog: bytes to model, and queries of the model.
#include "schema/format/catalog/catalog.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "schema/core/locale/locale.h"
#include "schema/core/set_layout.h"
#include "schema/core/text/text.h"
#include "schema/format/catalog/id_index.h"
#include "schema/format/catalog/reading.h"
#include "schema/format/limits.h"

namespace tocsin {

struct Catalog::Store {
  std::string bytes;                // the document
  std::deque<std::string> strings;  // decoded texts
  IdIndex messages, withdrawn;
  bool has_withdrawn_twice = false;  // maybe with other case: the index has the first one only
};

Catalog::Catalog() : store_(std::make_unique<Store>()) {}
Catalog::Catalog(Catalog&&) noexcept = default;
Catalog& Catalog::operator=(Catalog&&) noexcept = default;
Catalog::~Catalog() = default;

namespace {

constexpr xml::Frame kCatalogFrame{"catalog.parse", kMostCatalogBytes, "urn:tocsin:catalog:1", "catalog"};

}  // namespace

/// Reads one document into one catalog, which holds the document's bytes already.
class CatalogReader {
 public:
  CatalogReader(ReadMode mode, Catalog& catalog)
      : catalog_(catalog),
        store_(*catalog.store_),
        in_(store_.bytes, kCatalogFrame),
        reading_{.in = in_,
                 .strings = store_.strings,
                 .strict = mode == ReadMode::strict,
                 .all_lines = mode != ReadMode::client,
                 .conditions = {},
                 .rule = {}} {}

  static Result<Catalog> parse(std::string bytes, ReadMode mode);

 private:
  Result<void> read();
  bool read_root();
  bool read_default_locale();
  bool read_child();
  bool read_message_child();
  bool read_withdrawn_child();
  // A fault outside of messages is an error in strict reading and ignored by a client.
  bool tolerate(bool good) const { return good || (!reading_.strict && !in_.is_faulty()); }
  [[nodiscard]] Failure failure();

  Catalog& catalog_;
  Catalog::Store& store_;
  xml::Reader in_;
  Reading reading_;
  bool is_first_ = true;
};

Result<Catalog> CatalogReader::parse(std::string bytes, ReadMode mode) {
  Catalog catalog;
  catalog.store_->bytes = std::move(bytes);
  TRY(CatalogReader(mode, catalog).read());
  return catalog;
}

// A document that is not well-formed is reported before any fault of grammar.
Result<void> CatalogReader::read() {
  const bool good = in_.open() && read_root();
  TRY(in_.finish());
  return good ? Result<void>{} : failure();
}

// Names the element that was refused, if it has an id.
Failure CatalogReader::failure() {
  constexpr std::array<std::string_view, 1> kNames{"id"};
  std::array<std::string_view, 1> values;
  in_.reread(reading_.where);
  static_cast<void>(reading_.read_attributes(kNames, values));
  return fail(Error{.code = reading_.is_limit ? Code::too_large : Code::malformed,
                    .operation = std::string(kCatalogFrame.operation),
                    .detail = std::string(is_identifier(values[0]) ? values[0] : std::string_view()),
                    .rule = std::string(reading_.rule),
                    .line = in_.line_of(reading_.where)});
}

bool CatalogReader::read_root() {
  constexpr std::size_t kSmallMessage = 1024;  // bytes; unused room costs no page
  const char* const root = in_.tag();
  if (!read_default_locale()) return false;
  catalog_.messages.reserve(std::min(store_.bytes.size() / kSmallMessage + 1, limits::kMessages));
  while (true) {
    switch (in_.next_child()) {
      case xml::Next::element:
        if (!read_child() || !in_.leave_to(1)) return false;
        break;
      case xml::Next::text:
        if (!tolerate(reading_.refuse(root, "stray-text"))) return false;
        break;
      case xml::Next::end:
        return true;
      case xml::Next::fault:
        return false;
    }
  }
}

bool CatalogReader::read_default_locale() {
  constexpr std::array<std::string_view, 1> kNames{"default-locale"};
  std::array<std::string_view, 1> values;
  if (!tolerate(read_known_attributes(reading_, kNames, values))) return false;
  if (is_language_tag(values[0])) {
    catalog_.default_locale = values[0];
    return true;
  }
  return tolerate(reading_.refuse(in_.tag(), is_present(values[0]) ? "language-tag" : "missing-attribute"));
}

bool CatalogReader::read_child() {
  const std::string_view name = in_.name();
  const bool first = std::exchange(is_first_, false);
  if (name == "message") return read_message_child();
  if (name == "withdrawn") return tolerate(read_withdrawn_child());
  if (name != "detect") return tolerate(reading_.refuse(in_.tag(), "unknown-element"));
  if (!first && !tolerate(reading_.refuse(in_.tag(), "order"))) return false;
  return read_detect(reading_, catalog_.detect);
}

// A message that a client drops keeps its place: its id is taken, its line is reported.
bool CatalogReader::read_message_child() {
  const char* const tag = in_.tag();
  if (catalog_.messages.size() == limits::kMessages) return reading_.refuse_limit(tag, "messages");
  const auto key = static_cast<IdIndex::Key>(catalog_.messages.size());
  Message& message = catalog_.messages.emplace_back();
  if (!read_message(reading_, message)) {
    if (reading_.strict || in_.is_faulty()) return false;
    Message dropped;
    dropped.fault = reading_.is_limit ? Message::Fault::over_limit : Message::Fault::malformed;
    dropped.fault_rule = reading_.rule;
    dropped.id = message.id;
    dropped.line = message.line != 0 ? message.line : in_.line_of(tag);
    message = std::move(dropped);
  }
  return message.id.empty() || store_.messages.add(message.id, key) || reading_.refuse(tag, "duplicate-id");
}

// A client withdraws whenever it can read the id: silence is the safe side.
bool CatalogReader::read_withdrawn_child() {
  const char* const tag = in_.tag();
  constexpr std::array<std::string_view, 2> kNames{"id", "notify"};
  std::array<std::string_view, 2> values;
  const bool known = read_known_attributes(reading_, kNames, values) && expect_empty(reading_);
  const auto [id, notify] = values;
  if (!is_present(id)) return reading_.refuse(tag, "missing-attribute");
  if (!is_identifier(id)) return reading_.refuse(tag, "identifier");
  const auto key = static_cast<IdIndex::Key>(catalog_.withdrawn.size());
  catalog_.withdrawn.push_back({id, known && notify == "yes", reading_.line_for_authors(tag)});
  if (!store_.withdrawn.add(id, key)) {
    store_.has_withdrawn_twice = true;
    return reading_.refuse(tag, "duplicate-id");
  }
  if (!known) return false;
  return !is_present(notify) || notify == "yes" || notify == "no" || reading_.refuse(tag, "notify");
}

Result<Catalog> parse_catalog(VerifiedBytes in, ReadMode mode) {
  return CatalogReader::parse(std::move(in).take(), mode);
}

const Message* Catalog::find(std::string_view id) const {
  const auto key = store_->messages.find(id);
  return key == IdIndex::kNone ? nullptr : &messages[key];
}

bool Catalog::is_withdrawn(std::string_view id) const {
  if (store_->withdrawn.find(id) != IdIndex::kNone) return true;
  return store_->has_withdrawn_twice &&
         std::any_of(withdrawn.begin(), withdrawn.end(), [id](const Withdrawn& one) { return one.id == id; });
}

std::vector<Block> Catalog::body(const Text& text) const {
  return build_body(text.body);
}

const Text& Catalog::text_for(const Message& message, std::span<const std::string> locales) const {
  static const Text no_text;  // a dropped message has none
  if (message.texts.empty()) return no_text;
  std::vector<std::string_view> have;
  have.reserve(message.texts.size());
  for (const Text& text : message.texts) have.push_back(text.locale);
  auto found = lookup_language(have, locales);
  if (!found) found = lookup_language(have, std::array{std::string(default_locale)});
  return message.texts[found.value_or(0)];
}

std::string_view op_name(Condition::Op op) {
  constexpr std::array<std::string_view, 9> kNames{"all",       "any", "none",   "not",    "console",
                                                   "component", "os",  "locale", "unknown"};
  return kNames[static_cast<std::size_t>(op)];
}

namespace {

const Detected* find_in(const std::vector<Detected>& all, std::string_view id) {
  const auto found = std::find_if(all.begin(), all.end(), [id](const Detected& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

const Detected* Detect::console(std::string_view type) const {
  return find_in(consoles, type);
}

const Detected* Detect::component(std::string_view id) const {
  return find_in(components, id);
}

}  // namespace tocsin
