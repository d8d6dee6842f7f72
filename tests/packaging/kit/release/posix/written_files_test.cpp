// The modes of the files that the kit writes and reads, and links in their place.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include "packaging/kit/release/private_file.h"
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
  CHECK(mode_of(bench("k.pem.pub")) == 0644);
}

TEST_CASE("a key or pass phrase that others can read is not used") {
  const Workbench bench;
  const std::string draft = bench.write("draft", envelope_of(root_payload({}), 0, ""));
  const std::string key = bench.key("root0");
  for (const unsigned mode : {0604u, 0640u, 0602u, 0610u, 0666u}) {
    CAPTURE(mode);
    fs::permissions(key, static_cast<fs::perms>(mode));
    const CapturedRun run = sign(draft, key);
    CHECK(run.exit_code == 6);
    CHECK(run.err.find("chmod 600") != std::string::npos);
  }
  CHECK(bench.read("draft") == envelope_of(root_payload({}), 0, ""));
  fs::permissions(key, static_cast<fs::perms>(0400));
  CHECK(sign(draft, key).exit_code == 0);
  const std::string passphrase = bench.write_private("pass", "correct horse");
  fs::permissions(passphrase, static_cast<fs::perms>(0644));
  CHECK(run_command({"keygen", "-o", bench("k"), "--passphrase-file", passphrase}).exit_code == 6);
  CHECK_FALSE(fs::exists(bench("k")));
}

TEST_CASE("what is no file of a key") {
  const Workbench bench;
  CHECK(read_private_file(bench(""), 100).error().rule == "KIND");
  CHECK(read_private_file("/dev/null", 100).error().rule == "KIND");
  CHECK(read_private_file(bench("missing"), 100).error().code == Code::not_found);
  CHECK(read_private_file(bench.write_private("large", std::string(101, 'x')), 100).error().code ==
        Code::too_large);
  CHECK(read_private_file(bench("large"), 101)->view() == std::string(101, 'x'));
}

TEST_CASE("pack: everyone may run the patch, and read a notices file") {
  const Workbench bench;
  signed_drafts(bench);
  CHECK(run_command(pack_arguments(bench)).exit_code == 0);
  CHECK(mode_of(bench("patch.bin")) == 0755);
  CHECK(run_command({"pack", "--notices", bench("notices.draft"), "-o", bench("notices.bin")}).exit_code ==
        0);
  CHECK(mode_of(bench("notices.bin")) == 0644);
}

TEST_CASE("pack writes over no link, wherever it leads") {
  const Workbench bench;
  signed_drafts(bench);
  fs::create_symlink(bench("nowhere"), bench("patch.bin"));
  CHECK(run_command(pack_arguments(bench)).exit_code == 7);
  CHECK_FALSE(fs::exists(bench("nowhere")));
}

}  // namespace
}  // namespace tocsin::test
