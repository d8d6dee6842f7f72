#include "tests/bench/parse/parse_catalog.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace tocsin::bench {

namespace {

constexpr std::string_view kHead = R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- Generated: one detect section, then messages. -->
<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">
  <detect>
    <host><service name="ExampleManagement"/><package name="example-management"/></host>
    <console type="enterprise-console">
      <registry key="HKLM\SOFTWARE\Example\Console" value="Version"/>
      <package name="example-console"/>
    </console>
    <component id="anti-virus">
      <uninstall name="Example Anti-Virus"/>
      <file path="%ProgramFiles%\Example\AV\av.exe"/>
      <keyfile path="/etc/example/av-release" key="VERSION"/>
    </component>
    <component id="anti-virus-next"><package name="example-av-next"/></component>
  </detect>
)";

// What a condition may hold; the bench's machine fulfils all of them.
constexpr std::array<std::string_view, 8> kConditions{
    R"xml(      <console type="enterprise-console" version="[4.0,5.3)"/>
)xml",
    R"xml(      <component id="anti-virus" version="[9.5,9.6) [9.7,9.7.3)"/>
)xml",
    R"xml(      <any>
        <os family="windows" version="[6.1,10.0)"/>
        <os family="linux" id="debian" version="[11,13)"/>
      </any>
)xml",
    R"xml(      <not><component id="anti-virus-next"/></not>
)xml",
    R"xml(      <locale match="de-* en-GB fr"/>
)xml",
    R"xml(      <component id="anti-virus"/>
)xml",
    R"xml(      <os family="linux" arch="x86_64"/>
)xml",
    R"xml(      <none><console type="enterprise-console" version="(,4.0)"/><os family="windows"/></none>
)xml"};

struct Language {
  std::string_view locale;
  std::array<std::string_view, 4> titles;
  std::array<std::string_view, 8> sentences;
  std::array<std::string_view, 4> steps;
  std::string_view link;
};

constexpr std::array<Language, 3> kLanguages{{
    {"en",
     {"Anti-Virus 9.5 retires on 31 January", "Restart the update service &amp; its proxy",
      "Your licence for Mail Protection ends soon", "Maintenance of the reputation service"},
     {"Your console manages computers that still run <b>{found:anti-virus}</b>.",
      "Version 9.5 receives its last detection data on 31 January; from then on these computers are no "
      "longer protected "
      "against new threats.",
      "Plan a restart.", "The change takes about ten minutes for each thousand computers.",
      "Between 22:00 and 04:00 UTC look-ups may be slow, and some of them may fail; they are repeated.",
      "Nothing is lost: what cannot be delivered is queued.",
      "This concerns the management server only &amp; nothing else.",
      "Administrators who have switched off automatic updates must install the package by hand, on every "
      "server, before "
      "they go on."},
     {"Move them to 10.1 &amp; later.", "Plan a restart of each computer.",
      "Renew the licence in the customer portal.",
      "Read the release notes, and check that the backup of the database is no older than a day."},
     "How to go on"},
    {"de",
     {"Anti-Virus 9.5 läuft am 31. Januar aus", "Updatedienst &amp; Proxy neu starten",
      "Ihre Lizenz für Mail Protection endet bald", "Wartung des Reputationsdienstes"},
     {"Ihre Konsole verwaltet Computer, auf denen noch <b>{found:anti-virus}</b> läuft.",
      "Version 9.5 erhält ihre letzten Erkennungsdaten am 31. Januar; danach sind diese Computer nicht "
      "mehr gegen neue "
      "Gefahren geschützt.",
      "Planen Sie einen Neustart.", "Die Umstellung dauert etwa zehn Minuten je tausend Computer.",
      "Zwischen 22:00 und 04:00 UTC können Anfragen langsam sein, einzelne scheitern; sie werden "
      "wiederholt.",
      "Nichts geht verloren: Was nicht zugestellt werden kann, wartet.",
      "Das betrifft nur den Verwaltungsserver.",
      "Wer automatische Updates abgeschaltet hat, muss das Paket auf jedem Server von Hand installieren, "
      "bevor es "
      "weitergeht."},
     {"Stellen Sie auf 10.1 um.", "Planen Sie einen Neustart jedes Computers.",
      "Verlängern Sie die Lizenz im Kundenportal.",
      "Lesen Sie die Versionshinweise, und prüfen Sie, ob die Sicherung der Datenbank nicht älter als "
      "ein Tag ist."},
     "So geht es weiter"},
    {"ja",
     {"Anti-Virus 9.5 のサポートは 1 月 31 日に終了します", "更新サービスを再起動してください",
      "ライセンスの有効期限", "メンテナンスのお知らせ"},
     {"管理対象のコンピューターで <b>{found:anti-virus}</b> が動作しています。",
      "検出データの提供は 1 月 31 日に終了します。", "再起動を計画してください。",
      "作業には 10 分ほどかかります。", "22:00 から 04:00 (UTC) まで応答が遅くなることがあります。",
      "データは失われません。", "管理サーバーだけが対象です。",
      "自動更新を無効にしている場合は、手動でインストールしてください。"},
     {"10.1 以降に移行します。", "再起動します。", "ライセンスを更新します。", "リリースノートを読みます。"},
     "詳細"},
}};

