// verify and inspect of a patch: a client's verdict on the whole file, with any of its bytes changed.
#include "packaging/kit/release/client_verdict.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/release/inspect.h"
#include "schema/core/text/text.h"
#include "tests/packaging/kit/release/patch_bench.h"
#include "tests/schema/trust/patch_samples.h"

namespace tocsin::test {
namespace {

using Words = std::vector<std::string>;

const Words kThen = {"--at", "2025-11-25T00:00:00Z"};
constexpr std::string_view kAccept = "ACCEPT notices 1.9 programs 1.7";

/// patch.bin
std::string packed(const Workbench& bench) {
  signed_drafts(bench);
  run_command(pack_arguments(bench));
  return bench("patch.bin");
}

TEST_CASE("verify a patch") {
  const Workbench bench;
  const std::string patch = packed(bench);
  RootSpec other;
  other.product = "other.messenger";
  RootSpec later;
  later.version = 2;
  later.notices.floor = 9;
  RootSpec twin;
  twin.notices.floor = 1;
  struct Row {
    std::string_view name;
    Words more;
    std::string_view line;
  };
  const Row rows[] = {
      {"by the brand's root", kThen, kAccept},
      {"product and platform", with(kThen, {"--product", "example.messenger", "--platform", "linux-x86_64"}),
       kAccept},
      {"accepted before", with(kThen, {"--accepted-programs", "1.7", "--accepted-notices", "1.9"}), kAccept},
      {"a second before expiry", {"--at", "2026-01-30T23:59:59Z"}, kAccept},
      {"at expiry", {"--at", "2026-01-31T00:00:00Z"}, "EXPIRED notices"},
      {"the root expired", {"--at", "2036-01-01T00:00:00Z"}, "ROOT_EXPIRED root"},
      {"other platform", with(kThen, {"--platform", "windows-x86_64"}), "PLATFORM programs"},
      {"accepted notices 1.10", with(kThen, {"--accepted-notices", "1.10"}), "ROLLBACK notices"},
      {"accepted programs 1.8", with(kThen, {"--accepted-programs", "1.8"}), "ROLLBACK programs"},
      {"newest time", with(kThen, {"--accepted-notices", "1.6@2026-02-22T00:00:00Z"}), "EXPIRED notices"},
      {"another root 1", with(kThen, {"--root", bench.write("twin", root(twin))}), "ROOT_EQUIVOCATION root"},
      {"a newer root", with(kThen, {"--root", bench.write("later", root(later))}), "ROOT_OLD root"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const CapturedRun run = run_command(with({"verify", patch}, row.more));
    CHECK(run.out == std::string(row.line) + "\n");
    CHECK(run.exit_code == (row.line.starts_with("ACCEPT") ? 0 : 5));
  }
  CHECK(run_command(with({"verify", patch, "--root", bench.write("other", root(other))}, kThen))
            .out.starts_with("PRODUCT"));
  CHECK(run_command(with({"verify", patch, "--root", bench.write("none", "")}, kThen)).out == "TRUNCATED\n");
}

TEST_CASE("verify: payloads, files of other kinds") {
  const Workbench bench;
  const std::string patch = packed(bench);
  run_command(notices_arguments(bench));  // notices.draft, unsigned again
  const CapturedRun draft = run_command(with({"verify", bench("notices.draft")}, kThen));
  CHECK(draft.out == "SIGCOUNT notices\n");
  CHECK(draft.exit_code == 5);
  CHECK(run_command(with({"verify", bench("programs.draft")}, kThen)).out == "SECTIONS\n");
  CHECK(run_command({"verify", bench("root1.bin")}).out == "MAGIC\n");
  CHECK(run_command({"verify", bench.write("empty", "")}).out == "TRUNCATED\n");
  CHECK(run_command({"verify", bench("missing")}).exit_code == 3);
  CHECK(run_command({"verify", bench("")}).exit_code == 3);
  CHECK(run_command({"verify", patch, "--root", bench("missing")}).exit_code == 3);
}

TEST_CASE("--own-root: a chain that does not begin with its own sound root 1") {
  RootSpec second;
  second.version = 2;
  ProgramsSpec of_programs;
  NoticesSpec of_notices;
  for (FileSpec& file : of_programs.files) file = FileSpec::of(file.role, file.name, "x");
  for (FileSpec& file : of_notices.files) file = FileSpec::of(file.role, file.name, "x");
  of_notices.root_version = 2;
  const Workbench bench;
  const auto line_of = [&](const Words& roots, const Words& more) {
    const std::string path =
        bench.write("p", payload_of(scf(roots, programs(of_programs), notices(of_notices)), "xxxxx"));
    return run_command(with(with({"verify", path}, kThen), more)).out;
  };
  const std::string good = "ACCEPT notices 1.1 programs 1.1";
  CHECK(line_of({root({}), root(second)}, {"--own-root"}) == good + ", by the file's own root\n");
  CHECK(line_of({root({}), root(second)}, {}) == good + "\n");
  CHECK(line_of({root(second)}, {}) == "ROOT_GAP root\n");
  CHECK(line_of({root(second)}, {"--own-root"}) == "ROOT_GAP\n");
  CHECK(line_of({root({}, {"root0"}), root(second)}, {"--own-root"}) == "THRESHOLD\n");
  CHECK(line_of({root({}, {"root3", "root4"}), root(second)}, {"--own-root"}) == "BAD_SIG\n");
  CHECK(line_of({root({}), root(second, {"root0"})}, {"--own-root"}) == "THRESHOLD root\n");
}

/// The rejection's name; "same" if the same payload was accepted; another word is a failure of the test.
std::string outcome(const std::string& patch, const std::string& payload, const VerifyRequest& request) {
  const auto proven = prove_file(patch, request);
  if (!proven) return proven.error().rule;
  const auto parts = split_patch(patch);
  return parts && parts->payload == payload ? "same" : "ACCEPTED ANOTHER";
}

VerifyRequest request_of(const Workbench& bench) {
  VerifyRequest request;
  request.root = bench.read("root1.bin");
  request.at = instant_at(1764028800);
  return request;
}

TEST_CASE("no byte can be another one") {
  const Workbench bench;
  packed(bench);
  const std::string good = bench.read("patch.bin");
  const std::string payload(split_patch(good)->payload);
  const VerifyRequest request = request_of(bench);
  const std::size_t begin = good.size() - 16 - payload.size();
  REQUIRE(outcome(good, payload, request) == "same");
  for (std::size_t at = 0; at < good.size(); ++at) {
    const bool is_frame = at >= begin && (at < begin + 12 || at >= good.size() - 16);
    for (const int bit : is_frame ? std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7} : std::vector<int>{3}) {
      CAPTURE(at);
      CAPTURE(bit);
      std::string other = good;
      other[at] = static_cast<char>(other[at] ^ 1 << bit);
      const std::string found = outcome(other, payload, request);
      CHECK(found != "");
      CHECK(found != "same");
      CHECK(found != "ACCEPTED ANOTHER");
      CHECK((found == "STUB") == (at < begin));
    }
  }
}

TEST_CASE("a patch cut or continued at any place") {
  const Workbench bench;
  packed(bench);
  const std::string good = bench.read("patch.bin");
  const VerifyRequest request = request_of(bench);
  for (std::size_t size = 0; size < good.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(prove_file(std::string_view(good).substr(0, size), request).has_value());
  }
  for (const std::string& more :
       {std::string(1, '\0'), std::string(8, '\0'), good.substr(good.size() - 16)}) {
    CHECK_FALSE(prove_file(good + more, request).has_value());
  }
}

nlohmann::json inspected(const std::string& bytes) {
  const auto listing = inspect_file(bytes, Listing::json);
  return listing ? nlohmann::json::parse(*listing) : nlohmann::json{{"kind", listing.error().rule}};
}

TEST_CASE("inspect tells what is around the payload") {
  const Workbench bench;
  packed(bench);
  const std::string patch = bench.read("patch.bin");
  const auto fields = inspected(patch);
  CHECK(fields["kind"] == "patch");
  CHECK(fields["bytes"] == patch.size());
  CHECK(fields["payload_offset"] == split_patch(patch)->before.size());
  CHECK(fields["stub_is_the_listed_updater"] == true);
  CHECK(fields["certificate_table_bytes"] == 0);
  CHECK(fields["payload"]["scf"]["notices"]["serial"] == 9);
  CHECK(fields["payload"]["blobs"]["files"][5]["matches"] == true);
  const std::string payload(split_patch(patch)->payload);
  CHECK(inspected(patch_of("trojan", payload))["stub_is_the_listed_updater"] == false);
  CHECK(inspected(signed_patch_of({}, payload, 40))["certificate_table_bytes"] == 40);
}

}  // namespace
}  // namespace tocsin::test
