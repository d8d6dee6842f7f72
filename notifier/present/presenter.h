// The texts that the window and the terminal show, and the reader's acts on the notices. Uses no toolkit,
// file or network; it reaches the store through the Recorder only.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "notifier/acts/recorder.h"
#include "notifier/decide/explain/explain.h"
#include "notifier/present/dates.h"
#include "schema/core/brand.h"
#include "schema/format/catalog/catalog.h"
#include "schema/format/config/config.h"
#include "schema/trust/proof.h"

namespace tocsin {

/// The presenter's input. The references must outlive the presenter.
struct Presentation {
  const Catalog& catalog;
  const Config& config;
  const ProvenRelease& release;
  const Brand& brand;
  std::vector<const Message*> due = {};          // in order of showing
  std::vector<ExplainedMessage> explained = {};  // at least those of `due`
  std::vector<std::string> locales = {};         // the reader's, best first
  std::string host = {};
  std::size_t held_back = 0;                       // due, but left for a later logon
  std::vector<std::string> policy_lines = {};      // "NoActor=1 (/etc/example-messenger.conf:3)"
  std::string machine_policy = {};                 // where an administrator switches notices off
  std::string user_policy = {};                    // where the reader does; may be empty
  std::vector<std::string> withdrawn_titles = {};  // shown earlier, withdrawn since; reported once
  std::function<void()> withdrawn_told = {};       // called when they have been reported
  std::function<Instant()> now = {};
  UtcOffset offset = local_offset;
};

enum class NoticeState : std::uint8_t { undecided, acknowledged, put_off };

struct RemindOption {
  enum class Kind : std::uint8_t { tomorrow, in_a_week };
  Kind kind = Kind::tomorrow;
  Instant until;
};

/// The texts of one notice. Each is valid UTF-8 without text_fault; empty if the notice has no such text.
struct NoticeView {
  std::string title;
  Severity severity = Severity::info;
  std::string severity_word;  // "Critical"
  std::string category_word;  // "Product life cycle"
  std::string reference;      // "Reference 119053"
  std::string body;
  std::string link_label, link_url, link_host;
  std::string act_by;  // "Act by 31 January 2027", "No action needed"
  bool has_act_by = false;
  std::string remark;  // that it comes back once; that one acknowledgement serves for all administrators
  bool right_to_left = false;
  std::vector<std::string> languages;  // names, each in its own language
  std::size_t language = 0;            // index of the chosen one
  NoticeState state = NoticeState::undecided;
  std::vector<RemindOption> reminders;  // empty if the notice cannot be put off
};

/// What a notice says as lines of text: title, kind, date, body, link.
[[nodiscard]] std::string plain_text(const NoticeView& view);

/// The result of an act, with the sentence for the status line.
struct Done {
  bool recorded = false;
  std::string status;
};

class Presenter {
 public:
  Presenter(Presentation presentation, Recorder& recorder);

  [[nodiscard]] std::size_t size() const { return notices_.size(); }
  /// "Example Console on HOST: 1 critical, 2 others". Counts the undecided notices.
  [[nodiscard]] std::string window_title() const;
  /// "critical, 1 of 3, not yet acknowledged: title"
  [[nodiscard]] std::string row(std::size_t index) const;
  [[nodiscard]] NoticeView notice(std::size_t index) const;
  [[nodiscard]] std::optional<std::size_t> next_undecided(std::size_t after) const;

  void choose_language(std::size_t index, std::size_t language);
  /// Records, once, that the notice has been on screen. Returns the sentence for the status line if recording
  /// failed, otherwise an empty text.
  [[nodiscard]] std::string displayed(std::size_t index);
  /// Reports, once, that the withdrawn lines have been on screen.
  void withdrawals_shown();
  Done acknowledge(std::size_t index);
  Done remind(std::size_t index, RemindOption::Kind kind);

  [[nodiscard]] std::string why(std::size_t index) const;
  [[nodiscard]] std::string what_is_sent(std::size_t index) const;
  [[nodiscard]] std::string copy_text(std::size_t index) const;
  [[nodiscard]] std::string how_to_turn_off() const;

  [[nodiscard]] std::string support_url() const;  // empty unless it has the form of a link that may be opened
  [[nodiscard]] std::string support_host() const;
  [[nodiscard]] std::string foot() const;          // "Signed by Example (key ...), serial 2.7, issued ..."
  [[nodiscard]] std::string test_warning() const;  // empty unless the brand trusts published keys
  [[nodiscard]] std::string more_line() const;     // "2 more notices follow ..."; empty if no more follow
  [[nodiscard]] std::vector<std::string> withdrawn_lines() const;
  /// Whether this link may be handed to the desktop: its host is on the signed list.
  [[nodiscard]] bool may_open(const std::string& url) const;

 private:
  struct Notice {
    const Message* message = nullptr;
    std::size_t language = 0;  // index into message->texts
    NoticeState state = NoticeState::undecided;
    bool displayed = false;
    bool missed = false;  // was on screen, but recording that failed
  };
  [[nodiscard]] const Text& text_of(const Notice& notice) const;
  [[nodiscard]] Act act_on(const Notice& notice) const;
  void record_missed(Notice& notice);
  [[nodiscard]] std::vector<RemindOption> reminders(const Notice& notice) const;
  [[nodiscard]] const ExplainedMessage* explained(const Message& message) const;
  [[nodiscard]] std::string date(Instant at) const;

  Presentation from_;
  Recorder& recorder_;
  std::vector<Notice> notices_;
  bool withdrawn_told_ = false;
};

}  // namespace tocsin
