// One pass over a catalog that is well-formed XML: every breach of the grammar as a finding, and the repairs
// that make a copy of the document sound, so that no fault hides another. The strict reader stops at the
// first breach; a test over generated catalogs holds the two together.
#pragma once

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "packaging/kit/lint/rules.h"
#include "schema/format/xml/reader.h"

namespace tocsin::grammar {

/// Parts of a message with a fault. What is missing there could change the answers of rules that need it.
enum Part : unsigned { kDates = 1, kKinds = 2, kWhen = 4, kTexts = 8, kRevision = 16 };

/// A message of the document, in its place among the messages.
struct CheckedMessage {
  std::string id;        // as it is written, if it is an id
  std::string sound_id;  // in the repaired copy
  unsigned faulty = 0;   // Part
};

/// Bytes from `begin` up to `end` become `text` and the line feeds that were there.
struct Repair {
  std::size_t begin = 0, end = 0;
  std::string text;
};

/// The state of the pass, and what every check does alike. A function that checks an element is called after
/// the start tag was read, and returns after the end tag was read.
class Pass {
 public:
  explicit Pass(const std::string& document);

  xml::Reader& in() { return in_; }
  CheckedMessage& message() { return messages_.back(); }
  std::vector<CheckedMessage>& messages() { return messages_; }
  std::vector<LintFinding>& findings() { return findings_; }
  bool is_in_message = false;

  /// A finding at the line of a tag, of the message that is being read.
  void add(RuleRow rule, const char* tag, std::string sentence);
  /// Marks parts of the message as faulty.
  void spoil(unsigned parts) {
    if (is_in_message) message().faulty |= parts;
  }
  /// A repair of the document. One within another is left out.
  void repair(const char* begin, const char* end, std::string text = " ") {
    repairs_.push_back({offset_of(begin), offset_of(end), std::move(text)});
  }
  /// "<p>x</p>", with the prefix of the root.
  [[nodiscard]] std::string element(std::string_view name, std::string_view attributes = {},
                                    std::string_view inside = {}) const;
  [[nodiscard]] std::string repaired() const;

  /// The name in a start tag, as written.
  [[nodiscard]] std::string_view written_name(const char* tag) const;
  /// Reads up to the end of the element that is open.
  void skip() { static_cast<void>(in_.leave_to(in_.depth() - 1)); }
  /// Calls `check(name)` for every child. Text between them is a finding, and is blanked.
  template <typename Check>
  void each_child(Check check) {
    const char* const parent = in_.tag();
    const std::string name(written_name(parent));
    while (true) {
      const xml::Next next = in_.next_child();
      if (next == xml::Next::element) check(in_.name());
      if (next == xml::Next::text) stray_text(parent, name);
      if (next == xml::Next::end || next == xml::Next::fault) return;
    }
  }
  /// A child that may not stand here: a finding, what stands in its place, and its end.
  void unknown_child(RuleRow rule, std::string_view parent, std::span<const std::string_view> known,
                     std::string instead = " ");
  /// The element must be empty.
  void expect_empty();

 private:
  [[nodiscard]] std::size_t offset_of(const char* place) const {
    return static_cast<std::size_t>(place - text_.data());
  }
  void stray_text(const char* parent, const std::string& name);

  const std::string& text_;
  xml::Reader in_;
  std::string prefix_;
  std::vector<LintFinding> findings_;
  std::vector<CheckedMessage> messages_;
  std::vector<Repair> repairs_;
};

// The checks, one file each.
void check_catalog(Pass& pass);  // catalog.cpp
void check_detect(Pass& pass);
void check_message(Pass& pass, std::set<std::string>& ids);      // message.cpp; `ids` in small letters
void check_when(Pass& pass);                                     // when.cpp
void check_text(Pass& pass, std::vector<std::string>& locales);  // text.cpp
void check_body(Pass& pass);                                     // body.cpp

}  // namespace tocsin::grammar