/// Numbers that look drawn and are the same everywhere.
class Draw {
 public:
  explicit Draw(std::size_t seed) : state_(seed * 2654435761u + 12345) {}
  std::size_t below(std::size_t count) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>(state_ >> 33) % count;
  }
  template <typename Choices>
  const auto& of(const Choices& choices) {
    return choices[below(choices.size())];
  }

 private:
  std::uint64_t state_;
};

void add_body(std::string& text, const Language& language, Draw& draw) {
  text += "      <body>";
  for (std::size_t left = 1 + draw.below(2); left != 0; --left) {
    text += "<p>";
    for (std::size_t more = 1 + draw.below(4); more != 0; --more) {
      text += draw.of(language.sentences);
      text += more > 1 ? "\n            " : "</p>";
    }
  }
  if (draw.below(2) == 0) {
    text += "\n            <ul>";
    for (std::size_t left = 1 + draw.below(3); left != 0; --left)
      text.append("<li>").append(draw.of(language.steps)).append("</li>");
    text += "</ul>";
  }
  text += "</body>\n";
}

void add_text(std::string& text, const Language& language, Draw& draw) {
  text.append("    <text locale=\"").append(language.locale).append("\">\n      <title>");
  text.append(draw.of(language.titles)).append("</title>\n");
  add_body(text, language, draw);
  if (draw.below(3) != 0) {
    text += "      <link href=\"https://support.example.com/kb/" +
            std::to_string(100000 + draw.below(900000)) + "\">";
    text.append(language.link).append("</link>\n");
  }
  text += "    </text>\n";
}

void add_when(std::string& text, Draw& draw) {
  text += "    <when>\n";
  for (std::size_t left = 1 + draw.below(6); left != 0; --left) text += draw.of(kConditions);
  text += "    </when>\n";
}

void add_attributes(std::string& text, std::size_t number, Draw& draw) {
  constexpr std::array<std::string_view, 5> kCategories{"lifecycle", "security", "maintenance", "licence",
                                                        "outage"};
  constexpr std::array<std::string_view, 3> kSeverities{"info", "warning", "critical"};
  text += "  <message id=\"notice-" + std::to_string(number) + "\"";
  if (draw.below(3) == 0) text += " revision=\"" + std::to_string(1 + draw.below(12)) + "\"";
  text.append(" category=\"")
      .append(draw.of(kCategories))
      .append("\" severity=\"")
      .append(draw.of(kSeverities));
  text += "\"\n          ";
  if (draw.below(2) == 0)
    text += " not-before=\"2026-11-0" + std::to_string(1 + draw.below(9)) + "T00:00:00Z\"";
  text += " expires=\"2027-02-0" + std::to_string(1 + draw.below(9)) + "T00:00:00Z\"";
  if (draw.below(2) == 0) text += " act-by=\"2027-01-31T00:00:00Z\"";
  text += ">\n";
}

}  // namespace

std::string catalog_of(std::size_t messages) {
  std::string text(kHead);
  for (std::size_t i = 0; i < messages; ++i) {
    Draw draw(i);
    add_attributes(text, i, draw);
    add_when(text, draw);
    if (i > 0 && i % 8 == 0) text += R"(    <supersedes id="notice-)" + std::to_string(i - 1) + "\"/>\n";
    for (const Language& language : kLanguages) add_text(text, language, draw);
    text += "  </message>\n";
  }
  return text + "  <withdrawn id=\"wrong-notice\" notify=\"yes\"/>\n</catalog>\n";
}

}  // namespace tocsin::bench
