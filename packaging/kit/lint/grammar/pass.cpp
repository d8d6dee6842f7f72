#include "packaging/kit/lint/grammar/pass.h"

#include <algorithm>

#include "packaging/kit/lint/grammar/values.h"
#include "schema/core/set_layout.h"
#include "schema/core/text/text.h"

namespace tocsin::grammar {
namespace {

constexpr xml::Frame kFrame{"catalog.parse", kMostCatalogBytes, "urn:tocsin:catalog:1", "catalog"};

bool is_name_end(char c) {
  return xml::is_blank(c) || c == '>' || c == '/';
}

}  // namespace

Pass::Pass(const std::string& document) : text_(document), in_(text_, kFrame) {
  static_cast<void>(in_.open());
  const std::string_view root = written_name(in_.tag());
  const std::size_t colon = root.find(':');
  if (colon != root.npos) prefix_ = root.substr(0, colon + 1);
}

void Pass::add(RuleRow rule, const char* tag, std::string sentence) {
  findings_.push_back({std::string(rule.row->id), in_.line_of(tag), rule.row->level,
                       is_in_message ? message().id : std::string(), std::move(sentence)});
}

std::string Pass::element(std::string_view name, std::string_view attributes, std::string_view inside) const {
  std::string out = "<" + prefix_ + std::string(name) + std::string(attributes);
  if (inside.empty()) return out + "/>";
  return out + ">" + std::string(inside) + "</" + prefix_ + std::string(name) + ">";
}

std::string_view Pass::written_name(const char* tag) const {
  const char* end = tag + 1;
  while (!is_name_end(*end)) ++end;
  return {tag + 1, static_cast<std::size_t>(end - tag - 1)};
}

// Outer repairs come before those within them.
std::string Pass::repaired() const {
  std::vector<Repair> repairs = repairs_;
  std::stable_sort(repairs.begin(), repairs.end(), [](const Repair& a, const Repair& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::string out;
  std::size_t done = 0;
  for (const Repair& repair : repairs) {
    if (repair.begin < done) continue;
    const std::string_view removed = std::string_view(text_).substr(repair.begin, repair.end - repair.begin);
    out.append(text_, done, repair.begin - done).append(repair.text);
    out.append(static_cast<std::size_t>(std::count(removed.begin(), removed.end(), '\n')), '\n');
    done = repair.end;
  }
  return out.append(text_, done);
}

void Pass::stray_text(const char* parent, const std::string& name) {
  constexpr std::size_t kCdataBegin = 9, kCdataEnd = 3;
  const xml::Text& text = in_.text();
  add("stray-text", parent,
      in_quotes(collapsed(in_.decoded())) + " stands directly in " + in_quotes(name) +
          ", which holds elements only: put it into one, or remove it.");
  const char* const begin = text.written.data();
  const char* const end = begin + text.written.size();
  repair(text.is_cdata ? begin - kCdataBegin : begin, text.is_cdata ? end + kCdataEnd : end);
}

void Pass::unknown_child(RuleRow rule, std::string_view parent, std::span<const std::string_view> known,
                         std::string instead) {
  const char* const tag = in_.tag();
  const std::string_view name = written_name(tag);
  const std::string what =
      known.empty() ? " may not stand in " + in_quotes(parent) + ", which holds text only: remove the tag."
                    : " may not stand in " + in_quotes(parent) + ", which holds " + alternatives(known) + ".";
  add(rule, tag, in_quotes(name) + what + did_you_mean(meant_word(name, known)));
  skip();
  repair(tag, in_.at(), std::move(instead));
}

void Pass::expect_empty() {
  const char* const tag = in_.tag();
  const char* const inside = in_.at();
  const std::size_t outside = in_.depth() - 1;
  if (in_.next_piece() == xml::Next::end) return;
  const std::string name(written_name(tag));
  static_cast<void>(in_.leave_to(outside));
  const std::size_t end = text_.rfind("</", offset_of(in_.at()));
  const std::string held = collapsed(text_.substr(offset_of(inside), end - offset_of(inside)));
  add("not-empty", tag,
      in_quotes(name) + " holds " + in_quotes(held) + " and must be empty: write <" + sanitised(name, 80) +
          " .../>, and put nothing into it.");
  repair(inside, text_.data() + end, "");
}

}  // namespace tocsin::grammar
