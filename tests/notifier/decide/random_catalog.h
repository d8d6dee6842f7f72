// Catalogs, machines and decisions drawn at random from a seed, as the XML an author could have written.
//
#pragma once

#include <random>
#include <string>
#include <vector>

#include "notifier/decide/evaluate.h"
#include "packaging/kit/files/author_bytes.h"
#include "tests/notifier/decide/scripted_facts.h"

namespace tocsin {

class RandomWorld {
 public:
  explicit RandomWorld(unsigned seed) : random_(seed) {}

  [[nodiscard]] int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  template <typename T>
  T one_of(std::initializer_list<T> values) {
    return values.begin()[below(static_cast<int>(values.size()))];
  }

  /// Read as a client reads, so that faulty messages and unknown conditions are among them.
  Catalog catalog(int messages) {
    std::string xml = "<catalog xmlns=\"urn:tocsin:catalog:1\" default-locale=\"en\"><detect>";
    if (below(2) == 0) xml += "<host><package name=\"h\"/></host>";
    xml += "</detect>";
    for (int i = 0; i < messages; ++i) xml += message(i, messages);
    if (below(2) == 0) xml += "<withdrawn id=\"m" + std::to_string(below(messages)) + "\"/>";
    return parse_catalog(AuthorBytes::of(xml + "</catalog>"), ReadMode::client).value();
  }

  ScriptedFacts facts() {
    ScriptedFacts facts;
    facts.is_host = one_of({Truth::yes, Truth::yes, Truth::yes, Truth::unknown, Truth::no});
    facts.is_member = below(8) != 0;
    facts.system = {one_of({"linux", "linux", "windows", ""}), one_of({"debian", "server", ""}),
                    one_of({"11", "12", "6.3", ""}), one_of({"x86_64", ""})};
    for (const char* id : {"a", "b", "c", "d"}) {
      if (below(3) != 0) facts.components[id] = finding();
      if (below(3) != 0) facts.consoles[id] = finding();
    }
    return facts;
  }

  Decisions decisions(int messages) {
    std::vector<Decision> rows;
    for (int n = below(messages); n > 0; --n) {
      const auto kind = one_of({Decision::Kind::acknowledged, Decision::Kind::put_off});
      rows.push_back({"m" + std::to_string(below(messages)), static_cast<std::uint32_t>(1 + below(3)), kind,
                      day(below(12)), day(below(9)), 1, 1});
    }
    return Decisions(std::move(rows));
  }

  ShowRules rules() {
    return {one_of({Severity::info, Severity::info, Severity::warning, Severity::critical}),
            static_cast<std::uint32_t>(below(4))};
  }
  std::vector<std::string> locales() {
    return one_of<std::vector<std::string>>({{}, {"de-CH", "en"}, {"en"}, {"fr-CA"}});
  }
  static Instant day(int n) { return instant_at(1'800'000'000 / 86400 * 86400 + 86400 * n); }

 private:
  Finding finding() {
    return {one_of({Truth::yes, Truth::yes, Truth::unknown}), one_of({"1.0", "2.5", "3", "x", ""}),
            Scheme::dotted, "t"};
  }
  std::string range() {
    return one_of({"", " version='[1.0,2.0)'", " version='(,1.0] [3,)'", " version='(2,2)'"});
  }

  std::string leaf() {
    const std::string id = one_of({"a", "b", "c", "d"});
    switch (below(7)) {
      case 0:
      case 1:
        return "<component id='" + id + "'" + range() + "/>";
      case 2:
        return "<console type='" + id + "'" + range() + "/>";
      case 3:
        return one_of({"<os family='linux'/>", "<os family='linux' id='debian' version='[11,12)'/>",
                       "<os family='windows' arch='arm64'/>"});
      case 4:
        return one_of({"<locale match='de'/>", "<locale match='en fr-CA'/>"});
      case 5:
        return one_of({"<gpu vendor='x'/>", "<component id='a' colour='red'/>"});
      default:
        return "<component id='" + id + "'/>";
    }
  }

  std::string condition(int depth) {
    if (depth == 0 || below(3) == 0) return leaf();
    const std::string op = one_of({"all", "any", "none", "not"});
    std::string inner = condition(depth - 1);
    for (int n = op == "not" ? 0 : below(3); n > 0; --n) inner += condition(depth - 1);
    return "<" + op + ">" + inner + "</" + op + ">";
  }

  std::string message(int index, int messages) {
    std::string xml = "<message id=\"m" + std::to_string(index) + "\" category=\"";
    xml += below(25) == 0 ? "marketing" : "security";
    xml += "\" severity=\"" + std::string(one_of({"info", "warning", "critical"})) + "\" expires=\"" +
           format_instant(day(1 + below(8))) + "\"";
    if (below(2) == 0) xml += " not-before=\"" + format_instant(day(below(5))) + "\"";
    const bool comes_back = below(3) == 0;
    if (comes_back) xml += " until=\"resolved\"";
    if (below(2) == 0) xml += " act-by=\"" + format_instant(day(below(8) + (comes_back ? 7 : 0))) + "\"";
    if (below(4) == 0) xml += " revision=\"3\" renotify-from=\"" + std::to_string(1 + below(3)) + "\"";
    if (below(3) == 0) xml += " when-unknown=\"show\"";
    const bool everybody = below(5) == 0;
    if (everybody) xml += " audience=\"all\"";
    xml += everybody ? ">" : "><when>" + condition(3) + "</when>";
    for (int n = below(6) - 3; n > 0; --n) {
      xml += "<supersedes id=\"m" + std::to_string(below(messages + 1)) + "\"/>";
    }
    return xml + "<text locale=\"en\"><title>T</title><body><p>B</p></body></text></message>";
  }

  std::mt19937 random_;
};

}  // namespace tocsin
