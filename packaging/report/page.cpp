#include "packaging/report/page.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "schema/core/instant.h"
#include "schema/core/text/text.h"

namespace tocsin::report_page {
namespace {

constexpr std::int64_t kDay = 24, kWeek = 7 * kDay;
constexpr std::uint64_t kLeastGroup = 5;
constexpr std::size_t kGroupsShown = 8;

constexpr const char* kStyle = R"css(
:root{color-scheme:light dark;--paper:#fbfbf9;--card:#fff;--ink:#1b2430;--soft:#5b6573;--line:#dfe3e8;--seen:#1f63b0;--acked:#0f7a55;--warn:#a33a00}
@media(prefers-color-scheme:dark){:root{--paper:#14181d;--card:#1c2229;--ink:#e8ecf1;--soft:#a3adba;--line:#39424d;--seen:#6fb0ff;--acked:#4fc99a;--warn:#ffab70}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1120px;padding:24px;background:var(--paper);color:var(--ink);font:15px/1.45 system-ui,"DejaVu Sans",sans-serif}
h1{font-size:26px;margin:0 0 2px}h2{font-size:18px;margin:32px 0 12px}h3{font-size:13px;margin:0 0 10px;color:var(--soft)}
p{margin:0 0 6px;color:var(--soft)}.warn{color:var(--warn);font-weight:600}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:12px;margin:18px 0 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:18px;min-width:0}
.card b{display:block;font-size:24px;line-height:1.2}.card span{color:var(--soft);font-size:13px}
.pair{display:grid;grid-template-columns:minmax(0,1.75fr) minmax(0,1fr);gap:12px}
svg{display:block;width:100%;height:auto;overflow:visible}svg text{fill:var(--soft);font-size:11px}
svg .name{font-size:12px;font-weight:600}.grid{stroke:var(--line)}
.seen{stroke:var(--seen)}.acked{stroke:var(--acked)}text.seen{fill:var(--seen);stroke:none}text.acked{fill:var(--acked);stroke:none}
.curve{fill:none;stroke-width:2;stroke-linejoin:round}
dl{display:grid;grid-template-columns:minmax(0,7.5em) minmax(0,1fr) 3.6em;gap:5px 10px;align-items:center;margin:0 0 18px;font-size:13px}
dl:last-child{margin:0}dt{overflow-wrap:anywhere}dd{margin:0;text-align:right;color:var(--soft);font-variant-numeric:tabular-nums}
dd svg{height:9px}rect.bar{fill:var(--seen)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th{font-size:12px;color:var(--soft);font-weight:600}th,td{padding:8px 10px;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left;padding-left:0;white-space:normal;overflow-wrap:anywhere}td:last-child,th:last-child{padding-right:0}tr:last-child td{border-bottom:0}
td svg{width:118px;height:24px;margin-left:auto}td a{color:inherit}
details{margin:12px 0}summary{cursor:pointer;font-weight:600;padding:6px 0}
@media screen and (max-width:760px){body{padding:14px}.pair{grid-template-columns:minmax(0,1fr)}.card{padding:13px}.wide{display:none}th,td{padding:8px 6px}svg text{font-size:15px}svg .name{font-size:16px}}
@media print{:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--seen:#1f63b0;--acked:#0f7a55;--warn:#a33a00}body{max-width:none;padding:0;font-size:11pt}.card,tr{break-inside:avoid}h2{break-after:avoid}rect.bar{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)css";

/// 1234567 -> "1 234 567" with narrow no-break spaces.
std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<std::size_t>(at), "\u202f");
  }
  return text;
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "\u2013";
  const std::uint64_t value = (part * 200 + whole) / (whole * 2);
  return value == 0 && part > 0 ? "&lt;\u202f1\u202f%" : std::to_string(value) + "\u202f%";
}

/// One decimal is enough for a drawing.
std::string coordinate(double value) {
  const auto tenths = std::llround(value * 10);
  return std::to_string(tenths / 10) + (tenths % 10 ? "." + std::to_string(std::llabs(tenths % 10)) : "");
}

std::string minute_text(std::int64_t seconds) {
  std::string text = format_instant(instant_at(seconds));  // 2026-11-30T10:29:00Z
  text[10] = ' ';
  return text.substr(0, 16);
}

std::uint64_t sum(const std::map<std::int64_t, std::uint64_t>& hours) {
  std::uint64_t total = 0;
  for (const auto& [hour, count] : hours) total += count;
  return total;
}

const Hours& counted(const Notice& notice) {
  return notice.displayed.empty() ? notice.acknowledged : notice.displayed;
}

std::optional<std::int64_t> first_hour(const Notice& notice) {
  std::optional<std::int64_t> first;
  for (const Hours* hours : {&notice.displayed, &notice.acknowledged}) {
    if (!hours->empty() && (!first || hours->begin()->first < *first)) first = hours->begin()->first;
  }
  return first;
}

std::int64_t last_hour(const Notice& notice) {
  std::int64_t last = first_hour(notice).value_or(notice.opened);
  for (const Hours* hours : {&notice.displayed, &notice.acknowledged}) {
    if (!hours->empty()) last = std::max(last, hours->rbegin()->first);
  }
  return last;
}

/// Whole days that the curve shows: 1 to 7.
std::int64_t hours_shown(const Notice& notice) {
  const std::int64_t span = last_hour(notice) - first_hour(notice).value_or(notice.opened) + 1;
  return std::clamp((span + kDay - 1) / kDay * kDay, kDay, kWeek);
}

/// A round number not below `value`, so that a quarter of it is round, too.
std::uint64_t round_top(std::uint64_t value) {
  for (std::uint64_t power = 1;; power *= 10) {
    for (const std::uint64_t step : {4U, 8U, 12U, 16U, 20U, 24U, 32U, 40U, 48U, 60U, 80U}) {
      if (step * power >= value) return step * power;
    }
  }
}

/// What had come by the end of each hour, as the points of a line. The first point is 0 at the first hour.
std::string points(const Hours& hours, std::int64_t first, std::int64_t shown, double left, double width,
                   double top, double height, std::uint64_t most) {
  std::string text = coordinate(left) + "," + coordinate(top + height);
  std::uint64_t total = 0;
  const auto y = [&] {
    return top + height - height * static_cast<double>(total) / static_cast<double>(most);
  };
  std::int64_t drawn = 0;
  for (const auto& [hour, count] : hours) {
    const std::int64_t at = hour - first + 1;
    if (at > shown) break;
    const auto x = [&](std::int64_t h) {
      return left + width * static_cast<double>(h) / static_cast<double>(shown);
    };
    if (at - 1 > drawn) text += " " + coordinate(x(at - 1)) + "," + coordinate(y());
    total += count;
    text += " " + coordinate(x(at)) + "," + coordinate(y());
    drawn = at;
  }
  if (drawn < shown) text += " " + coordinate(left + width) + "," + coordinate(y());
  return text;
}

std::uint64_t seen_within(const Hours& hours, std::int64_t first, std::int64_t shown) {
  std::uint64_t total = 0;
  for (const auto& [hour, count] : hours) total += hour - first < shown ? count : 0;
  return total;
}

std::string curve_svg(const Notice& notice) {
  const double left = 66, top = 12, width = 430, height = 268;
  const std::int64_t first = first_hour(notice).value_or(notice.opened), shown = hours_shown(notice);
  const std::array<std::uint64_t, 2> ends{seen_within(notice.displayed, first, shown),
                                          seen_within(notice.acknowledged, first, shown)};
  const std::uint64_t most = round_top(std::max<std::uint64_t>(std::max(ends[0], ends[1]), 1));
  std::string out = "<svg viewBox=\"0 0 620 312\" role=\"img\" aria-label=\"Reach: " + grouped(ends[0]) +
                    " displayed and " + grouped(ends[1]) + " acknowledged\">";
  for (std::uint64_t i = 0; i <= 4; ++i) {
    const double level = top + height - height * static_cast<double>(i) / 4;
    const std::string y = coordinate(level);
    out.append("<line class=\"grid\" x1=\"66\" x2=\"496\" y1=\"").append(y).append("\" y2=\"").append(y);
    out.append("\"/><text x=\"58\" y=\"").append(coordinate(level + 4)).append("\" text-anchor=\"end\">");
    out.append(grouped(most / 4 * i)).append("</text>");
  }
  const std::int64_t step = shown <= 2 * kDay ? 6 : kDay;
  for (std::int64_t at = 0; at <= shown; at += step) {
    const std::string label = at == 0        ? "first"
                              : step == kDay ? "day " + std::to_string(at / kDay)
                                             : std::to_string(at) + " h";
    out += "<text x=\"" + coordinate(left + width * static_cast<double>(at) / static_cast<double>(shown)) +
           "\" y=\"302\" text-anchor=\"middle\">" + label + "</text>";
  }
  const std::array<const Hours*, 2> hours{&notice.displayed, &notice.acknowledged};
  const std::array<const char*, 2> classes{"seen", "acked"}, names{"displayed", "acknowledged"};
  std::array<double, 2> label_y{};
  for (std::size_t i = 0; i < 2; ++i) {
    label_y[i] = top + height - height * static_cast<double>(ends[i]) / static_cast<double>(most);
  }
  if (std::abs(label_y[0] - label_y[1]) < 32) {  // two labels of two lines each
    label_y[0] = std::min(label_y[0], label_y[1]) - 16;
    label_y[1] = label_y[0] + 32;
  }
  for (std::size_t i = 0; i < 2; ++i) {
    if (hours[i]->empty()) continue;
    out += std::string("<polyline class=\"curve ") + classes[i] + "\" points=\"" +
           points(*hours[i], first, shown, left, width, top, height, most) + "\"/><text class=\"name " +
           classes[i] + "\" x=\"502\" y=\"" + coordinate(label_y[i] + 2) + "\">" + names[i] +
           "</text><text x=\"502\" y=\"" + coordinate(label_y[i] + 16) + "\">" + grouped(ends[i]) + "</text>";
  }
  return out + "</svg>";
}

std::string spark_svg(const Notice& notice) {
  const auto first = first_hour(notice);
  if (!first) return "\u2013";
  const Hours& hours = counted(notice);
  const std::uint64_t most = std::max<std::uint64_t>(seen_within(hours, *first, kWeek), 1);
  return "<svg viewBox=\"0 0 118 24\" aria-hidden=\"true\"><polyline class=\"curve seen\" points=\"" +
         points(hours, *first, kWeek, 1, 116, 2, 20, most) + "\"/></svg>";
}

std::string bars(const char* heading, const Groups& groups) {
  const Groups merged = merged_groups(groups);
  if (merged.empty()) return {};
  std::vector<std::pair<std::string, std::uint64_t>> rows(merged.begin(), merged.end());
  const auto is_before = [](const auto& a, const auto& b) {
    if ((a.first == "other") != (b.first == "other")) return b.first == "other";
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  };
  std::sort(rows.begin(), rows.end(), is_before);
  while (rows.size() > kGroupsShown) {  // the rest is one row
    const std::uint64_t count = rows.back().second;
    rows.pop_back();
    rows.back() = {"other", rows.back().second + count};
  }
  std::uint64_t total = 0, most = 1;
  for (const auto& [name, count] : rows) {
    total += count;
    most = std::max(most, count);
  }
  std::string out = std::string("<h3>") + heading + "</h3><dl>";
  for (const auto& [name, count] : rows) {
    const double width = 100 * static_cast<double>(count) / static_cast<double>(most);
    out += "<dt>" + escaped_markup(name.empty() ? "(none)" : name) +
           "</dt><dd><svg viewBox=\"0 0 100 9\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect "
           "class=\"bar\" "
           "width=\"" +
           coordinate(std::max(width, 1.0)) + "\" height=\"9\"/></svg></dd><dd>" + percent(count, total) +
           "</dd>";
  }
  return out + "</dl>";
}

std::string system_name(const std::string& system) {
  return system == "linux" ? "Linux" : system == "windows" ? "Windows" : system;
}

std::string name_of(const Notice& notice) {
  return escaped_markup(notice.message) + ", revision " + std::to_string(notice.revision);
}

std::string detail_section(const Notice& notice) {
  const auto first = first_hour(notice);
  if (!first) return "<p>No receipt yet.</p>";
  Groups systems;
  for (const auto& [name, count] : notice.systems) systems[system_name(name)] += count;
  std::string groups =
      bars("Language", notice.languages) + bars("System", systems) + bars("Client", notice.clients);
  if (groups.empty()) groups = "<p>Groups are shown from 5 receipts on.</p>";
  return "<div class=\"pair\"><div class=\"card\"><h3>Reach since the first receipt, " +
         minute_text(*first * 3600) + " UTC</h3>" + curve_svg(notice) + "</div><div class=\"card\">" +
         groups + "</div></div>";
}

/// "reached 31 200 of 40 000 expected"; a share above all is flagged.
std::string reached_line(const Notice& notice, std::uint64_t expected) {
  const std::uint64_t seen = sum(counted(notice));
  std::string text = grouped(seen) + " of " + grouped(expected) + " expected: " + percent(seen, expected);
  if (seen <= expected) return "<p>" + text + " reached.</p>";
  return "<p class=\"warn\">" + text +
         ". More receipts than expected: the number expected is too low, machines were "
         "cloned, or receipts are forged.</p>";
}

std::string table(const std::vector<const Notice*>& notices, const Page& page) {
  std::string out =
      "<h2>All notices</h2><div class=\"card scroll\"><table><thead><tr><th>Notice</th><th "
      "class=\"wide\">First "
      "receipt (UTC)</th><th>Displayed</th><th>Acknowledged</th><th>Share</th>";
  if (page.expected) out += "<th>Reached</th>";
  out += "<th class=\"wide\">Half reached in</th><th class=\"wide\">First week</th></tr></thead><tbody>";
  for (const Notice* notice : notices) {
    const auto first = first_hour(*notice);
    const auto half = half_reached_in(counted(*notice));
    const std::uint64_t displayed = sum(notice->displayed), acknowledged = sum(notice->acknowledged);
    const std::uint64_t seen = sum(counted(*notice));
    out += "<tr><td>" + escaped_markup(notice->message) + " / " + std::to_string(notice->revision) +
           "</td><td class=\"wide\">" + (first ? minute_text(*first * 3600) : "\u2013") + "</td><td>" +
           grouped(displayed) + "</td><td>" + grouped(acknowledged) + "</td><td>" +
           percent(acknowledged, displayed) + "</td>";
    if (page.expected) {
      out += std::string(seen > *page.expected ? "<td class=\"warn\">" : "<td>") +
             percent(seen, *page.expected) + "</td>";
    }
    out += "<td class=\"wide\">" + (half ? std::to_string(*half) + "\u202fh" : "\u2013") +
           "</td><td class=\"wide\">" + spark_svg(*notice) + "</td></tr>";
  }
  return out + "</tbody></table></div>";
}

std::string card(const std::string& number, const std::string& words) {
  return "<div class=\"card\"><b>" + number + "</b><span>" + words + "</span></div>";
}

std::vector<const Notice*> newest_first(const Page& page) {
  std::vector<const Notice*> notices;
  for (const Notice& notice : page.notices) notices.push_back(&notice);
  std::stable_sort(notices.begin(), notices.end(), [](const Notice* a, const Notice* b) {
    return first_hour(*a).value_or(a->opened) > first_hour(*b).value_or(b->opened);
  });
  return notices;
}

}  // namespace

Groups merged_groups(const Groups& groups) {
  std::vector<std::pair<std::string, std::uint64_t>> rows(groups.begin(), groups.end());
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    if ((a.first == "other") != (b.first == "other")) return a.first == "other";
    return a.second != b.second ? a.second < b.second : a.first < b.first;
  });
  Groups merged;
  std::uint64_t before = 0;
  for (const auto& [name, count] : rows) {
    const bool is_small = count < kLeastGroup || (before > 0 && before < kLeastGroup);
    merged[is_small ? "other" : name] += count;
    before += count;
  }
  const auto other = merged.find("other");
  if (other != merged.end() && other->second < kLeastGroup) merged.erase(other);
  return merged;
}

