// Everything the window and the terminal show, as words, and the reader's acts on it.
// Layer: notifier. Knows no toolkit, no file and no network; the Recorder is its only way to the store.
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

/// What the window is built from. References outlive the presenter.
struct Presentation {
  const Catalog& catalog;
  const Config& config;
  const ProvenRelease& release;
  const Brand& brand;
  std::vector<const Message*> due = {};          // in order of showing
  std::vector<ExplainedMessage> explained = {};  // of the due ones at least
  std::vector<std::string> locales = {};         // the reader's, best first
  std::string host = {};
  std::size_t held_back = 0;
  std::vector<std::string> policy_lines = {};      // "NoActor=1 (/etc/example-messenger.conf:3)"
  std::string machine_policy = {};                 // the file in which an administrator switches off
  std::string user_policy = {};                    // the reader's own; may be empty
  std::vector<std::string> withdrawn_titles = {};  // had been on screen; to be told once
  std::function<void()> withdrawn_told = {};       // called when they have been
  std::function<Instant()> now = {};
  UtcOffset offset = local_offset;
};

enum class NoticeState : std::uint8_t { undecided, acknowledged, put_off };

/// One row of the choice of a language; also the index for choose_language.
struct LanguageChoice {
  std::string locale;
  std::string name;  // in itself
};

struct RemindOption {
  enum class Kind : std::uint8_t { tomorrow, in_a_week };
  Kind kind = Kind::tomorrow;
  std::string label;
  Instant until;
};

/// One notice as it is read. Every text is valid UTF-8 without text_fault; empty means "not there".
struct NoticeView {
  std::string id;
  std::string title;
  Severity severity = Severity::info;
  std::string severity_word;  // "Critical"
  std::string category_word;  // "End of life"
  std::string reference;      // "Reference 119053"
  std::string body;
  std::string link_label, link_url, link_host;
  std::string act_by;  // "Act by 31 January 2027", "No action needed"
  bool has_act_by = false;
  std::string remark;  // comes back once; serves for all administrators
  std::string locale;  // of the text chosen
  bool right_to_left = false;
  std::vector<LanguageChoice> languages;
  std::size_t language = 0;  // index of the one chosen
  NoticeState state = NoticeState::undecided;
  std::vector<RemindOption> reminders;  // empty when it cannot be put off
};

/// What became of an act, and the sentence for the status line.
struct Done {
  bool recorded = false;
  std::string status;
};

class Presenter {
 public:
  Presenter(Presentation presentation, Recorder& recorder);

  [[nodiscard]] std::size_t size() const { return notices_.size(); }
  /// "Example Console on HOST: 1 critical, 2 others", of those not decided yet.
  [[nodiscard]] std::string window_title() const;
  /// "critical, 1 of 3, not yet acknowledged: title"
  [[nodiscard]] std::string row(std::size_t index) const;
  [[nodiscard]] NoticeView notice(std::size_t index) const;
  [[nodiscard]] std::optional<std::size_t> next_undecided(std::size_t after) const;

  void choose_language(std::size_t index, std::size_t language);
  /// The notice is on screen; recorded the first time. A failure is a sentence for the status line, else
  /// empty.
  [[nodiscard]] std::string displayed(std::size_t index);
  /// The withdrawn lines have been on screen; noted the first time.
  void withdrawals_shown();
  Done acknowledge(std::size_t index);
  Done remind(std::size_t index, RemindOption::Kind kind);

  [[nodiscard]] std::string why(std::size_t index) const;
  [[nodiscard]] std::string what_is_sent(std::size_t index) const;
  [[nodiscard]] std::string copy_text(std::size_t index) const;
  [[nodiscard]] std::string how_to_turn_off() const;

  [[nodiscard]] std::string support_url() const;  // empty unless its form is that of a link we open
  [[nodiscard]] std::string support_host() const;
  [[nodiscard]] std::string foot() const;          // "Signed by Example (key ...), release 2.7, issued ..."
  [[nodiscard]] std::string test_warning() const;  // empty but for a brand with published keys
  [[nodiscard]] std::string more_line()
      const;  // "2 more notices will be shown later"; empty when there are none
  [[nodiscard]] std::vector<std::string> withdrawn_lines() const;
  /// Whether a link of the catalog or config may be handed to the desktop.
  [[nodiscard]] bool may_open(const std::string& url) const;

 private:
  struct Notice {
    const Message* message = nullptr;
    std::size_t language = 0;  // index into message->texts
    NoticeState state = NoticeState::undecided;
    bool displayed = false;
    bool missed = false;  // on screen, but that could not be recorded
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
