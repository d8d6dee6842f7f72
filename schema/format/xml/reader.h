// One pass over an XML document: each tag and text is checked when it is returned, and nothing is copied.
// Accepts well-formed XML 1.0 with namespaces, within our limits, except DOCTYPE, processing instructions and
// encodings other than UTF-8. Private to the parsers.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/result.h"
#include "schema/format/limits.h"
#include "schema/format/xml/text.h"

namespace tocsin::xml {

/// What a document must be: its size, its root and the namespace of its elements.
struct Frame {
  std::string_view operation;  // "catalog.parse"
  std::size_t max_bytes = 0;
  std::string_view namespace_uri;  // of the vocabulary; empty: none
  std::string_view root;           // its local name
};

/// `is_literal`: the value is as written: no reference, no white space to collapse.
struct Attribute {
  std::string_view name, written;
  bool is_literal = false;
};

/// Text between two tags or comments, or one CDATA section. `is_literal`: the text is as written,
/// without a reference or a CR.
struct Text {
  std::string_view written;
  std::size_t decoded_size = 0;
  bool is_literal = false;
  bool is_cdata = false;
};

/// What was read: a start tag, an end tag, text; or a fault.
enum class Next : unsigned char { element, end, text, fault };

/// Reads start tags, end tags and texts in document order. Elements of the frame's namespace have local
/// names; others have names that no vocabulary holds (they begin with "?" or hold a colon). Namespace
/// declarations and xsi:schemaLocation hints are skipped.
class Reader {
 public:
  /// `text` and what `frame` views must outlive the reader.
  Reader(const std::string& text, const Frame& frame)
      : text_(text),
        frame_(frame),
        end_(text.data() + text.size()),
        at_(text.data()),
        default_is_ours_(frame.namespace_uri.empty()) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// Checks all bytes, then reads up to the start tag of the root. False: finish() has the error.
  [[nodiscard]] bool open();
  /// The next piece where elements are expected. White space between them and comments are skipped.
  [[nodiscard]] Next next_child();
  /// The next piece where text is expected, white space included. Comments are skipped.
  [[nodiscard]] Next next_piece();
  /// Skips everything until no more than `depth` elements are open. False at a fault.
  [[nodiscard]] bool leave_to(std::size_t depth);
  /// Reads the rest and checks the document: first whether it is well-formed, then its namespaces, then its
  /// root. Errors: too_large, malformed; with rule and line.
  [[nodiscard]] Result<void> finish();
  /// Reads a start tag again, for its attributes. Nothing can be read after that.
  void reread(const char* tag);

  /// Elements that are open.
  [[nodiscard]] std::size_t depth() const { return depth_; }
  /// Of the element whose start tag was read last: the place of the tag, the name, the attributes. Name and
  /// attributes are valid until the next tag.
  [[nodiscard]] const char* tag() const { return tag_; }
  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] bool has_attributes() const { return count_ != 0; }
  [[nodiscard]] std::span<const Attribute> attributes() const { return std::span(attributes_).first(count_); }
  /// Fills `values[i]` with the collapsed value of attribute `names[i]`; if it is absent, data() is null.
  /// Values that are not literal go to `strings`. False if there is an attribute that is not in `names`.
  [[nodiscard]] bool read_attributes(std::span<const std::string_view> names,
                                     std::span<std::string_view> values,
                                     std::deque<std::string>& strings) const;
  /// The text that was read last: as written, and decoded.
  [[nodiscard]] const Text& text() const { return piece_; }
  [[nodiscard]] std::string decoded() const;
  /// Whether a part of the document has nothing to collapse: no blanks at its ends or in a row, no other
  /// white space.
  [[nodiscard]] bool is_collapsed(std::string_view part) const;

  /// Where the next piece begins.
  [[nodiscard]] const char* at() const { return at_; }
  /// Whether text_fault may refuse something between two places.
  [[nodiscard]] bool has_rare(const char* begin, const char* end) const {
    return rare_.any_in(offset_of(begin), offset_of(end));
  }
  [[nodiscard]] bool is_faulty() const { return fault_.has_value(); }
  [[nodiscard]] int line_of(const char* place) { return lines_.line_at(offset_of(place)); }

 private:
  /// A prefix, or "" for the default namespace, from an element at `depth` on.
  struct Binding {
    std::size_t depth;
    std::string prefix, uri;
  };

  bool prolog();
  bool declaration();
  bool pseudo_attribute(std::string_view name, std::string_view& value);
  bool misc();
  bool comment();
  Next markup();
  bool read_start_tag();
  bool attribute(bool& has_names);
  bool value(Attribute& into);
  Next end_tag();
  Next cdata();
  Next text_from(const char* begin);

  void settle_names();
  void unbind();
  bool declare();
  bool settle_attributes();
  bool settle_element();
  [[nodiscard]] std::optional<std::string_view> uri_of(std::string_view prefix) const;

  bool fail(std::string_view rule, bool is_limit = false) {
    fault_ = Fault{rule, offset_of(at_), is_limit};
    return false;
  }
  Next stop(std::string_view rule) { return fail(rule), Next::fault; }
  [[nodiscard]] std::size_t offset_of(const char* place) const {
    return static_cast<std::size_t>(place - text_.data());
  }
  [[nodiscard]] bool stands_here(std::string_view what) const {
    return std::strncmp(at_, what.data(), what.size()) == 0;
  }
  bool skip_past(std::string_view what);
  /// Returns the previous position.
  const char* skip_blanks() {
    const char* const from = at_;
    if (is_blank(*at_) && is_blank(*++at_)) skip_more_blanks();
    return from;
  }
  void skip_more_blanks();

  const std::string& text_;
  const Frame frame_;
  const char* const end_;  // the string's own NUL stops every loop there: byte_fault allows no other
  const char* at_;
  std::optional<Fault> fault_;
  RareCharacters rare_;
  LineCounter lines_{text_};

  std::array<std::string_view, limits::kDepth> open_;
  std::size_t depth_ = 0;
  bool is_empty_ = false;  // the start tag read last is an end tag, too
  const char* tag_ = nullptr;
  std::string_view name_;
  std::array<Attribute, limits::kAttributes> attributes_;
  std::size_t count_ = 0;
  Text piece_;

  const char* root_ = nullptr;
  bool is_root_ = false;  // the root is the frame's
  std::vector<Binding> bindings_;
  bool default_is_ours_;  // names without a prefix are the frame's
  bool bad_names_ = false;
  std::string foreign_name_;
};

[[nodiscard]] inline bool is_present(std::string_view value) {
  return value.data() != nullptr;
}

}  // namespace tocsin::xml
