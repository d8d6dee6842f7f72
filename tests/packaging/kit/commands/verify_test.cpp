// verify: the verdict that tests/data/scf/README.md has for each vector, by options alone; inspect: every
// field of every kind of file.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/release/client_verdict.h"
#include "packaging/kit/release/inspect.h"
#include "schema/core/text/text.h"
#include "schema/trust/trust_state.h"
#include "tests/packaging/kit/release/signing_samples.h"
#include "tests/schema/trust/patch_samples.h"

namespace tocsin::test {
namespace {

using Words = std::vector<std::string>;

std::string vector_path(std::string_view name) {
  return TOCSIN_SOURCE_DIR "/tests/data/scf/" + std::string(name);
}

std::string vector_bytes(std::string_view name) {
  std::ifstream in(vector_path(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string digest_in(std::string_view name) {
  return hex(as_view(sha256(open_envelope(vector_bytes(name))->payload)));
}

const std::string kOtherHash(64, '0');
const Words kThen = {"--at", "2025-11-25T00:00:00Z"};
const Words kByRoot1 = {"--root", vector_path("root1.bin")};

Words at(std::string_view time) {
  return {"--at", std::string(time)};
}

/// Programs 2.3 and notices 2.7 accepted and live, recorded at their times of issue.
Words current_machine() {
  return {"--programs",          vector_path("programs.bin"),
          "--notices",           vector_path("notices.bin"),
          "--accepted-programs", "2.3:" + digest_in("programs.bin") + "@2025-11-24T00:00:00Z",
          "--accepted-notices",  "2.7:" + digest_in("notices.bin") + "@2025-11-24T00:00:00Z"};
}

struct Row {
  std::string_view name;
  std::string_view file;
  Words more;
  std::string_view line;
};

/// The line without the role that a rejection is about, nor the root that the verdict stands on.
std::string_view verdict_in(std::string_view line) {
  if (line.starts_with("ACCEPT")) return line.substr(0, line.find_first_of(",\n"));
  return line.substr(0, line.find_first_of(" \n"));
}

void check(const Row& row, const Words& root) {
  CAPTURE(row.name);
  const CapturedRun run = run_command(with(with({"verify", vector_path(row.file), "--scf"}, root), row.more));
  CAPTURE(run.out);
  CAPTURE(run.err);
  CHECK(verdict_in(run.out) == row.line);
  CHECK(run.exit_code == (row.line.starts_with("ACCEPT") ? 0 : 5));
}

constexpr std::string_view kAccept = "ACCEPT notices 2.7 programs 2.3";

TEST_CASE("verify --scf: scf.dat on every machine and clock") {
  const std::string most = "18446744073709551615";
  const Row rows[] = {
      {"a fresh machine", "scf.dat", kThen, kAccept},
      {"current machine: a repair", "scf.dat", with(kThen, current_machine()), kAccept},
      {"another hash of notices", "scf.dat", with(kThen, {"--accepted-notices", "2.7:" + kOtherHash}),
       "EQUIVOCATION"},
      {"another hash of programs", "scf.dat", with(kThen, {"--accepted-programs", "2.3:" + kOtherHash}),
       "EQUIVOCATION"},
      {"accepted notices 2.8", "scf.dat", with(kThen, {"--accepted-notices", "2.8"}), "ROLLBACK"},
      {"accepted notices 3.1", "scf.dat", with(kThen, {"--accepted-notices", "3.1"}), "ROLLBACK"},
      {"accepted notices 2.most", "scf.dat", with(kThen, {"--accepted-notices", "2." + most}), "ROLLBACK"},
      {"accepted notices 1.most", "scf.dat", with(kThen, {"--accepted-notices", "1." + most}), kAccept},
      {"a second before it expires", "scf.dat", at("2026-02-21T23:59:59Z"), kAccept},
      {"when it expires", "scf.dat", at("2026-02-22T00:00:00Z"), "EXPIRED"},
      {"2099", "scf.dat", at("2099-01-01T00:00:00Z"), "ROOT_EXPIRED"},
      {"1970", "scf.dat", at("1970-01-01T00:00:00Z"), "FUTURE"},
      {"1970, built later", "scf.dat", with(at("1970-01-01T00:00:00Z"), {"--built", "2025-11-22T00:00:00Z"}),
       kAccept},
      {"1970, current machine", "scf.dat", with(at("1970-01-01T00:00:00Z"), current_machine()), kAccept},
      {"1970, read by the dialog", "scf.dat", with(at("1970-01-01T00:00:00Z"), {"--as", "dialog"}), kAccept},
      {"recorded time 2^63 of a lower epoch", "scf.dat",
       with(kThen, {"--accepted-notices", "1.1@9223372036854775808"}), kAccept},
      {"recorded time 2^63 of this epoch", "scf.dat",
       with(kThen, {"--accepted-notices", "2.1@9223372036854775808", "--accepted-programs", "1.1"}),
       "EXPIRED"},
      {"the same, no programs accepted", "scf.dat",
       with(kThen, {"--accepted-notices", "2.1@9223372036854775808"}), "EXPIRED"},
      {"another platform", "scf.dat", with(kThen, {"--platform", "windows-x86_64"}), "PLATFORM"},
      {"this platform", "scf.dat", with(kThen, {"--platform", "linux-x86_64"}), kAccept},
      {"another product", "scf.dat", with(kThen, {"--product", "other"}), "PRODUCT"},
  };
  for (const Row& row : rows) check(row, kByRoot1);
}

TEST_CASE("verify --scf: the choice between the file and the live set") {
  const std::string both = "good-programs-4-notices-6.dat", alone = "good-notices-only.dat";
  const Words live_programs = {"--programs", vector_path("programs.bin")};
  const Row rows[] = {
      {"programs 4, notices 6: current machine", both, with(kThen, current_machine()),
       "ACCEPT notices 2.7 programs 2.4"},
      {"accepted pairs, nothing live", both,
       with(kThen, {"--accepted-programs", "2.3", "--accepted-notices", "2.7"}), "ROLLBACK"},
      {"fresh machine", both, kThen, "ACCEPT notices 2.6 programs 2.4"},
      {"notices only: nothing live", alone, kThen, "PROGRAMS"},
      {"programs 2.3 accepted and live", alone,
       with(with(kThen, live_programs), {"--accepted-programs", "2.3"}), kAccept},
      {"live, but programs 2.4 accepted", alone,
       with(with(kThen, live_programs), {"--accepted-programs", "2.4"}), "PROGRAMS"},
      {"programs_from 2.4", "bad-programs-too-old.dat", kThen, "PROGRAMS"},
      {"notices keys rotated after a fast-forward", "good-notices-keys-rotated.dat",
       with(kThen,
            {"--accepted-programs", "2.3", "--accepted-notices", "2.18446744073709551615@1099511627776"}),
       "ACCEPT notices 3.1 programs 2.3"},
      {"fast-forward of epoch 1", "good-fastforward-v1.dat", kThen,
       "ACCEPT notices 1.18446744073709551615 programs 1.1"},
      {"afterwards", "scf.dat",
       with(kThen, {"--accepted-programs", "1.1", "--accepted-notices", "1.18446744073709551615"}), kAccept},
  };
  for (const Row& row : rows) check(row, kByRoot1);
}

TEST_CASE("verify --scf: what no machine accepts") {
  const Row rows[] = {
      {"", "bad-below-threshold.dat", kThen, "THRESHOLD"},
      {"", "bad-programs-below-threshold.dat", kThen, "THRESHOLD"},
      {"", "bad-root-not-signed-by-old.dat", kThen, "THRESHOLD"},
      {"", "bad-programs-by-notices-keys.dat", kThen, "BAD_SIG"},
      {"", "bad-notices-by-programs-keys.dat", kThen, "BAD_SIG"},
      {"", "bad-role-confusion.dat", kThen, "BAD_SIG"},
      {"", "bad-notices-name-a-program.dat", kThen, "FILE_SET"},
      {"", "bad-notices-other-name.dat", kThen, "FILE_SET"},
      {"", "bad-future.dat", kThen, "FUTURE"},
      {"nine years later", "bad-future.dat", at("2034-11-20T00:00:00Z"), "ACCEPT notices 2.9 programs 2.3"},
      {"", "bad-dup-signature.dat", kThen, "SIG_ORDER"},
      {"", "bad-weak-key.dat", kThen, "WEAK_KEY"},
      {"", "bad-root-gap.dat", kThen, "ROOT_GAP"},
      {"", "bad-two-notices.dat", kThen, "SECTIONS"},
      {"", "bad-trailing-byte.dat", kThen, "LENGTH"},
      {"", "bad-truncated.dat", kThen, "LENGTH"},
      {"the site's file, given to the vendor's channel", "good-site.dat", kThen, "PRODUCT"},
      {"not an scf.dat", "root1.bin", kThen, "MAGIC"},
  };
  for (const Row& row : rows) check(row, kByRoot1);
}

TEST_CASE("verify --scf: other trusted roots") {
  const Workbench bench;
  const Words root2 = {"--root", bench.write("root2", open_scf(vector_bytes("scf.dat"))->roots[1])};
  const Words site = {"--root", vector_path("site-root.bin"), "--product", "example.messenger.site"};
  check({"root 2 is trusted", "good-fastforward-v1.dat", kThen, "ROOT_OLD"}, root2);
  check({"root 2 is trusted, and reached", "scf.dat", kThen, kAccept}, root2);
  check({"a site", "good-site.dat", kThen, "ACCEPT notices 1.1763942400"}, site);
  check({"a site with programs", "bad-site-with-programs.dat", kThen, "SECTIONS"}, site);
  check({"a site that gains programs", "bad-site-gains-programs.dat", kThen, "ROOT_REGRESS"}, site);
  check({"the brand's compiled root", "scf.dat", kThen, kAccept}, {});
  check({"the file's own", "scf.dat", kThen, kAccept}, {"--own-root"});
}

TEST_CASE("no single changed bit is accepted") {
  const std::string good = vector_bytes("scf.dat");
  VerifyRequest request;
  request.root = vector_bytes("root1.bin");
  request.at = instant_at(1764028800);
  REQUIRE(prove_scf(good, request).has_value());
  for (std::size_t place = 0; place < good.size(); ++place) {
    for (int bit = 0; bit < 8; bit += place % 16 == 0 ? 1 : 5) {
      CAPTURE(place);
      CAPTURE(bit);
      std::string other = good;
      other[place] = static_cast<char>(other[place] ^ 1 << bit);
      const auto verdict = prove_scf(other, request);
      CHECK_FALSE(verdict.has_value());
      if (!verdict) CHECK(verdict.error().rule != "");
    }
  }
}

TEST_CASE("verify says which role is rejected, and which root it stands on") {
  const auto line_of = [](std::string_view file, const Words& more) {
    return run_command(with(with({"verify", vector_path(file), "--scf"}, kThen), more)).out;
  };
  CHECK(line_of("bad-programs-by-notices-keys.dat", kByRoot1) == "BAD_SIG programs\n");
  CHECK(line_of("bad-notices-by-programs-keys.dat", kByRoot1) == "BAD_SIG notices\n");
  CHECK(line_of("bad-root-gap.dat", kByRoot1) == "ROOT_GAP root\n");
  CHECK(line_of("bad-truncated.dat", kByRoot1) == "LENGTH\n");
  CHECK(line_of("scf.dat", {}) == "ACCEPT notices 2.7 programs 2.3\n");
  CHECK(line_of("scf.dat", kByRoot1) == "ACCEPT notices 2.7 programs 2.3, by the root given\n");
  CHECK(line_of("scf.dat", {"--own-root"}) == "ACCEPT notices 2.7 programs 2.3, by the file's own root\n");
}

TEST_CASE("a file of strangers, well made, is refused unless its own root is to be trusted") {
  RootSpec stranger;
  stranger.root_keys = Ring::of(1, {"root3"});
  stranger.programs.keys = Ring::of(1, {"rel3"});
  stranger.notices.keys = Ring::of(1, {"not3"});
  const Workbench bench;
  const std::string path =
      bench.write("scf", scf({root(stranger, {"root3"})}, programs({}, {"rel3"}), notices({}, {"not3"})));
  CHECK(run_command(with({"verify", path, "--scf"}, kThen)).out == "ROOT_EQUIVOCATION root\n");
  CHECK(run_command(with({"verify", path, "--scf", "--own-root"}, kThen)).out ==
        "ACCEPT notices 1.1 programs 1.1, by the file's own root\n");
}

TEST_CASE("verify: unreadable files, bad command lines") {
  const Workbench bench;
  const auto code_of = [](const Words& words) { return run_command(with({"verify"}, words)).exit_code; };
  const std::string good = vector_path("scf.dat");
  CHECK(code_of({vector_path("missing.dat"), "--scf"}) == 3);
  CHECK(code_of({vector_path(""), "--scf"}) == 3);  // the folder
  CHECK(code_of({good, "--scf", "--root", bench("missing")}) == 3);
  CHECK(code_of({good, "--scf", "--root", bench.write("empty", "")}) == 5);
  CHECK(run_command({"verify", bench("empty"), "--scf"}).out == "SIZE\n");
  CHECK(code_of({}) == 2);
  CHECK(code_of({good, "--scf", "--own-root", "--root", vector_path("root1.bin")}) == 2);
  CHECK(code_of({good, "--scf", "--as", "gate"}) == 2);
  CHECK(code_of({good, "--scf", "--at", "now"}) == 2);
  CHECK(code_of({good, "--scf", "--built", "now"}) == 2);
  CHECK(code_of({good, "--scf", "--programs", bench("missing")}) == 3);
  CHECK(code_of({good, "--scf", "--programs", vector_path("good-notices-only.dat")}) == 2);
  CHECK(code_of({good, "--scf", "--notices", bench("empty")}) != 0);
  for (const std::string state :
       {"7", "2.", ".7", "2.7:", "2.7:00", "2.7@", "2.7@now", "-1.7", "2.7.1", "4294967296.1", "2.07"}) {
    CAPTURE(state);
    CHECK(code_of({good, "--scf", "--accepted-notices", state}) == 2);
    CHECK(code_of({good, "--scf", "--accepted-programs", state}) == 2);
  }
}

TEST_CASE("the documents of the live set are taken from any file that holds them") {
  const auto line_of = [](std::string_view live) {
    return run_command(with(with({"verify", vector_path("good-notices-only.dat"), "--scf"}, kThen),
                            {"--accepted-programs", "2.3", "--programs", vector_path(live)}))
        .out;
  };
  CHECK(line_of("programs.bin") == "ACCEPT notices 2.7 programs 2.3\n");
  CHECK(line_of("scf.dat") == "ACCEPT notices 2.7 programs 2.3\n");
}

nlohmann::json inspected(const std::string& bytes) {
  const auto listing = inspect_file(bytes, Listing::json);
  return listing ? nlohmann::json::parse(*listing) : nlohmann::json{{"kind", listing.error().rule}};
}

TEST_CASE("inspect tells every field") {
  const auto scf_fields = inspected(vector_bytes("scf.dat"));
  CHECK(scf_fields["schema"] == "tocsin.inspect/1");
  CHECK(scf_fields["kind"] == "scf.dat");
  CHECK(scf_fields["roots"].size() == 2);
  CHECK(scf_fields["roots"][1]["programs"]["epoch"] == 2);
  CHECK(scf_fields["roots"][1]["notices"]["keys"]["threshold"] == 2);
  CHECK(scf_fields["programs"]["serial"] == 3);
  CHECK(scf_fields["programs"]["platform"] == "linux-x86_64");
  CHECK(scf_fields["programs"]["files"][1]["role"] == "dialog");
  CHECK(scf_fields["programs"]["signatures"][1]["verdict"] == "valid");
  CHECK(scf_fields["notices"]["serial"] == 7);
  CHECK(scf_fields["notices"]["expires"]["utc"] == "2026-02-22T00:00:00Z");
  CHECK(scf_fields["notices"]["programs_from"]["serial"] == 3);
  CHECK(scf_fields["notices"]["payload_sha256"] == digest_in("notices.bin"));
  const auto root_fields = inspected(vector_bytes("root1.bin"));
  CHECK(root_fields["kind"] == "root envelope");
  CHECK(root_fields["root_keys"]["threshold"] == 2);
  CHECK(root_fields["signatures"][0]["verdict"] == "valid");
  CHECK(inspected(vector_bytes("bad-programs-by-notices-keys.dat"))["programs"]["signatures"][0]["verdict"] ==
        "key not in sight");
}

/// Both documents with files of one byte each, "x".
std::string small_payload(const std::string& blobs) {
  ProgramsSpec of_programs;
  for (FileSpec& file : of_programs.files) file = FileSpec::of(file.role, file.name, "x");
  NoticesSpec of_notices;
  for (FileSpec& file : of_notices.files) file = FileSpec::of(file.role, file.name, "x");
  return payload_of(scf({root({})}, programs(of_programs), notices(of_notices)), blobs);
}

TEST_CASE("inspect knows every kind, drafts too") {
  TrustState trusted;
  trusted.notices.position = {2, 7};
  trusted.roots = {root({})};
  const std::string state = serialise_trust_state(trusted);
  const std::string payload = small_payload("xxxxx");
  const std::string patch = patch_of("stub....", payload);
  CHECK(inspected(state)["kind"] == "trust.dat");
  CHECK(inspected(state)["notices"]["serial"] == 7);
  CHECK(inspected(state)["roots"][0]["version"] == 1);
  CHECK(inspected(vector_bytes("programs.bin"))["kind"] == "programs envelope");
  CHECK(inspected(vector_bytes("programs.bin"))["programs"]["serial"] == 3);
  CHECK(inspected(vector_bytes("notices.bin"))["kind"] == "notices envelope");
  CHECK(inspected(payload)["kind"] == "payload");
  CHECK(inspected(payload)["blobs"]["files"][4]["matches"] == true);
  CHECK(inspected(payload + "y")["blobs"]["left_over"] == 1);
  CHECK(inspected(small_payload("xxxyx"))["blobs"]["files"][3]["matches"] == false);
  CHECK(inspected(small_payload("xx"))["blobs"]["files"][4]["matches"] == false);
  CHECK(inspected(patch)["kind"] == "patch");
  CHECK(inspected(patch)["payload_offset"] == 8);
  CHECK(inspected(envelope_of(root_payload({}), 0, ""))["signatures"].empty());
}

TEST_CASE("inspect refuses what has no such framing") {
  const std::string good = vector_bytes("scf.dat");
  CHECK(inspected("")["kind"] == "TRUNCATED");
  CHECK(inspected("rubbish of some length")["kind"] == "BIG_PAYLOAD");
  CHECK(inspected(good + "x")["kind"] == "LENGTH");
  CHECK(inspected(std::string("SCFPAY\x1A\x01", 8))["kind"] == "TRUNCATED");
  CHECK(inspected(trailer_to(99))["kind"] == "TRUNCATED");
  CHECK(inspected("stub" + trailer_to(0))["kind"] == "TRUNCATED");
  CHECK(inspected("a stub as good as any" + trailer_to(0))["kind"] == "MAGIC");
  CHECK(inspect_file(std::string("SCFTRU\x1A\x01", 8), Listing::text).error().code == Code::malformed);
  CHECK(run_command({"inspect", vector_path("bad-truncated.dat")}).exit_code == 4);
  CHECK(run_command({"inspect", vector_path("missing")}).exit_code == 3);
}

TEST_CASE("inspect as text") {
  const CapturedRun run = run_command({"inspect", vector_path("scf.dat")});
  CHECK(run.exit_code == 0);
  CHECK(run.out.starts_with("kind: scf.dat\nbytes: 1849\n"));
  CHECK(run.out.find("  serial: 7\n") != std::string::npos);
  CHECK(run.out.find("  expires: 2026-02-22T00:00:00Z (1771718400)\n") != std::string::npos);
}

TEST_CASE("inspect --digest is the digest of what is signed") {
  const Workbench bench;
  CHECK(run_command({"inspect", vector_path("root1.bin"), "--digest"}).out == digest_in("root1.bin") + "\n");
  CHECK(run_command({"inspect", bench.write("both", small_payload("xxxxx")), "--digest"}).exit_code == 2);
  CHECK(run_command({"inspect", vector_path("scf.dat"), "--digest"}).exit_code == 2);
}

}  // namespace
}  // namespace tocsin::test
