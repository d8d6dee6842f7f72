// verify and inspect of a patch: a client's verdict on the whole file, with any of its bytes changed.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/release/client_verdict.h"
#include "packaging/kit/release/inspect.h"
#include "schema/core/text/text.h"
#include "tests/packaging/kit/release/patch_bench.h"
#include "tests/schema/trust/patch_samples.h"

namespace tocsin::test {

using namespace kit;
namespace {

/// patch.bin, its stub "stub..."
std::string packed(const Workbench& bench) {
  pack(bench, signed_payload(bench), "stub...");
  return bench("patch.bin");
}

TEST_CASE("verify PATCH") {
  const Workbench bench;
  const std::string patch = packed(bench);
  const std::vector<std::string> then = {"--at", "2025-11-25T00:00:00Z"};
  const std::vector<std::string> by_root = with(then, {"--root", bench("root1.bin")});
  RootSpec other;
  other.product = "other.messenger";
  RootSpec later;
  later.version = 2;
  later.floor = 9;
  RootSpec twin;
  twin.floor = 1;
  struct Row {
    std::string_view name;
    std::vector<std::string> more;
    std::string_view line;
  };
  const Row rows[] = {
      {"by its own root", then, "ACCEPT 1.7"},
      {"by the root that is trusted", by_root, "ACCEPT 1.7"},
      {"product and platform", with(then, {"--product", "example.messenger", "--platform", "linux-x86_64"}),
       "ACCEPT 1.7"},
      {"stored 1.7", with(then, {"--state", "1.7"}), "ACCEPT 1.7"},
      {"a second before expiry", {"--at", "2026-01-30T23:59:59Z"}, "ACCEPT 1.7"},
      {"at expiry", {"--at", "2026-01-31T00:00:00Z"}, "EXPIRED"},
      {"the root expired", {"--at", "2036-01-01T00:00:00Z"}, "ROOT_EXPIRED"},
      {"other product", with(then, {"--product", "other"}), "PRODUCT"},
      {"other platform", with(then, {"--platform", "windows-x86_64"}), "PLATFORM"},
      {"stored 1.8", with(then, {"--state", "1.8"}), "ROLLBACK"},
      {"stored 1.8, by root", with(by_root, {"--state", "1.8"}), "ROLLBACK"},
      {"newest time", with(then, {"--state", "1.6@2026-02-22T00:00:00Z"}), "EXPIRED"},
      {"another root 1", with(then, {"--root", bench.write("twin", root(twin))}), "ROOT_EQUIVOCATION"},
      {"a newer root", with(then, {"--root", bench.write("later", root(later))}), "ROOT_OLD"},
      {"a root of another product, which is asked",
       with(then, {"--root", bench.write("other", root(other)), "--product", "example.messenger"}),
       "PRODUCT"},
      {"no root at all", with(then, {"--root", bench.write("none", "")}), "TRUNCATED"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const CapturedRun run = run_command(with({"verify", patch}, row.more));
    CHECK(run.out == std::string(row.line) + "\n");
    CHECK(run.exit_code == (row.line.starts_with("ACCEPT") ? 0 : 5));
  }
}

TEST_CASE("verify names the root it takes from the patch itself") {
  const Workbench bench;
  const std::string patch = packed(bench);
  const CapturedRun own = run_command({"verify", patch});
  CHECK(own.err.starts_with("trusting the patch's own first root "));
  for (const std::string name : {"root0", "root1", "root2"}) {
    CAPTURE(name);
    CHECK(own.err.find(hex(test_key(name).id)) != std::string::npos);
  }
  CHECK(own.err.find(hex(test_key("rel0").id)) == std::string::npos);
  CHECK(run_command({"verify", patch, "--root", bench("root1.bin")}).err == "");
}

TEST_CASE("verify: payloads, files of other kinds, bad command lines") {
  const Workbench bench;
  const std::string patch = packed(bench);
  const std::vector<std::string> then = {"--at", "2025-11-25T00:00:00Z"};
  CHECK(run_command(with({"verify", bench("draft.bin")}, then)).out == "ACCEPT 1.7\n");
  run_command(release_arguments(bench, bench("root1.bin")));  // draft.bin, unsigned again
  const CapturedRun draft = run_command(with({"verify", bench("draft.bin")}, then));
  CHECK(draft.out == "SIGCOUNT\n");
  CHECK(draft.exit_code == 5);
  CHECK(run_command({"verify", bench("root1.bin")}).out == "MAGIC\n");
  CHECK(run_command({"verify", bench.write("empty", "")}).out == "TRUNCATED\n");
  CHECK(run_command({"verify", bench("empty")}).exit_code == 5);
  CHECK(run_command({"verify", bench("missing")}).exit_code == 3);
  CHECK(run_command({"verify", bench("")}).exit_code == 3);
  CHECK(run_command({"verify", patch, "--root", bench("missing")}).exit_code == 3);
  CHECK(run_command({"verify"}).exit_code == 2);
  CHECK(run_command({"verify", patch, "--scf", patch, "--root", bench("root1.bin")}).exit_code == 2);
  CHECK(run_command({"verify", patch, "--state", "x"}).exit_code == 2);
  CHECK(run_command({"verify", patch, "--at", "now"}).exit_code == 2);
}

TEST_CASE("verify: a chain that does not begin with its own sound root 1") {
  RootSpec second;
  second.version = 2;
  ReleaseSpec spec;
  spec.root_version = 2;
  for (FileSpec& file : spec.files) file = FileSpec::of(file.role, file.name, "x");
  const Workbench bench;
  const auto line_of = [&](const std::vector<std::string>& roots, const std::vector<std::string>& more) {
    const std::string path =
        bench.write("p", patch_of("stub", payload_of(scf(roots, release(spec)), "xxxxx")));
    return run_command(with({"verify", path, "--at", "2025-11-25T00:00:00Z"}, more)).out;
  };
  CHECK(line_of({root({}), root(second)}, {}) == "ACCEPT 1.1\n");
  CHECK(line_of({root(second)}, {"--root", bench.write("1", root({}))}) == "ACCEPT 1.1\n");
  CHECK(line_of({root(second)}, {}) == "ROOT_GAP\n");
  CHECK(line_of({root({}, {"root0"}), root(second)}, {}) == "THRESHOLD\n");
  CHECK(line_of({root({}, {"root3", "root4"}), root(second)}, {}) == "BAD_SIG\n");
  CHECK(line_of({root({}), root(second, {"root0"})}, {}) == "THRESHOLD\n");
}

/// The rejection's name; "same" if the same payload was accepted; another word is a failure of the test.
std::string outcome(const std::string& patch, const std::string& payload, const VerifyRequest& request) {
  const auto proven = prove_patch(patch, request);
  if (!proven) return proven.error().rule;
  const auto parts = split_patch(patch);
  return parts && parts->payload == payload ? "same" : "ACCEPTED ANOTHER";
}

TEST_CASE("no byte can be another one") {
  const Workbench bench;
  packed(bench);
  const std::string good = bench.read("patch.bin");
  const std::string payload = bench.read("draft.bin");
  VerifyRequest request;
  request.root = bench.read("root1.bin");
  request.at = instant_at(1764028800);
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
      CHECK(found != "ACCEPTED ANOTHER");
      CHECK((found == "same") == (at < begin));  // the stub is covered by the Authenticode signature
    }
  }
}

TEST_CASE("a patch cut or continued at any place") {
  const Workbench bench;
  packed(bench);
  const std::string good = bench.read("patch.bin");
  VerifyRequest request;
  request.root = bench.read("root1.bin");
  request.at = instant_at(1764028800);
  for (std::size_t size = 0; size < good.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(prove_patch(std::string_view(good).substr(0, size), request).has_value());
  }
  for (const std::string& more :
       {std::string(1, '\0'), std::string(8, '\0'), good.substr(good.size() - 16)}) {
    CHECK_FALSE(prove_patch(good + more, request).has_value());
  }
}

nlohmann::json inspected(const std::string& bytes) {
  const auto listing = inspect_file(bytes, Listing::json);
  return listing ? nlohmann::json::parse(*listing) : nlohmann::json{{"kind", listing.error().rule}};
}

TEST_CASE("inspect tells what is around the payload") {
  const Workbench bench;
  packed(bench);
  const std::string payload = bench.read("draft.bin");
  const std::size_t padding = bench.read("patch.bin").size() - 16 - payload.size() - 7;
  const auto fields = inspected(bench.read("patch.bin"));
  CHECK(fields["kind"] == "patch");
  CHECK(fields["bytes"] == bench.read("patch.bin").size());
  CHECK(fields["payload_offset"] == 7 + padding);
  CHECK(fields["stub_bytes"]["least"] == 7);
  CHECK(fields["stub_bytes"]["most"] == 7 + padding);
  CHECK(fields["padding_bytes"]["most"] == padding);
  CHECK(fields["stub_is_the_listed_updater"].is_null());
  CHECK(fields["certificate_table_bytes"] == 0);
  CHECK(fields["payload"]["scf"]["release"]["serial"] == 7);
  CHECK(fields["payload"]["blobs"]["files"][4]["matches"] == true);
  const auto behind_pe = inspected(signed_patch_of({}, payload, 40));
  CHECK(behind_pe["certificate_table_bytes"] == 40);
  CHECK(behind_pe["payload_offset"] == pe_program({}).size());
}

TEST_CASE("inspect: a stub that ends in zeros is told from its padding by the listed updater alone") {
  const Workbench bench;
  const std::string stub = "stub" + std::string(9, '\0');
  const std::string payload =
      signed_payload(bench, {"--updater", bench.write("updater", stub), "--name", "updater=update-patch"});
  pack(bench, payload, stub);
  const auto known = inspected(bench.read("patch.bin"));
  CHECK(known["stub_is_the_listed_updater"] == true);
  CHECK(known["stub_bytes"]["least"] == 13);
  CHECK(known["stub_bytes"]["most"] == 13);
  fs::remove(bench("patch.bin"));
  pack(bench, payload, std::string(30, '\0'));
  const auto other = inspected(bench.read("patch.bin"));
  CHECK(other["stub_is_the_listed_updater"] == false);
  CHECK(other["padding_bytes"]["least"] == 0);
  CHECK(other["padding_bytes"]["most"] == 7);
}

}  // namespace
}  // namespace tocsin::test
