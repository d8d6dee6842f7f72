// A session of an author's catalog with one notice, whose record lies in a temporary folder. Tests only.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "notifier/session/session.h"
#include "schema/platform/native_path.h"
#include "tests/notifier/present/presented.h"
#include "tests/schema/platform/scratch.h"

namespace tocsin::test {

struct ReadHere {
  Scratch scratch;
  std::vector<std::string> remarks;
  Session session;

  explicit ReadHere(const std::string& withdrawn = {})
      : session(places_in(scratch), Policy{}, set_of(withdrawn),
                [this](Level, const std::string& text) { remarks.push_back(text); }) {
    session.conf = MachineConf{"1"};
    scratch.write("var/secret", serialise_machine_secret(std::string(kMachineSecretBytes, 's')));
    session.is_member = true;
    session.locales = {"en"};
    session.verdicts = {{&session.set.catalog.messages[0], Reason::due}};
  }

  static Places places_in(const Scratch& scratch) {
    Places places;
    places.root = scratch.path();
    places.install_folder = scratch / "opt";
    places.machine_folder = scratch / "var";
    places.machine_policy = "/etc/example-messenger.conf";
    places.state_db = scratch / "state/state.db";
    return places;
  }

  static InstalledSet set_of(const std::string& withdrawn) {
    InstalledSet set;
    set.release.notices.position = {2, 7};
    set.catalog =
        catalog_of(message_xml("one", "severity=\"info\"", text_xml("en", "Title", "<p>B</p>")) + withdrawn);
    return set;
  }

  /// The steps after the proof, on this machine, with the same places.
  std::unique_ptr<Session> established(RecordUse use) {
    return session_of(session.places, Policy{}, set_of({}), use, session.remark);
  }

  [[nodiscard]] bool show(const std::function<void(Presenter&)>& acts) {
    return show_recorded(session, presentation_of(session),
                         [&acts](Presenter& presenter) {
                           acts(presenter);
                           return Result<void>();
                         })
        .has_value();
  }

  void displayed_once(const std::string& message, const std::string& title) {
    static std::uint32_t revision = 0;
    const HistoryRow row{.message = message,
                         .revision = ++revision,
                         .what = "displayed",
                         .when = *parse_instant(kNow),
                         .release = {2, 7},
                         .title = title,
                         .locale = "en"};
    REQUIRE(session.store->record_displayed(row, std::nullopt).has_value());
  }

  /// "displayed one, acknowledged one"
  [[nodiscard]] std::string history() {
    std::string out;
    for (const HistoryRow& row : session.store->history().value_or(std::vector<HistoryRow>{}))
      out += (out.empty() ? "" : ", ") + row.what + " " + row.message;
    return out;
  }
};

}  // namespace tocsin::test
