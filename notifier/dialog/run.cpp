// The order is what makes it safe: who runs, is it allowed, is it proven, does it concern this reader; only
// then a window.
#include "notifier/dialog/run.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "notifier/dialog/show_notices.h"
#include "notifier/platform/identity.h"
#include "notifier/platform/session.h"
#include "notifier/record/state_reader.h"
#include "notifier/session/session.h"
#include "schema/core/brand.h"
#include "schema/platform/log.h"
#include "schema/platform/native_path.h"
#include "schema/trust/digest.h"

namespace tocsin::dialog {
namespace {

constexpr std::string_view kRoot = "--root";

Failure bad(std::string detail) {
  return fail(Code::invalid_argument, "dialog.arguments", std::move(detail));
}

bool set_flag(DialogArguments& into, std::string_view word) {
  if (word == "--scheduled") return into.scheduled = true;
  if (word == "--help" || word == "-h") return into.help = true;
  if (word == "--version") return into.version = true;
  return false;
}

int failed(const Error& error, Event event = Event::note) {
  log_error(event, error);
  return exit_code(error.code);
}

Result<SingleInstance> be_the_only_one(const Places& places) {
  const auto folder = native_path(places.state_db).parent_path();
  return SingleInstance::take(std::string(brand().unit), utf8_path(folder));
}

/// Errors: conflict when this session has a dialog already, unavailable without a display.
Result<void> show_what_is_due(Session& here) {
  Presentation presentation = presentation_of(here);
  if (presentation.due.empty() && presentation.withdrawn_titles.empty()) return {};
  if (!has_display())
    return fail(Code::unavailable, "dialog.show", "notices are due, but there is no display");
  const SingleInstance only = TRY(be_the_only_one(here.places));
  return show_recorded(here, std::move(presentation),
                       [](Presenter& presenter) { return show_notices(presenter, open_link); });
}

/// Whether the sender has something to do.
bool receipts_wait(Session& here) {
  if (!here.store) return false;
  const auto rows = here.store->outbox();
  if (!rows) return false;
  const Instant now = here.now();
  return std::ranges::any_of(*rows, [&](const OutboxRow& row) {
    const bool is_due = is_receipt_due(row.next_attempt, now) || here.policy.no_receipts;
    return row.state == OutboxRow::State::queued && is_due;
  });
}

/// What is to be started when this program ends.
struct Successor {
  std::string folder;
  std::string program;  // empty: none
  std::vector<std::string> arguments;
  bool hidden = false;
};

Successor successor(Session& here) {
  const auto live = live_folder(here.places);
  if (live && *live != here.set.folder) return {*live, std::string(brand().gate_file), {}, false};
  if (!receipts_wait(here)) return {};
  return {here.set.folder, std::string(brand().control_file), {"send"}, true};
}

int end_as(Successor next, const std::string& root) {
  if (next.program.empty()) return 0;
  if (!root.empty()) next.arguments.insert(next.arguments.begin(), {"--root", root});
  const auto became = become(next.folder, next.program, next.arguments, next.hidden);
  return became ? 0 : failed(became.error());
}

}  // namespace

Result<DialogArguments> parse_dialog_arguments(std::span<const char* const> arguments) {
  DialogArguments found;
  for (std::size_t k = 0; k < arguments.size(); ++k) {
    std::string_view word = arguments[k];
    if (set_flag(found, word)) continue;
    if (word == kRoot) {
      if (++k == arguments.size()) return bad("--root takes a folder");
      found.root = arguments[k];
    } else if (word.starts_with("--root=")) {
      found.root = word.substr(kRoot.size() + 1);
    } else {
      return bad("unknown argument " + std::string(word));
    }
    if (found.root.empty()) return bad("--root takes a folder");
  }
  return found;
}

int run_dialog(const DialogArguments& arguments) {
  // 1. Never with privilege.
  if (is_privileged()) {
    return failed(Error{
        .code = Code::denied, .operation = "dialog.start", .detail = "not for root, SYSTEM or a service"});
  }
  // 2. No configuration file of libcrypto's.
  if (const auto crypto = init_crypto(); !crypto) return failed(crypto.error());
  // 3. The off switch, before anything else is opened.
  const Places places = known_places(brand(), arguments.root);
  const Policy policy = read_policy(places);
  if (policy.disable || (arguments.scheduled && policy.logon_only)) return 0;
  if (brand().test_keys) log_line(Event::note, Level::warning, "TEST_KEYS: this build trusts published keys");
  // 4. Proof, then what is due to this reader.
  auto here = open_session(places, policy, RecordUse::keep,
                           [](Level level, const std::string& text) { log_line(Event::note, level, text); });
  if (!here) return failed(here.error(), Event::refused);
  for (const auto& remark : (*here)->set.config.remarks)
    log_line(Event::note, Level::warning, "config: " + remark);
  find_withdrawals(**here);
  // 5. One window a session, for as long as the reader wants it.
  if (const auto shown = show_what_is_due(**here); !shown) {
    return shown.error().code == Code::conflict ? exit_code(Code::conflict) : failed(shown.error());
  }
  // 6. Store and lock are closed before another program takes this one's place.
  Successor next = successor(**here);
  here->reset();
  return end_as(std::move(next), places.root);
}

}  // namespace tocsin::dialog
