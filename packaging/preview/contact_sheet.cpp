#include "packaging/preview/contact_sheet.h"

#include "schema/core/locale/locale.h"
#include "schema/core/text/text.h"

namespace tocsin::preview {
namespace {

constexpr std::string_view kHead =
    R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<style>
body { font: 16px/1.4 sans-serif; margin: 2rem; color: #1b1b1b; background: #f2f2f2 }
section { margin: 0 0 3rem }
h2 { margin: 0 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .5rem 0 1rem }
dt { color: #555 } dd { margin: 0 }
.row { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start }
figure { margin: 0; max-width: 100% }
figcaption { padding: .3rem .6rem; background: #2f3542; color: #fff }
figcaption em { font-style: normal; background: #ffd54f; color: #000; padding: 0 .4rem; margin-left: .4rem }
img { display: block; max-width: 100%; height: auto; border: 1px solid #999 }
</style>
)";

std::string_view severity_of(const Message& message) {
  constexpr std::string_view kNames[] = {"info", "warning", "critical"};
  return kNames[static_cast<std::size_t>(message.severity)];
}

std::string term(std::string_view name, std::string_view value) {
  return "<dt>" + std::string(name) + "</dt><dd>" + escaped_markup(value) + "</dd>\n";
}

std::string facts_of(const Message& message) {
  std::string out = "<dl>\n";
  out += term("revision", std::to_string(message.revision));
  out += term("severity", severity_of(message));
  out += term("category", category_name(message.category));
  if (message.not_before) out += term("from", format_instant(*message.not_before));
  out += term("until", format_instant(message.expires));
  if (message.act_by) out += term("act by", format_instant(*message.act_by));
  if (!message.reference.empty()) out += term("reference", message.reference);
  return out + "</dl>\n";
}

std::string remarks_on(const Picture& picture) {
  std::string out;
  if (picture.scrolls) out += " <em>longer than the window: its reader scrolls</em>";
  if (!picture.clipped.empty()) out += " <em>clipped</em>";
  return out;
}

std::string figure(const Picture& picture) {
  const std::string locale = escaped_markup(picture.shot.text->locale);
  const std::string direction = is_right_to_left(picture.shot.text->locale) ? "rtl" : "ltr";
  return "<figure>\n<figcaption>" + locale + ": <span lang=\"" + locale + "\" dir=\"" + direction + "\">" +
         escaped_markup(picture.window_title) + "</span>" + remarks_on(picture) +
         "</figcaption>\n<img src=\"" + escaped_markup(picture.file) + "\" width=\"" +
         std::to_string(picture.width) + "\" height=\"" + std::to_string(picture.height) + "\" lang=\"" +
         locale + "\" alt=\"" + escaped_markup(picture.shot.text->title) + "\">\n</figure>\n";
}

}  // namespace

std::string contact_sheet(const std::vector<Picture>& pictures, std::string_view catalog_name, Instant made) {
  const std::string title = escaped_markup(catalog_name) + ", " + format_instant(made);
  std::string out(kHead);
  out += "<title>" + title + "</title>\n</head>\n<body>\n<h1>" + title + "</h1>\n";
  const Message* current = nullptr;
  for (const Picture& picture : pictures) {
    if (picture.shot.message != current) {
      if (current != nullptr) out += "</div>\n</section>\n";
      current = picture.shot.message;
      out += "<section id=\"" + escaped_markup(current->id) + "\">\n<h2>" + escaped_markup(current->id) +
             "</h2>\n" + facts_of(*current) + "<div class=\"row\">\n";
    }
    out += figure(picture);
  }
  return out + "</div>\n</section>\n</body>\n</html>\n";
}

}  // namespace tocsin::preview
