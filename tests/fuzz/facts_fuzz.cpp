// The facts file: what is read, written and read again gives the same answers.
#include "notifier/facts/file.h"

#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

/// What a catalog might ask for; other ids in a file are not asked.
const Detect& detect() {
  static const Detect kDetect = [] {
    Detect detect;
    detect.has_host = true;
    for (const std::string_view id : {"a", "anti-virus", "example-management"}) {
      detect.consoles.push_back({id, {}, 0});
      detect.components.push_back({id, {}, 0});
    }
    return detect;
  }();
  return kDetect;
}

bool same(const Finding& a, const Finding& b) {
  return a.present == b.present && a.version == b.version && (a.version.empty() || a.scheme == b.scheme);
}

void compare(FileFacts& a, FileFacts& b) {
  expect(a.host() == b.host() && a.member() == b.member() && a.locales() == b.locales(),
         "host, member, languages");
  expect(a.os().family == b.os().family && a.os().id == b.os().id && a.os().version == b.os().version &&
             a.os().arch == b.os().arch && a.os().like == b.os().like,
         "the system");
  for (const Detected& one : detect().consoles) {
    expect(same(a.console(one.id, Need::version), b.console(one.id, Need::version)), "consoles");
    expect(same(a.component(one.id, Need::presence), b.component(one.id, Need::presence)), "components");
  }
}

void run(std::string_view input) {
  const auto facts = parse_facts_file(input);
  if (!facts) {
    expect(!facts.error().detail.empty(), "a refusal says why");
    return;
  }
  const std::string written = write_facts_file(detect(), **facts, (*facts)->locales());
  const auto again = parse_facts_file(written);
  expect(again.has_value(), "what is written can be read");
  compare(**facts, **again);
  expect(write_facts_file(detect(), **again, (*again)->locales()) == written, "and is written alike");
}

const Registered kRegistered("facts", run);

}  // namespace
}  // namespace tocsin::fuzz
