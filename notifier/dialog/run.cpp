// See run.h. The order is the safety: who runs, may it at all, is it proven, does it concern this reader;
// only then a window.
#include "notifier/dialog/run.h"

#include <string>
#include <utility>
#include <vector>

#include "notifier/acts/live_recorder.h"
#include "notifier/dialog/show_notices.h"
#include "notifier/platform/identity.h"
#include "notifier/platform/session.h"
#include "notifier/receipts/identity.h"
#include "notifier/session/live_set.h"
#include "notifier/session/situation.h"
#include "schema/core/brand.h"
#include "schema/platform/log.h"
#include "schema/platform/native_path.h"
#include "schema/trust/digest.h"

namespace tocsin {
namespace {

int failed(const Error& error, Event event = Event::note) {
  log_error(event, error);
  return exit_code(error.code);
}

Result<SingleInstance> be_the_only_one(const Places& places) {
  const auto folder = native_path(places.state_db).parent_path();
  return SingleInstance::take(std::string(brand().unit), utf8_path(folder));
}

Result<void> show(Situation& here, Recorder& recorder) {
  Logged logged(recorder);
  Presenter presenter(presentation_of(here), logged);
  return show_notices(presenter, open_link);
}

Result<void> show_recording(Situation& here) {
  if (!here.store || !here.conf) {
    Unrecorded recorder(here.store_error);
    return show(here, recorder);
  }
  const ReceiptIdentity identity = receipt_identity(*here.conf, machine_id(here.places.root), user_id());
  LiveRecorder recorder(*here.store, brand(), identity, here.set.config, here.policy, here.set.release.epoch,
                        here.set.release.serial, [&here] { return here.now(); });
  Marking marking(recorder, here.places.machine_folder);
  return show(here, marking);
}

/// What is to be started when this program ends.
struct Successor {
  std::string folder;
  std::string program;  // empty: none
  std::vector<std::string> arguments;
  bool hidden = false;
};

Successor successor(Situation& here) {
  const auto live = live_folder(here.places);
  if (live && *live != here.folder) return {*live, std::string(brand().gate_file), {}, false};
  if (!receipts_wait(here)) return {};
  return {here.folder, std::string(brand().control_file), {"send"}, true};
}

int end_as(Successor next, const std::string& root) {
  if (next.program.empty()) return 0;
  if (!root.empty()) next.arguments.insert(next.arguments.begin(), {"--root", root});
  const auto became = become(next.folder, next.program, next.arguments, next.hidden);
  return became ? 0 : failed(became.error());
}

/// Errors: conflict when this session has a dialog already, unavailable without a display.
Result<void> show_what_is_due(Situation& here) {
  if (!has_display())
    return fail(Code::unavailable, "dialog.show", "notices are due, but there is no display");
  const auto only = be_the_only_one(here.places);
  if (!only) return Failure(only.error());
  return show_recording(here);
}

}  // namespace

int run_dialog(const DialogArguments& arguments) {
  // 1. Never with privilege.
  if (is_privileged())
    return failed({Code::denied, "dialog.start", "not for root, SYSTEM or a service", {}, 0, 0});
  // 2. No configuration file of libcrypto's.
  if (const auto crypto = init_crypto(); !crypto) return failed(crypto.error());
  Successor next;
  std::string root;
  {
    // 3. The off switch, before anything else is opened.
    Situation here(arguments.root);
    root = here.places.root;
    if (here.policy.disable || (arguments.scheduled && here.policy.logon_only)) return 0;
    if (brand().test_keys)
      log_line(Event::note, Level::warning, "TEST_KEYS: this build trusts published keys");
    // 4. Proof, then what is due to this reader.
    if (const auto known = establish(here); !known) return failed(known.error(), Event::refused);
    // 5. One window a session, for as long as the reader wants it.
    if (!here.due.empty() || !here.withdrawn.empty()) {
      const auto shown = show_what_is_due(here);
      if (!shown && shown.error().code == Code::conflict) return exit_code(Code::conflict);
      if (!shown) return failed(shown.error());
    }
    // 6. Store and lock are closed before another program takes this one's place.
    next = successor(here);
  }
  return end_as(std::move(next), root);
}

}  // namespace tocsin
