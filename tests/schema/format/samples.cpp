#include "tests/schema/format/samples.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "packaging/kit/files/author_bytes.h"

namespace tocsin::samples {

std::string catalog(std::string_view children) {
  return R"(<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">)" + std::string(children) +
         "</catalog>";
}

std::string message(std::string_view id, std::string_view attributes, std::string_view when) {
  const std::string kinds = R"( category="security" severity="info" expires="2027-01-01T00:00:00Z" )";
  const std::string condition = when.empty() ? R"(<os family="linux"/>)" : std::string(when);
  return "<message id=\"" + std::string(id) + "\"" + kinds + std::string(attributes) + "><when>" + condition +
         R"(</when><text locale="en"><title>T</title><body><p>B</p></body></text></message>)";
}

std::string message_with_body(std::string_view body) {
  return R"(<message id="m" category="security" severity="info" expires="2027-01-01T00:00:00Z" audience="all">)"
         R"(<text locale="en"><title>T</title><body>)" +
         std::string(body) + "</body></text></message>";
}

std::string message_with_link(std::string_view href) {
  return R"(<message id="m" category="security" severity="info" expires="2027-01-01T00:00:00Z" audience="all">)"
         R"(<text locale="en"><title>T</title><body><p>B</p></body><link href=")" +
         std::string(href) + R"(">L</link></text></message>)";
}

bool is_plain_attribute(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; }) &&
         !text.starts_with(' ') && !text.ends_with(' ');
}

Result<Catalog> read(std::string bytes, ReadMode mode) {
  return parse_catalog(AuthorBytes::of(std::move(bytes)), mode);
}

std::string strict_rule(std::string bytes) {
  const auto catalog = read(std::move(bytes), ReadMode::strict);
  return catalog ? std::string() : catalog.error().rule;
}

std::string client_rule(std::string bytes) {
  const auto catalog = read(std::move(bytes), ReadMode::client);
  if (!catalog) return "refused:" + catalog.error().rule;
  if (catalog->messages.empty() || catalog->messages[0].fault == Message::Fault::none) return "ok";
  return catalog->messages[0].fault_rule;
}

std::string file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::filesystem::path> files(std::string_view folder) {
  std::vector<std::filesystem::path> out;
  const auto root = std::filesystem::path(TOCSIN_SOURCE_DIR) / "tests/data" / folder;
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    if (entry.path().extension() != ".md") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace tocsin::samples
