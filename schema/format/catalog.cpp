// Catalog: bytes -> model, and what is asked of the model later.
// Layer: format.
#include "schema/format/catalog.h"

#include <algorithm>

#include "schema/core/locale.h"
#include "schema/core/text.h"
#include "schema/format/id_index.h"
#include "schema/format/limits.h"
#include "schema/format/reading.h"

namespace tocsin {

struct Catalog::Store {
  xml::Document document;
  std::deque<std::string> strings;
  IdIndex messages, withdrawn;
  bool has_withdrawn_twice = false;  // differing in case perhaps: the index knows the first only
};

Catalog::Catalog() : store_(std::make_unique<Store>()) {}
Catalog::Catalog(Catalog&&) noexcept = default;
Catalog& Catalog::operator=(Catalog&&) noexcept = default;
Catalog::~Catalog() = default;

namespace {

constexpr xml::Frame kCatalogFrame{"catalog.parse", limits::kCatalogBytes, "urn:tocsin:catalog:1", "catalog"};

}  // namespace

/// Reads one document into one catalog.
class CatalogReader {
 public:
  CatalogReader(ReadMode mode, Catalog& catalog)
      : catalog_(catalog),
        store_(*catalog.store_),
        reading_{.document = store_.document,
                 .strings = store_.strings,
                 .strict = mode == ReadMode::strict,
                 .all_lines = mode != ReadMode::client,
                 .is_harmless = false,
                 .scratch = {},
                 .rule = {},
                 .is_limit = false,
                 .where = {}} {}

  Result<void> read(std::string bytes);

 private:
  bool read_root();
  bool read_piece(pugi::xml_node piece);
  bool read_default_locale(pugi::xml_node root);
  bool read_child(pugi::xml_node child);
  bool read_message_child(pugi::xml_node child);
  bool read_withdrawn_child(pugi::xml_node child);
  // A fault beside the messages: fatal to an author, passed over by a client.
  bool tolerate(bool good) const { return good || !reading_.strict; }
  [[nodiscard]] Failure failure() const;

