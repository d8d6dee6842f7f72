// Bytes -> pugixml trees, in the one order that is safe: size, UTF-8, characters, own scan, and only then the
// library. Layer: format. Private to the parsers; knows no vocabulary.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "schema/core/result.h"
#include "schema/format/xml_bytes.h"
#include "schema/format/xml_namespaces.h"
#include "schema/format/xml_scan.h"

namespace tocsin::xml {

/// What a document must be before its vocabulary is read.
struct Frame {
  std::string_view operation;  // "catalog.parse"
  std::size_t max_bytes = 0;
  std::string_view namespace_uri;  // of the root; empty: none
  std::string_view root;           // its local name
};

/// One element, in a tree and a buffer of its own.
struct Reread {
  std::string bytes;
  pugi::xml_document tree;
  pugi::xml_node element;
};

/// One document, given out piece by piece, so that its whole tree is never in memory, nor a second copy of
/// its bytes: fresh pages are what costs most. A tree's strings go with it; readers may change them in place,
/// and keep what as_written() gives them instead.
class Document {
 public:
  Document() = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  /// Afterwards elements of the frame's namespace have local names, others names that no vocabulary holds
  /// (they begin with "?" or hold a colon), and declarations and xsi:schemaLocation hints are gone. Errors:
  /// too_large, malformed; with rule and line.
  [[nodiscard]] Result<void> open(std::string bytes, const Frame& frame);

  /// The root with its attributes, without what is in it.
  [[nodiscard]] pugi::xml_node root() const { return root_.tree.first_child(); }
  /// What the root holds: elements, CDATA, text that is not plain white space; not comments.
  [[nodiscard]] std::size_t piece_count() const { return shape_.pieces.size(); }
  /// The tree of one piece; ends that of the one before. Each is asked for once, in ascending order.
  [[nodiscard]] pugi::xml_node piece(std::size_t index);

  /// The same bytes in the document itself, good for as long as it is; null where they do not stand there as
  /// they are in the tree: references decoded, white space collapsed.
  [[nodiscard]] const char* as_written(std::string_view in_tree) const {
    const std::size_t at = offset_of(in_tree.data());
    const bool is_there = in_tree.size() < source_.size() - at &&
                          std::memcmp(source_.data() + at, in_tree.data(), in_tree.size()) == 0;
    return is_there ? source_.data() + at : nullptr;
  }

  /// Whether text_fault would find nothing in any text of that piece: known without looking again.
  [[nodiscard]] bool is_harmless(std::size_t index) const;

  [[nodiscard]] int line_of(pugi::xml_node node) const;
  /// A handle to an element within a piece, for reread(); good for as long as the document.
  [[nodiscard]] const void* place_of(pugi::xml_node element) const;
  /// That element as open() promises it, from bytes that no reader has changed.
  [[nodiscard]] std::unique_ptr<Reread> reread(const void* place) const;

 private:
  /// A part of the document as a tree in a buffer of its own.
  struct Part {
    pugi::xml_document tree;
    std::unique_ptr<char[]> bytes;
    std::size_t capacity = 0;
    Extent extent;
  };

  Result<void> check_bytes(const Frame& frame);
  char* copy(Extent extent, Part& part);
  bool open_root();
  bool settle_pieces();
  [[nodiscard]] bool is_element(std::size_t index) const;
  [[nodiscard]] pugi::xml_node load_batch(std::size_t index);
  [[nodiscard]] pugi::xml_node wrapped_text(Extent piece);
  [[nodiscard]] unsigned flags() const;
  /// By its place in a part's buffer: names and values are never moved out of it. The document's size where
  /// it is in none: a name that namespaces have made.
  [[nodiscard]] std::size_t offset_of(const char* in_tree) const {
    for (const Part* const part : {&batch_, &root_}) {
      const auto at =
          reinterpret_cast<std::uintptr_t>(in_tree) - reinterpret_cast<std::uintptr_t>(part->bytes.get());
      if (at < part->extent.end - part->extent.begin) return part->extent.begin + at;
    }
    return source_.size();
  }
  [[nodiscard]] std::size_t offset_of(pugi::xml_node node) const;

  std::string source_;  // as it came
  LineCounter lines_;
  Shape shape_;
  Namespaces namespaces_;
  Part root_, batch_;
  pugi::xml_node next_;  // the piece given out last
  std::size_t batch_end_ = 0;
  pugi::xml_document text_;  // of wrapped_
  std::string wrapped_;
};

}  // namespace tocsin::xml
