// The standing texts around the notices: why, what is sent, copy, off switch, foot.
#include "notifier/present/presenter.h"
#include "notifier/present/strings.h"
#include "notifier/present/why_text.h"
#include "schema/core/text/text.h"

namespace tocsin {
namespace {

void add_line(std::string& out, std::string_view line) {
  if (line.empty()) return;
  out += line;
  out += '\n';
}

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : ", ") + item;
  return out;
}

}  // namespace

std::string Presenter::why(std::size_t index) const {
  const Message& message = *notices_.at(index).message;
  const ExplainedMessage* known = explained(message);
  return why_text(known != nullptr ? *known : ExplainedMessage{&message, Reason::due, {}, {}, {}},
                  from_.brand);
}

std::string Presenter::what_is_sent(std::size_t index) const {
  const std::string json = recorder_.what_is_sent(act_on(notices_.at(index)));
  if (json.empty()) return std::string(tr("Nothing is sent: receipts are switched off here.")) + "\n";
  std::string out = std::string(tr("Exactly this is sent when you acknowledge:")) + "\n\n" + json + "\n\n";
  if (from_.config.send_displayed) {
    out += std::string(
               tr("That the notice was on screen is sent the same way, once, as outcome \"displayed\".")) +
           "\n";
  }
  return out + std::string(tr("Nothing else leaves this computer.")) + "\n";
}

std::string Presenter::copy_text(std::size_t index) const {
  const NoticeView view = notice(index);
  std::string out;
  add_line(out, view.title);
  add_line(out, view.severity_word + ", " + view.category_word +
                    (view.reference.empty() ? "" : ", " + view.reference));
  add_line(out, view.act_by);
  out += "\n" + view.body + "\n\n";
  if (!view.link_url.empty()) add_line(out, view.link_label + ": " + view.link_url);
  add_line(out, foot());
  return out;
}

std::string Presenter::how_to_turn_off() const {
  const bool is_registry = from_.brand.platform.starts_with("windows");
  const auto for_all =
      is_registry ? tr("For everyone on this computer: an administrator sets the value Disable (DWORD) to "
                       "1 in the registry key {place}, or by Group Policy.")
                  : tr("For everyone on this computer: an administrator writes the line Disable=1 to "
                       "{place}.");
  const auto for_one =
      is_registry ? tr("For you alone: set the value Disable (DWORD) to 1 in the registry key {place}.")
                  : tr("For you alone: write the line Disable=1 to {place}.");
  std::string out = filled(for_all, {{"place", from_.machine_policy}}) + "\n";
  if (!from_.user_policy.empty()) out += filled(for_one, {{"place", from_.user_policy}}) + "\n";
  out +=
      "\n" +
      filled(
          tr("Then nothing from {vendor} is shown to you here and nothing is sent. What is lost: you are no "
             "longer "
             "told in time when a component is retired, a version loses support or a fault needs a patch."),
          {{"vendor", from_.brand.vendor}}) +
      "\n\n";
  out +=
      tr("NoReceipts=1 instead keeps the notices and sends nothing. MinimumSeverity=critical keeps the "
         "critical ones.");
  out += "\n";
  if (from_.policy_lines.empty()) return out;
  out += "\n" + std::string(tr("In force now:")) + "\n";
  for (const auto& line : from_.policy_lines) add_line(out, "\u2022 " + sanitised(line, 300));
  return out;
}

std::string Presenter::support_url() const {
  const std::string& url = from_.config.support_url;
  const std::string host = host_of(url);
  return !host.empty() && is_allowed_link(url, std::span(&host, 1)) ? url : std::string();
}

std::string Presenter::support_host() const {
  return host_of(support_url());
}

std::string Presenter::foot() const {
  std::vector<std::string> keys;
  for (const auto& key : from_.release.signed_by) keys.push_back(key.substr(0, 8));
  const std::string serial = std::to_string(from_.release.epoch) + "." + std::to_string(from_.release.serial);
  return filled(tr_count("Signed by {vendor} (key {keys}), serial {serial}, issued {date}",
                         "Signed by {vendor} (keys {keys}), serial {serial}, issued {date}", keys.size()),
                {{"vendor", from_.brand.vendor},
                 {"keys", joined(keys)},
                 {"serial", serial},
                 {"date", format_date(from_.release.issued, from_.locales, from_.offset)}});
}

std::string Presenter::test_warning() const {
  if (!from_.brand.test_keys) return {};
  return std::string(tr("TEST KEYS: anyone can sign notices for this build. Do not act on what it says."));
}

std::string Presenter::more_line() const {
  if (from_.held_back == 0) return {};
  return filled(tr_count("{n} more notice follows at a later logon.",
                         "{n} more notices follow at later logons.", from_.held_back),
                {{"n", std::to_string(from_.held_back)}});
}

std::vector<std::string> Presenter::withdrawn_lines() const {
  std::vector<std::string> out;
  for (const auto& title : from_.withdrawn_titles) {
    out.push_back(filled(
        tr("{vendor} has withdrawn a notice you have read: \u201c{title}\u201d. It no longer applies."),
        {{"vendor", from_.brand.vendor}, {"title", sanitised(title, 120)}}));
  }
  return out;
}

}  // namespace tocsin