  Catalog& catalog_;
  Catalog::Store& store_;
  Reading reading_;
  bool is_first_ = true;
};

Result<void> CatalogReader::read(std::string bytes) {
  if (auto opened = store_.document.open(std::move(bytes), kCatalogFrame); !opened) return opened;
  return read_root() ? Result<void>{} : failure();
}

Failure CatalogReader::failure() const {
  const std::string_view id = reading_.where.attribute("id").value();
  return Failure(Error{reading_.is_limit ? Code::too_large : Code::malformed,
                       std::string(kCatalogFrame.operation),
                       is_identifier(id) ? std::string(id) : std::string(), std::string(reading_.rule),
                       reading_.line_of(reading_.where), 0});
}

bool CatalogReader::read_root() {
  const pugi::xml_node root = store_.document.root();
  if (!read_default_locale(root)) return false;
  const std::size_t pieces = store_.document.piece_count();
  catalog_.messages.reserve(std::min(pieces, limits::kMessages));
  store_.messages.reserve(std::min(pieces, limits::kMessages));
  for (std::size_t i = 0; i < pieces; ++i) {
    const pugi::xml_node piece = store_.document.piece(i);
    if (!piece) return reading_.refuse(root, "well-formed");  // the scan has seen to it
    reading_.is_harmless = store_.document.is_harmless(i);
    if (!read_piece(piece)) return false;
  }
  return true;
}

bool CatalogReader::read_piece(pugi::xml_node piece) {
  const xml::Piece kind = xml::piece_of(piece);
  if (kind == xml::Piece::element) return read_child(piece);
  return kind == xml::Piece::blank || tolerate(reading_.refuse(store_.document.root(), "stray-text"));
}

bool CatalogReader::read_default_locale(pugi::xml_node root) {
  constexpr std::array<std::string_view, 1> kNames{"default-locale"};
  std::array<std::string_view, 1> values;
  if (!tolerate(read_known_attributes(reading_, root, kNames, values))) return false;
  if (is_language_tag(values[0])) {
    catalog_.default_locale = values[0];
    return true;
  }
  return tolerate(reading_.refuse(root, xml::is_present(values[0]) ? "language-tag" : "missing-attribute"));
}

bool CatalogReader::read_child(pugi::xml_node child) {
  const std::string_view name = child.name();
  const bool first = std::exchange(is_first_, false);
  if (name == "message") return read_message_child(child);
  if (name == "withdrawn") return tolerate(read_withdrawn_child(child));
  if (name != "detect") return tolerate(reading_.refuse(child, "unknown-element"));
  if (!first && !tolerate(reading_.refuse(child, "order"))) return false;
  return read_detect(reading_, child, catalog_.detect);
}

// What a client drops keeps its place: its id is taken, its line is reported.
bool CatalogReader::read_message_child(pugi::xml_node child) {
  if (catalog_.messages.size() == limits::kMessages) return reading_.refuse_limit(child, "messages");
  const auto key = static_cast<IdIndex::Key>(catalog_.messages.size());
  Message& message = catalog_.messages.emplace_back();
  if (!read_message(reading_, child, message)) {
    if (reading_.strict) return false;
    Message dropped;
    dropped.fault = reading_.is_limit ? Message::Fault::over_limit : Message::Fault::malformed;
    dropped.fault_rule = reading_.rule;
    dropped.id = message.id;
    dropped.line = reading_.line_of(child);
    message = std::move(dropped);
  }
  return message.id.empty() || store_.messages.add(message.id, key) || reading_.refuse(child, "duplicate-id");
}

// A client that understands the id withdraws: silence is the safe side.
bool CatalogReader::read_withdrawn_child(pugi::xml_node child) {
  constexpr std::array<std::string_view, 2> kNames{"id", "notify"};
  std::array<std::string_view, 2> values;
  const bool known = read_known_attributes(reading_, child, kNames, values) && expect_empty(reading_, child);
  const auto [id, notify] = values;
  if (!xml::is_present(id)) return reading_.refuse(child, "missing-attribute");
  if (!is_identifier(id)) return reading_.refuse(child, "identifier");
  const auto key = static_cast<IdIndex::Key>(catalog_.withdrawn.size());
  catalog_.withdrawn.push_back({id, known && notify == "yes"});
  if (!store_.withdrawn.add(id, key)) {
    store_.has_withdrawn_twice = true;
    return reading_.refuse(child, "duplicate-id");
  }
  if (!known) return false;
  return !xml::is_present(notify) || notify == "yes" || notify == "no" || reading_.refuse(child, "notify");
}

Result<Catalog> parse_catalog(VerifiedBytes in, ReadMode mode) {
  Catalog catalog;
  auto read = CatalogReader(mode, catalog).read(std::move(in).take());
  if (!read) return Failure(std::move(read.error()));
  return catalog;
}

const Message* Catalog::find(std::string_view id) const {
  const auto key = store_->messages.find(id);
  return key == IdIndex::none ? nullptr : &messages[key];
}

bool Catalog::is_withdrawn(std::string_view id) const {
  if (store_->withdrawn.find(id) != IdIndex::none) return true;
  return store_->has_withdrawn_twice &&
         std::any_of(withdrawn.begin(), withdrawn.end(), [id](const Withdrawn& one) { return one.id == id; });
}

std::vector<Block> Catalog::body(const Text& text) const {
  return text.node == nullptr ? std::vector<Block>()
                              : build_body(store_->document.reread(text.node)->element);
}

const Text& Catalog::text_for(const Message& message, std::span<const std::string> locales) const {
  static const Text kNoText;  // a dropped message has none
  if (message.texts.empty()) return kNoText;
  std::vector<std::string_view> have;
  have.reserve(message.texts.size());
  for (const Text& text : message.texts) have.push_back(text.locale);
  auto found = lookup_language(have, locales);
  if (!found) found = lookup_language(have, std::array{std::string(default_locale)});
  return message.texts[found.value_or(0)];
}

}  // namespace tocsin
