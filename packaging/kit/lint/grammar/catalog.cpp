// The catalog's own part of the grammar: the root, detect, withdrawn.
#include <algorithm>
#include <set>

#include "packaging/kit/lint/grammar/check.h"
#include "packaging/kit/lint/grammar/pass.h"
#include "packaging/kit/lint/grammar/values.h"
#include "schema/format/catalog/vocabulary.h"
#include "schema/format/limits.h"

namespace tocsin::grammar {
namespace {

void check_source(Pass& pass, std::string_view parent) {
  const std::string name(pass.in().name());
  const auto attributes = source_attributes(name);
  if (attributes.empty()) return pass.unknown_child("unknown-source", parent, vocabulary::kSources);
  static_cast<void>(read_attributes(pass, attributes));
  pass.expect_empty();
}

void check_host(Pass& pass) {
  const char* const tag = pass.in().tag();
  expect_no_attributes(pass);
  bool is_empty = true;
  pass.each_child([&](std::string_view) {
    is_empty = false;
    check_source(pass, "host");
  });
  if (is_empty) {
    pass.add(
        "no-source", tag,
        "'host' names no place to look: write one or more of " + alternatives(vocabulary::kSources) + ".");
  }
}

void check_declaration(Pass& pass, std::string_view name, std::set<std::string>& declared) {
  const char* const tag = pass.in().tag();
  const auto values = read_attributes(pass, declaration_attributes(name == "console"));
  const auto& id = values.of[0];
  if (id && !declared.insert(*id).second) {
    pass.add("duplicate-declaration", tag,
             "The " + std::string(name) + " " + in_quotes(*id) +
                 " is declared twice: put the sources of both into one declaration.");
  }
  const std::string parent(name);
  pass.each_child([&](std::string_view) { check_source(pass, parent); });
}

/// The elements under `catalog`.
class CatalogCheck {
 public:
  explicit CatalogCheck(Pass& pass) : pass_(pass) {}
  void check();

 private:
  void check_child(std::string_view name);
  void check_place_of_detect();
  void check_one_message();
  void check_withdrawn();

  Pass& pass_;
  bool is_first_ = true, has_detect_ = false;
  std::set<std::string> ids_, withdrawn_;
};

void CatalogCheck::check() {
  static_cast<void>(read_attributes(pass_, {&kDefaultLocaleAttribute, 1}));
  pass_.each_child([&](std::string_view name) { check_child(name); });
}

void CatalogCheck::check_child(std::string_view name) {
  if (name == "message") {
    check_one_message();
  } else if (name == "withdrawn") {
    check_withdrawn();
  } else if (name == "detect") {
    check_place_of_detect();
    check_detect(pass_);
  } else {
    pass_.unknown_child("unknown-element", "catalog", vocabulary::kCatalogParts);
  }
  is_first_ = false;
}

void CatalogCheck::check_place_of_detect() {
  if (std::exchange(has_detect_, true)) {
    pass_.add("repeated-element", pass_.in().tag(), "'detect' stands twice: put both into one.");
  } else if (!is_first_) {
    pass_.add("order", pass_.in().tag(),
              "'detect' stands behind other elements: write it first, before every message.");
  }
}

void CatalogCheck::check_one_message() {
  const char* const tag = pass_.in().tag();
  if (pass_.messages().size() == limits::kMessages) {
    pass_.add("messages", tag,
              "The catalog has more than " + std::to_string(limits::kMessages) +
                  " messages, and is refused as a whole: remove those that are over.");
  }
  pass_.messages().emplace_back();
  pass_.is_in_message = true;
  check_message(pass_, ids_);
  pass_.is_in_message = false;
}

void CatalogCheck::check_withdrawn() {
  const char* const tag = pass_.in().tag();
  const auto values = read_attributes(pass_, kWithdrawnAttributes);
  const auto& id = values.of[0];
  if (id && !withdrawn_.insert(small_letters(*id)).second) {
    pass_.add("duplicate-id", tag,
              in_quotes(*id) + " is withdrawn twice, capitals apart: remove one of the two.");
  }
  pass_.expect_empty();
}

}  // namespace

void check_detect(Pass& pass) {
  expect_no_attributes(pass);
  std::set<std::string> consoles, components;
  bool is_first = true, has_host = false;
  pass.each_child([&](std::string_view name) {
    const char* const tag = pass.in().tag();
    if (name == "host") {
      if (std::exchange(has_host, true)) {
        pass.add("repeated-element", tag, "'host' stands twice: put the sources of both into one.");
      } else if (!is_first) {
        pass.add("order", tag, "'host' stands behind other elements: write it first under 'detect'.");
      }
      check_host(pass);
    } else if (name == "console") {
      check_declaration(pass, name, consoles);
    } else if (name == "component") {
      check_declaration(pass, name, components);
    } else {
      pass.unknown_child("unknown-element", "detect", vocabulary::kDetectParts);
    }
    is_first = false;
  });
}

GrammarReport check_grammar(const std::string& document) {
  Pass pass(document);
  CatalogCheck(pass).check();
  return {std::move(pass.findings()), std::move(pass.messages()), pass.repaired()};
}

}  // namespace tocsin::grammar