std::optional<std::int64_t> half_reached_in(const Hours& hours) {
  const std::uint64_t total = sum(hours);
  std::uint64_t so_far = 0;
  for (const auto& [hour, count] : hours) {
    so_far += count;
    if (so_far * 2 >= total) return hour - hours.begin()->first + 1;
  }
  return std::nullopt;
}

std::string html(const Page& page) {
  const auto notices = newest_first(page);
  std::uint64_t receipts = 0;
  std::size_t with_receipts = 0;
  for (const Notice* notice : notices) {
    receipts += sum(notice->displayed) + sum(notice->acknowledged);
    with_receipts += first_hour(*notice) ? 1 : 0;
  }
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
      "http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'\"><meta name=\"viewport\" "
      "content=\"width=device-width, "
      "initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\"><title>Receipts seen</title><style>";
  out += kStyle;
  out +=
      "</style></head><body><h1>Receipts seen</h1><p>Nobody attests receipts: anybody who knows the form can "
      "send one. "
      "Made from " +
      escaped_markup(page.source) + ", " + minute_text(page.made_at) + " UTC.</p>";
  if (!page.note.empty()) out += "<p>" + escaped_markup(page.note) + "</p>";
  out += "<div class=\"cards\">" + card(grouped(receipts), "receipts, each counted once") +
         card(grouped(with_receipts), with_receipts == 1 ? "notice with receipts" : "notices with receipts");
  if (!notices.empty()) {
    const std::uint64_t displayed = sum(notices[0]->displayed), acknowledged = sum(notices[0]->acknowledged);
    out += card(grouped(displayed), "displays of the newest") +
           card(percent(acknowledged, displayed), "of them acknowledged");
    if (page.expected) {
      out += card(percent(sum(counted(*notices[0])), *page.expected),
                  "of " + grouped(*page.expected) + " expected reached");
    }
  }
  out += "</div>";
  if (notices.empty()) return out + "<h2>No notices yet</h2></body></html>\n";
  out += "<h2>" + name_of(*notices[0]) + "</h2>";
  if (page.expected) out += reached_line(*notices[0], *page.expected);
  out += detail_section(*notices[0]) + table(notices, page);
  if (notices.size() > 1) out += "<h2>Each notice</h2>";
  for (std::size_t i = 1; i < notices.size(); ++i) {
    out += "<details><summary>" + name_of(*notices[i]) + "</summary>";
    if (page.expected) out += reached_line(*notices[i], *page.expected);
    out += detail_section(*notices[i]) + "</details>";
  }
  return out + "</body></html>\n";
}

}  // namespace tocsin::report_page
