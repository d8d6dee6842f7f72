// A catalog, a fake Recorder and the Presentation over them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "notifier/present/presenter.h"
#include "packaging/kit/files/author_bytes.h"

namespace tocsin {

/// Keeps the acts it was asked to record; fails every act while `trouble` is set.
class FakeRecorder : public Recorder {
 public:
  std::vector<std::string> acts;
  std::optional<Error> trouble;
  std::string json = R"({"id":"x"})";

  Result<void> displayed(const Act& act) override { return note("displayed", act); }
  Result<void> acknowledged(const Act& act) override { return note("acknowledged", act); }
  Result<void> put_off(const Act& act, Instant until) override {
    return note("put-off until " + format_instant(until), act);
  }
  std::string what_is_sent(const Act& act) override {
    return json.empty() ? json : json + std::string(act.message->id) + " " + act.locale;
  }

 private:
  Result<void> note(const std::string& what, const Act& act) {
    if (trouble) return fail(*trouble);
    acts.push_back(what + " " + std::string(act.message->id) + " " + act.locale + " " + act.title);
    return {};
  }
};

inline constexpr std::string_view kNow = "2026-11-22T08:00:00Z";

inline std::string message_xml(const std::string& id, const std::string& attributes,
                               const std::string& inside) {
  return "<message id=\"" + id +
         "\" category=\"lifecycle\" audience=\"all\" expires=\"2027-06-01T00:00:00Z\" " + attributes + ">" +
         inside + "</message>";
}

inline std::string text_xml(const std::string& locale, const std::string& title, const std::string& body,
                            const std::string& link = {}) {
  return "<text locale=\"" + locale + "\"><title>" + title + "</title><body>" + body + "</body>" + link +
         "</text>";
}

inline Catalog catalog_of(const std::string& messages) {
  auto parsed =
      parse_catalog(AuthorBytes::of("<catalog xmlns=\"urn:tocsin:catalog:1\" default-locale=\"en\">" +
                                    messages + "</catalog>"),
                    ReadMode::client);
  return parsed ? std::move(*parsed) : Catalog();
}

/// Owns everything that a presenter refers to. The clock shows kNow, in UTC, until a test sets `now`.
struct Stage {
  explicit Stage(const std::string& messages) : catalog(catalog_of(messages)) {
    config.link_hosts = {"support.example.com"};
    config.support_url = "https://help.example.com/";
    release.notices.position = {2, 7};
    release.notices.issued = to_unix(*parse_instant("2026-11-20T00:00:00Z"));
    release.notices.signed_by = {"0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"};
    brand_ = brand();
    brand_.test_keys = false;
    brand_.platform = "linux-x86_64";  // on every system that runs the tests
  }

  [[nodiscard]] Presentation presentation() {
    Presentation out{catalog, config, release, brand_};
    for (const auto& message : catalog.messages) out.due.push_back(&message);
    out.locales = locales;
    out.host = "console-1";
    out.machine_policy = "/etc/example-messenger.conf";
    out.user_policy = "/home/reader/.config/example-messenger.conf";
    out.now = [this] { return now; };
    out.offset = [](Instant) { return Duration(0); };
    return out;
  }

  Catalog catalog;
  Config config;
  ProvenRelease release;
  Brand brand_;
  std::vector<std::string> locales = {"en-GB"};
  Instant now = *parse_instant(kNow);
  FakeRecorder recorder;
};

}  // namespace tocsin
