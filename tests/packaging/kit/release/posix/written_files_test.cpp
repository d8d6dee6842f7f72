// The modes of the files that the kit writes, and links in their place.
#include <doctest/doctest.h>

#include "tests/packaging/kit/release/patch_bench.h"

namespace tocsin::test {
namespace {

unsigned mode_of(const std::string& path) {
  return static_cast<unsigned>(fs::status(path).permissions() & fs::perms::mask);
}

TEST_CASE("keygen: the private key is for its owner alone") {
  const Workbench bench;
  CHECK(run_command({"keygen", "-o", bench("k.pem")}).exit_code == 0);
  CHECK(mode_of(bench("k.pem")) == 0600);
}

TEST_CASE("pack: everyone may run the patch") {
  const Workbench bench;
  CHECK(pack(bench, signed_payload(bench), "stub").exit_code == 0);
  CHECK(mode_of(bench("patch.bin")) == 0755);
}

TEST_CASE("pack writes over no link, wherever it leads") {
  const Workbench bench;
  const std::string payload = signed_payload(bench);
  const std::string stub = bench.write("stub", "stub");
  fs::create_symlink(bench("nowhere"), bench("link"));
  CHECK(run_command({"pack", payload, "--stub", stub, "-o", bench("link")}).exit_code == 7);
  CHECK_FALSE(fs::exists(bench("nowhere")));
}

}  // namespace
}  // namespace tocsin::test
