// verify: one line and an exit code for every vector; inspect: every field of every kind of file.
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

using namespace kit;
namespace {

std::string vector_path(std::string_view name) {
  return TOCSIN_SOURCE_DIR "/tests/data/scf/" + std::string(name);
}

std::string vector_bytes(std::string_view name) {
  std::ifstream in(vector_path(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

CapturedRun verify_vector(std::string_view file, const std::vector<std::string>& more) {
  return run_command(with({"verify", "--scf", vector_path(file), "--root", vector_path("root1.bin")}, more));
}

const std::string kHash = "0000000000000000000000000000000000000000000000000000000000000000";

TEST_CASE("verify") {
  struct Row {
    std::string_view name;
    std::string_view file;
    std::vector<std::string> more;
    std::string_view line;
  };
  const std::vector<std::string> then = {"--at", "2025-11-25T00:00:00Z"};
  const std::string same = hex(as_view(sha256(open_scf(vector_bytes("scf.dat"))->envelope.payload)));
  const Row rows[] = {
      {"good", "scf.dat", then, "ACCEPT 2.7"},
      {"product and platform asked", "scf.dat",
       with(then, {"--product", "example.messenger", "--platform", "linux-x86_64"}), "ACCEPT 2.7"},
      {"other product", "scf.dat", with(then, {"--product", "other"}), "PRODUCT"},
      {"other platform", "scf.dat", with(then, {"--platform", "windows-x86_64"}), "PLATFORM"},
      {"stored 2.8", "scf.dat", with(then, {"--state", "2.8"}), "ROLLBACK"},
      {"stored 3.1", "scf.dat", with(then, {"--state", "3.1"}), "ROLLBACK"},
      {"stored 2.7, the same", "scf.dat", with(then, {"--state", "2.7"}), "ACCEPT 2.7"},
      {"stored 2.7, its hash", "scf.dat", with(then, {"--state", "2.7:" + same}), "ACCEPT 2.7"},
      {"stored 2.7, another hash", "scf.dat", with(then, {"--state", "2.7:" + kHash}), "EQUIVOCATION"},
      {"newest time seen", "scf.dat", with(then, {"--state", "2.6@2026-02-22T00:00:00Z"}), "EXPIRED"},
      {"newest time, hash too", "scf.dat", with(then, {"--state", "2.7:" + same + "@2026-02-22T00:00:00Z"}),
       "EXPIRED"},
      {"newest time of an older epoch", "scf.dat", with(then, {"--state", "1.9@2026-02-22T00:00:00Z"}),
       "ACCEPT 2.7"},
      {"a second before expiry", "scf.dat", {"--at", "2026-02-21T23:59:59Z"}, "ACCEPT 2.7"},
      {"at expiry", "scf.dat", {"--at", "2026-02-22T00:00:00Z"}, "EXPIRED"},
      {"1970", "scf.dat", {"--at", "1970-01-01T00:00:00Z"}, "ACCEPT 2.7"},
      {"2099", "scf.dat", {"--at", "2099-01-01T00:00:00Z"}, "ROOT_EXPIRED"},
      {"three roots", "good-three-roots.dat", then, "ACCEPT 3.1"},
      {"below threshold", "bad-below-threshold.dat", then, "THRESHOLD"},
      {"duplicate", "bad-dup-signature.dat", then, "SIG_ORDER"},
      {"old release key", "bad-old-release-key.dat", then, "BAD_SIG"},
      {"gap", "bad-root-gap.dat", then, "ROOT_GAP"},
      {"not by the old root", "bad-root-not-signed-by-old.dat", then, "THRESHOLD"},
      {"trailing byte", "bad-trailing-byte.dat", then, "LENGTH"},
      {"truncated", "bad-truncated.dat", then, "LENGTH"},
      {"not an scf.dat", "root1.bin", then, "MAGIC"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const CapturedRun run = verify_vector(row.file, row.more);
    CHECK(run.out == std::string(row.line) + "\n");
    CHECK(run.exit_code == (row.line.starts_with("ACCEPT") ? 0 : 5));
  }
}

TEST_CASE("verify: unreadable files, bad command lines") {
  const Workbench bench;
  CHECK(verify_vector("missing.dat", {}).exit_code == 3);
  CHECK(verify_vector("", {}).exit_code == 3);  // the folder
  CHECK(run_command({"verify", "--scf", vector_path("scf.dat"), "--root", bench("missing")}).exit_code == 3);
  CHECK(run_command({"verify", "--scf", vector_path("scf.dat"), "--root", bench.write("empty", "")})
            .exit_code == 5);
  CHECK(run_command({"verify", "--scf", bench("empty"), "--root", vector_path("root1.bin")}).out == "SIZE\n");
  CHECK(run_command({"verify", "--scf", vector_path("scf.dat")}).exit_code == 2);
  for (const std::string state :
       {"7", "2.", ".7", "2.7:", "2.7:00", "2.7@", "2.7@now", "-1.7", "2.7.1", "4294967296.1", "2.07"}) {
    CAPTURE(state);
    CHECK(verify_vector("scf.dat", {"--state", state}).exit_code == 2);
  }
  CHECK(verify_vector("scf.dat", {"--at", "now"}).exit_code == 2);
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
  CHECK(scf_fields["roots"][1]["signatures"][2]["verdict"] == "valid");
  CHECK(scf_fields["release"]["serial"] == 7);
  CHECK(scf_fields["release"]["expires"]["utc"] == "2026-02-22T00:00:00Z");
  CHECK(scf_fields["release"]["files"][2]["role"] == "catalog");
  const auto root_fields = inspected(vector_bytes("root1.bin"));
  CHECK(root_fields["kind"] == "root envelope");
  CHECK(root_fields["root_keys"]["threshold"] == 2);
  CHECK(root_fields["signatures"][0]["verdict"] == "valid");
  CHECK(inspected(vector_bytes("bad-old-release-key.dat"))["release"]["signatures"][0]["verdict"] ==
        "key not in sight");
}

TEST_CASE("inspect knows every kind, drafts too") {
  const std::string state = serialise_trust_state({2, 7, {}, instant_at(1763942400), root({})});
  ReleaseSpec spec;
  for (FileSpec& file : spec.files) file = FileSpec::of(file.role, file.name, "x");
  const std::string payload = payload_of(scf({root({})}, release(spec)), "xxxxx");
  const std::string patch = patch_of("stub....", payload);
  CHECK(inspected(state)["kind"] == "trust.dat");
  CHECK(inspected(state)["root"]["version"] == 1);
  CHECK(inspected(payload)["kind"] == "payload");
  CHECK(inspected(payload)["blobs"]["files"][4]["matches"] == true);
  CHECK(inspected(payload + "y")["blobs"]["left_over"] == 1);
  CHECK(inspected(payload_of(scf({root({})}, release(spec)), "xxxyx"))["blobs"]["files"][3]["matches"] ==
        false);
  CHECK(inspected(payload_of(scf({root({})}, release(spec)), "xx"))["blobs"]["files"][4]["matches"] == false);
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
  CHECK(run.out.starts_with("kind: scf.dat\nbytes: 1404\n"));
  CHECK(run.out.find("  serial: 7\n") != std::string::npos);
  CHECK(run.out.find("  expires: 2026-02-22T00:00:00Z (1771718400)\n") != std::string::npos);
}

}  // namespace
}  // namespace tocsin::test
