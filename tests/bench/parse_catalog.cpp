// See parse_catalog.h.
#include "tests/bench/parse_catalog.h"

namespace tocsin::bench {

namespace {

constexpr const char* kHead = R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- Generated: one detect section, then messages of the same shape. -->
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

constexpr const char* kWhen = R"xml(    <when>
      <console type="enterprise-console" version="[4.0,5.3)"/>
      <component id="anti-virus" version="[9.5,9.6) [9.7,9.7.3)"/>
      <any>
        <os family="windows" version="[6.1,10.0)"/>
        <os family="linux" id="debian" version="[11,13)"/>
      </any>
      <not><component id="anti-virus-next"/></not>
      <locale match="de-* en-GB fr"/>
    </when>
)xml";

constexpr const char* kTexts = R"(    <text locale="en">
      <title>Anti-Virus 9.5 retires on 31 January</title>
      <body><p>Your console manages computers that still run <b>{found:anti-virus}</b>. Version 9.5 receives its last
            detection data on 31 January; from then on these computers are no longer protected against new threats.</p>
            <ul><li>Move them to 10.1 &amp; later.</li><li>Plan a restart of each computer.</li></ul></body>
      <link href="https://support.example.com/kb/119053">How to move</link>
    </text>
    <text locale="de">
      <title>Anti-Virus 9.5 läuft am 31. Januar aus</title>
      <body><p>Ihre Konsole verwaltet Computer, auf denen noch <b>{found:anti-virus}</b> läuft. Version 9.5 erhält ihre
            letzten Erkennungsdaten am 31. Januar; danach sind diese Computer nicht mehr gegen neue Gefahren geschützt.</p>
            <ul><li>Stellen Sie auf 10.1 um.</li><li>Planen Sie einen Neustart jedes Computers.</li></ul></body>
      <link href="https://support.example.com/kb/119053">So stellen Sie um</link>
    </text>
    <text locale="ja">
      <title>Anti-Virus 9.5 のサポートは 1 月 31 日に終了します</title>
      <body><p>管理対象のコンピューターで <b>{found:anti-virus}</b> が動作しています。</p></body>
    </text>
  </message>
)";

}  // namespace

std::string catalog_of(std::size_t messages) {
  std::string text = kHead;
  for (std::size_t i = 0; i < messages; ++i) {
    const auto number = std::to_string(i);
    text += R"(  <message id="notice-)" + number +
            R"(" revision="2" category="lifecycle" severity="warning")"
            "\n";
    text +=
        R"(           not-before="2026-11-01T00:00:00Z" expires="2027-02-01T00:00:00Z" act-by="2027-01-31T00:00:00Z">)"
        "\n";
    text += kWhen;
    if (i > 0 && i % 8 == 0) text += R"(    <supersedes id="notice-)" + std::to_string(i - 1) + "\"/>\n";
    text += kTexts;
  }
  return text + "  <withdrawn id=\"wrong-notice\" notify=\"yes\"/>\n</catalog>\n";
}

}  // namespace tocsin::bench
