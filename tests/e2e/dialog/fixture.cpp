// The real window over a catalog and a machine from files, so that it can be driven without an installed,
// signed set.
//   dialog_fixture --catalog FILE --facts FILE --acts FILE [--locales LIST] [--ids LIST] [--at TIME]
//   [--interface TAG|pseudo]
//   [--held-back N]
//                  [--fail] [--test-keys no] [--guard-clock FILE] [--opener FILE] [--successor FILE]
// --guard-clock: the click guard reads its clock, in milliseconds, from this file. Default: the real clock.
// Every act becomes a line of the acts file, and so does every link, unless an opener is named. The successor
// is the program that this one becomes after its window is closed.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>

#include "notifier/dialog/show_notices.h"
#include "notifier/facts/file.h"
#include "notifier/platform/posix/session.h"
#include "notifier/platform/session.h"
#include "notifier/present/strings.h"
#include "packaging/kit/files/author_bytes.h"
#include "schema/platform/files.h"

namespace tocsin {

using namespace dialog;
namespace {

using Options = std::map<std::string, std::string>;

/// One line an act, on disk before it is said to be recorded.
class LineRecorder : public Recorder {
 public:
  LineRecorder(std::string path, bool fails) : path_(std::move(path)), fails_(fails) {}
  Result<void> displayed(const Act& act) override { return write("displayed", act); }
  Result<void> acknowledged(const Act& act) override { return write("acknowledged", act); }
  Result<void> put_off(const Act& act, Instant until) override {
    return write("put-off:" + format_instant(until), act);
  }
  std::string what_is_sent(const Act& act) override {
    return "{\"messageid\":\"" + std::string(act.message->id) + "\",\"locale\":\"" + act.locale + "\"}";
  }
  Result<void> line(const std::string& text) const {
    std::ofstream out(path_, std::ios::app);
    out << text << std::endl;
    if (!out) return fail(Code::io, "fixture.record", "cannot write");
    return {};
  }

 private:
  Result<void> write(const std::string& what, const Act& act) const {
    if (fails_) return fail(Code::io, "fixture.record", "the disk is full");
    return line(what + " " + std::string(act.message->id) + " " + act.locale);
  }
  std::string path_;
  bool fails_;
};

std::vector<std::string> words(const std::string& list) {
  std::vector<std::string> out;
  std::istringstream in(list);
  for (std::string word; std::getline(in, word, ',');) out.push_back(word);
  return out;
}

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "dialog_fixture: %s\n", why.c_str());
  std::exit(2);
}

template <typename T>
T or_give_up(Result<T> result) {
  if (!result) give_up(describe(result.error()));
  return std::move(*result);
}

Options options_of(int count, char** arguments) {
  Options out = {{"locales", "en"}, {"at", "2026-11-22T08:00:00Z"}, {"held-back", "0"}};
  for (int k = 1; k < count; ++k) {
    const std::string name = std::string(arguments[k]).substr(2);
    if (name == "fail") {
      out[name] = "yes";
    } else if (k + 1 < count) {
      out[name] = arguments[++k];
    }
  }
  for (const char* needed : {"catalog", "facts", "acts"}) {
    if (!out.contains(needed)) give_up(std::string("--") + needed + " is missing");
  }
  return out;
}

struct Scene {
  explicit Scene(Options given)
      : options(std::move(given)),
        catalog(or_give_up(parse_catalog(AuthorBytes::of(or_give_up(read_file(options["catalog"], 8 << 20))),
                                         ReadMode::strict))),
        facts(or_give_up(parse_facts_file(or_give_up(read_file(options["facts"], 8 << 20))))),
        theirs(brand()) {
    config.link_hosts = {"support.example.com"};
    config.support_url = "https://support.example.com/";
    release.epoch = 2;
    release.serial = 7;
    release.issued = *parse_instant("2026-11-20T00:00:00Z");
    release.signed_by = {"0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"};
    theirs.test_keys = options["test-keys"] != "no";
  }

  [[nodiscard]] std::vector<const Message*> due(Instant now, const std::vector<std::string>& locales) {
    auto messages = in_order(evaluate(catalog, *facts, now, locales, Decisions(), ShowRules{}));
    const auto ids = words(options["ids"]);
    if (ids.empty()) return messages;
    std::erase_if(messages, [&](const Message* m) { return std::ranges::find(ids, m->id) == ids.end(); });
    return messages;
  }

  [[nodiscard]] Presentation presentation() {
    const Instant now = *parse_instant(options["at"]);
    Presentation out{catalog, config, release, theirs};
    out.locales = words(options["locales"]);
    out.due = due(now, out.locales);
    out.explained = explain(catalog, *facts, now, out.locales, Decisions(), ShowRules{});
    out.host = "console-1";
    out.held_back = std::stoul(options["held-back"]);
    out.policy_lines = {"NoActor=1 (/etc/example-messenger.conf:3)"};
    out.machine_policy = "/etc/example-messenger.conf";
    out.user_policy = "/home/reader/.config/example-messenger.conf";
    out.now = [now] { return now; };
    return out;
  }

  /// An absent or unreadable file is the time 0.
  [[nodiscard]] ClickGuard guard() {
    const std::string path = options["guard-clock"];
    if (path.empty()) return ClickGuard();
    return ClickGuard([path] {
      std::int64_t ms = 0;
      std::ifstream(path) >> ms;
      return ClickGuard::Clock::time_point(std::chrono::milliseconds(ms));
    });
  }

  Options options;
  Catalog catalog;
  std::unique_ptr<FileFacts> facts;
  Brand theirs;
  Config config;
  ProvenRelease release;
};

Result<void> open(const LineRecorder& recorder, const std::string& opener, const std::string& url) {
  if (opener.empty()) return recorder.line("open " + url);
  const Opener program{opener, {}};
  return open_link_with(url, {&program, 1});
}

Result<void> become_successor(const std::filesystem::path& program) {
  if (program.empty()) return {};
  return become(program.parent_path(), program.filename(), {});
}

int run(int count, char** arguments) {
  Scene scene(options_of(count, arguments));
  const auto spoken = words(scene.options["interface"]);
  if (spoken == std::vector<std::string>{"pseudo"}) {
    choose_pseudo_language();
  } else {
    choose_interface_language(spoken);
  }
  LineRecorder recorder(scene.options["acts"], scene.options.contains("fail"));
  Presentation presentation = scene.presentation();
  if (presentation.due.empty()) give_up("nothing is due");
  Presenter presenter(std::move(presentation), recorder);
  auto done = show_notices(
      presenter, [&](const std::string& url) { return open(recorder, scene.options["opener"], url); },
      scene.guard());
  if (done) done = become_successor(scene.options["successor"]);
  if (!done) std::fprintf(stderr, "%s\n", describe(done.error()).c_str());
  return done ? 0 : exit_code(done.error().code);
}

}  // namespace
}  // namespace tocsin

int main(int count, char** arguments) {
  return tocsin::run(count, arguments);
}
