// One reader on one machine: what is proven, decided and found here, and so what is shown. The window, the
// terminal and the preview show the same session. It does not depend on a toolkit or a terminal.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "notifier/decide/evaluate.h"
#include "notifier/facts/sources/source_probe.h"
#include "notifier/platform/handled_marks.h"
#include "notifier/present/presenter.h"
#include "notifier/record/store.h"
#include "notifier/session/installed_set.h"
#include "schema/platform/log.h"
#include "schema/platform/machine_conf.h"
#include "schema/platform/policy.h"

namespace tocsin {

/// What a session does with the reader's record.
enum class RecordUse : std::uint8_t {
  none,  // does not read it: root, and questions about the machine
  read,  // reads the decisions; creates nothing
  keep,  // opens it, and creates it if there is none
};

/// Receives each fault that does not stop a session, as it is found: the window logs it, the terminal prints
/// it.
using Remark = std::function<void(Level, const std::string&)>;

/// Not movable: facts, verdicts and the presentation point into the set.
struct Session {
  Session(Places places_here, Policy policy_here, InstalledSet proven, Remark report)
      : places(std::move(places_here)),
        policy(std::move(policy_here)),
        set(std::move(proven)),
        remark(std::move(report)) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Places places;
  Policy policy;
  InstalledSet set;
  Remark remark;

  std::optional<MachineConf> conf;  // none: nobody is addressed here
  bool is_member = false;           // of the group that is addressed
  std::vector<std::string> locales;
  std::string host;

  std::optional<Store> store;  // after open_record(); none: `store_error` says why
  Error store_error;
  FoundMarks marks;
  Decisions decisions;                // the reader's, and those of other administrators that count for all
  std::vector<HistoryRow> withdrawn;  // notices as they were shown; the reader is to be told

  std::unique_ptr<SourceProbe> probe;
  std::unique_ptr<Facts> facts;
  ShowRules rules;
  Instant at;  // the time of the verdicts
  std::vector<Verdict> verdicts;

  /// The trusted time.
  [[nodiscard]] Instant now() const;
};

/// Proof of the set this program runs from, then as session_of(). Errors: those of own_folder and
/// prove_installed.
[[nodiscard]] Result<std::unique_ptr<Session>> open_session(const Places& places, const Policy& policy,
                                                            RecordUse use, const Remark& remark);

/// The steps after the proof: the reader, the record, the machine's facts, the verdicts. In doubt a notice is
/// shown: state that cannot be read is treated as empty. If machine.conf cannot be read, the user is no
/// member.
[[nodiscard]] std::unique_ptr<Session> session_of(const Places& places, const Policy& policy,
                                                  InstalledSet set, RecordUse use, const Remark& remark);

/// Opens the record, and creates it if there is none, to record what the reader does. RecordUse::keep does
/// this at once.
void open_record(Session& here);

/// Looks in the history for notices that this reader has seen and that have been withdrawn since.
void find_withdrawals(Session& here);

/// The due notices in the order of showing, and the withdrawals; for the presenter. `here` must outlive it.
[[nodiscard]] Presentation presentation_of(Session& here);
/// One notice, due or not.
[[nodiscard]] Presentation presentation_of(Session& here, const Message& message);

/// A notice of the presentation with its condition as found here.
[[nodiscard]] ExplainedMessage explained(const Message& message, Facts& facts,
                                         const std::vector<std::string>& locales);

/// Calls `show` with a presenter whose acts are recorded, marked for the other administrators, and logged. If
/// there is no record, every act fails with `store_error`. Returns what `show` returns.
[[nodiscard]] Result<void> show_recorded(Session& here, Presentation presentation,
                                         const std::function<Result<void>(Presenter&)>& show);

/// The user's state; nullopt when there is none yet (opening a Store would create the file).
[[nodiscard]] Result<std::optional<Store>> existing_store(const Places& places);

}  // namespace tocsin
