// sign: what a signer sees before anything is signed, what must be confirmed, and what is refused.
#include <doctest/doctest.h>

#include "packaging/kit/release/confirmation.h"
#include "packaging/kit/release/notice_changes.h"
#include "schema/core/text/text.h"
#include "tests/packaging/kit/release/patch_bench.h"

namespace tocsin::test {
namespace {

using Words = std::vector<std::string>;

std::string digest_shown(const std::string& said) {
  const std::string name = "  SHA-256     ";
  const std::size_t at = said.find(name);
  return at == std::string::npos ? std::string() : said.substr(at + name.size(), 64);
}

TEST_CASE("nothing is signed that was not confirmed") {
  const Workbench bench;
  const std::string draft = bench.write("draft", envelope_of(root_payload({}), 0, ""));
  const std::string before = bench.read("draft");
  const Words words = {"sign", draft, "--key", bench.key("root0")};
  const CapturedRun blind = run_command(words);
  CHECK(blind.exit_code == 2);  // a test has no terminal
  CHECK(blind.err.find("--sha256") != std::string::npos);
  const std::string digest = digest_shown(blind.out);
  CHECK(digest == run_command({"inspect", draft, "--digest"}).out.substr(0, 64));
  std::string other = digest;
  other[63] = other[63] == '0' ? '1' : '0';
  CHECK(run_command(with(words, {"--sha256", other})).exit_code == 5);
  CHECK(run_command(with(words, {"--sha256", digest.substr(0, 62)})).exit_code == 2);
  CHECK(run_command(with(words, {"--sha256", "yes"})).exit_code == 2);
  CHECK(bench.read("draft") == before);
  CHECK(run_command(with(words, {"--sha256", digest})).exit_code == 0);
  CHECK(bench.read("draft") == root({}, {"root0"}));
}

TEST_CASE("on a terminal the first eight digits are asked for") {
  const std::string digest = "0123abcd" + std::string(56, 'e');
  const auto confirmed = [&](const std::string& typed) {
    std::istringstream in(typed);
    std::ostringstream out;
    const bool is_confirmed = ask_for_digest(in, out, digest).has_value();
    CHECK(out.str().find("first 8 digits") != std::string::npos);
    CHECK(out.str().find("0123abcd") == std::string::npos);  // it must be read above
    return is_confirmed;
  };
  CHECK(confirmed("0123abcd\n"));
  CHECK(confirmed(" 0123ABCD \r\n"));
  for (const std::string typed : {"", "\n", "y\n", "yes\n", "0123abc\n", "0123abce\n", "0123abcdee\n"}) {
    CAPTURE(typed);
    CHECK_FALSE(confirmed(typed));
  }
  CHECK_FALSE(confirmed(digest + "\n"));
}

TEST_CASE("sign leaves the draft as it was when it refuses") {
  const Workbench bench;
  const std::string unsigned_one = envelope_of(root_payload({}), 0, "");
  const std::string draft = bench.write("draft", unsigned_one);
  CHECK(sign(draft, bench.key("root4")).exit_code == 5);
  CHECK(bench.read("draft") == unsigned_one);
  CHECK(sign(draft, bench.key("root0")).exit_code == 0);
  CHECK(sign(draft, bench.key("root0")).exit_code == 7);
  CHECK(sign(draft, bench("missing")).exit_code == 3);
  CHECK(sign(bench("missing"), bench.key("root0")).exit_code == 3);
  CHECK(sign(draft, bench.write_private("pub", bench.read(fs::path(bench.pub("root1")).filename().string())))
            .exit_code == 4);
  CHECK(run_command({"sign", draft}).exit_code == 2);
  CHECK(bench.read("draft") == root({}, {"root0"}));
}

TEST_CASE("a root: every key, threshold, epoch and floor that changes is shown") {
  const Workbench bench;
  signed_root(bench);
  run_command({"root", "rotate", bench("root1.bin"), "--root-keys", bench.pubs({"root0", "root1", "root3"}),
               "--programs-keys", bench.pubs({"rel0", "rel2"}), "--programs-threshold", "2",
               "--notices-floor", "4", "--expires", "2035-11-20T00:00:00Z", "-o", bench("root2.bin")});
  const CapturedRun run = sign(bench("root2.bin"), bench.key("root0"), {"--previous", bench("root1.bin")});
  CHECK(run.exit_code == 0);
  const auto id_of = [](const std::string& name) { return hex(test_key(name).id); };
  const std::string expected[] = {
      "root2.bin: root 2 of example.messenger\n",
      "  expires     2035-11-20T00:00:00Z\n",
      "  root        2 of 3 keys\n",
      "    added     " + id_of("root3") + "\n",
      "    REMOVED   " + id_of("root2") + "\n",
      "    kept      " + id_of("root0") + "\n",
      "  programs    2 (was 1) of 2 keys, epoch 2 (was 1), floor 0\n",
      "    added     " + id_of("rel2") + "\n",
      "    REMOVED   " + id_of("rel1") + "\n",
      "  notices     1 of 2 keys, epoch 1, floor 4 (was 0)\n",
  };
  for (const std::string& line : expected) {
    CAPTURE(line);
    CHECK(run.out.find(line) != std::string::npos);
  }
  CHECK(digest_shown(run.out).size() == 64);
  CHECK(run.out.find("REMOVED   " + id_of("root0")) == std::string::npos);
}

TEST_CASE("a root that hands everything to strangers is not signed unseen") {
  const Workbench bench;
  signed_root(bench);
  RootSpec stranger;
  stranger.version = 2;
  stranger.root_keys = Ring::of(1, {"root4"});
  const std::string draft = bench.write("root2.bin", envelope_of(root_payload(stranger), 0, ""));
  const CapturedRun blind = sign(draft, bench.key("root0"));
  CHECK(blind.exit_code == 2);  // without --previous
  CHECK(blind.err.find("--previous") != std::string::npos);
  CHECK(sign(draft, bench.key("root0"), {"--first"}).exit_code == 2);
  CHECK(sign(draft, bench.key("root0"), {"--previous", bench.write("one", root({}, {"root0"}))}).exit_code ==
        5);  // a root that was never whole
  CHECK(sign(draft, bench.key("root0"), {"--previous", draft}).exit_code != 0);
  const CapturedRun seen = sign(draft, bench.key("root0"), {"--previous", bench("root1.bin")});
  CHECK(seen.exit_code == 0);
  CHECK(seen.out.find("    REMOVED   " + hex(test_key("root1").id)) != std::string::npos);
}

TEST_CASE("programs: each file with size and digest, and which are as before") {
  const Workbench bench;
  signed_root(bench);
  run_command(programs_arguments(bench));
  CHECK(sign(bench("programs.draft"), bench.key("rel0")).exit_code == 2);  // serial 7: --previous or --first
  const CapturedRun first = sign(bench("programs.draft"), bench.key("rel0"), {"--first"});
  CHECK(first.exit_code == 0);
  const std::string dialog = elf_program("dialog");
  CHECK(first.out.find("programs 1.7 of example.messenger for linux-x86_64\n") != std::string::npos);
  CHECK(first.out.find("  dialog      messenger-dialog, " + std::to_string(dialog.size()) + " bytes, " +
                       hex(digest_of(dialog)) + "\n") != std::string::npos);
  const std::string seven = bench.write("seven", bench.read("programs.draft"));
  Words words = programs_arguments(bench);
  *(std::ranges::find(words, "--serial") + 1) = "8";
  bench.write("messenger-dialog", elf_program("dialog", "new"));
  run_command(words);
  const CapturedRun next = sign(bench("programs.draft"), bench.key("rel0"), {"--previous", seven});
  CHECK(next.exit_code == 0);
  CHECK(next.out.find("  after       1.7\n") != std::string::npos);
  CHECK(next.out.find("messenger, " + std::to_string(elf_program("notifier").size()) + " bytes, " +
                      hex(digest_of(elf_program("notifier"))) + ", as before\n") != std::string::npos);
  CHECK(next.out.find(hex(digest_of(elf_program("dialog", "new"))) + "\n") != std::string::npos);
}

std::string message(std::string_view id, int revision, std::string_view title) {
  return "  <message id=\"" + std::string(id) + "\" revision=\"" + std::to_string(revision) +
         "\" category=\"lifecycle\" severity=\"info\" audience=\"all\" expires=\"2026-01-01T00:00:00Z\">\n"
         "    <text locale=\"de\"><title>Titel</title><body><p>Text</p></body></text>\n"
         "    <text locale=\"en\"><title>" +
         std::string(title) + "</title><body><p>Body</p></body></text>\n  </message>\n";
}

std::string catalog_of(const std::string& content) {
  return "<catalog xmlns=\"urn:tocsin:catalog:1\" default-locale=\"en\">\n"
         "  <detect><host><package name=\"example-management\"/></host></detect>\n" +
         content + "</catalog>\n";
}

TEST_CASE("notices: new, changed, withdrawn, gone") {
  const std::string old =
      catalog_of(message("same", 1, "Same") + message("more", 1, "More") + message("taken", 2, "Taken") +
                 message("gone", 3, "Gone") + "  <withdrawn id=\"back\"/>\n");
  std::string sly = message("sly", 1, "Sly");
  const std::string with_sly = catalog_of(sly + message("z", 1, "Z"));
  sly.replace(sly.find("Text"), 4, "Other");
  struct Row {
    std::string_view name;
    std::string before, after, told;
  };
  const Row rows[] = {
      {"the first catalog", "", catalog_of(message("a", 2, "A &amp; B") + "<withdrawn id=\"old\"/>"),
       "  new         a/2  A & B\n  as before   0 notices\n  withdrawn   old\n"},
      {"nothing has changed", old, old, "  as before   4 notices\n"},
      {"all of it", old,
       catalog_of(message("new", 1, "New") + message("same", 1, "Same") + message("more", 2, "More words") +
                  "  <withdrawn id=\"taken\"/>\n"),
       "  new         new/1  New\n  changed     more/2 (was 1)  More words\n  as before   1 notices\n"
       "  withdrawn   taken/2  Taken\n  not withdrawn back\n  gone        gone/3  Gone\n"},
      {"another text of the same revision", with_sly, catalog_of(sly + message("z", 1, "Z")),
       "  changed     sly/1 (the same revision)  Sly\n  as before   1 notices\n"},
      {"another order", with_sly, catalog_of(message("z", 1, "Z") + message("sly", 1, "Sly")),
       "  as before   2 notices\n"},
      {"detection", old,
       [&old] {
         std::string other = old;
         return other.replace(other.find("example-management"), 7, "another");
       }(),
       "  as before   4 notices\n  changed     how systems and products are detected\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto told = notice_changes(row.after, row.before);
    REQUIRE(told.has_value());
    CHECK(*told == row.told);
  }
  CHECK_FALSE(notice_changes("not a catalog", "").has_value());
}

TEST_CASE("no byte of a notice changes unseen, not even behind a comment that looks like its end") {
  const std::string one = message("a", 1, "A"), two = message("b", 1, "B");
  std::string trick = one;
  trick.insert(trick.find("    <text locale=\"en\">"), "    <!-- </message> -->\n");
  std::string tricked = trick;
  tricked.replace(tricked.find("Body"), 4, "Evil");
  CHECK(notice_changes(catalog_of(tricked + two), catalog_of(trick + two))->find("changed     a/1") !=
        std::string::npos);
  const std::string good = catalog_of(one + two);
  const std::size_t begin = good.find("<message"), end = good.rfind("</message>");
  for (std::size_t at = begin; at < end; ++at) {
    if (good[at] < 'A' || good[at] > 'z') continue;
    std::string other = good;
    other[at] = other[at] == 'x' ? 'w' : 'x';
    const auto told = notice_changes(other, good);
    if (!told) continue;  // no longer a catalog
    CAPTURE(other);
    CHECK(told->find("  changed") + 1 + (told->find("  new") + 1) > 0);
  }
}

TEST_CASE("notices: dates, programs, settings and notices are shown") {
  const Workbench bench;
  signed_root(bench);
  run_command(notices_arguments(bench));
  const CapturedRun first = sign(bench("notices.draft"), bench.key("not0"), {"--first"});
  CHECK(first.exit_code == 0);
  for (const std::string_view line :
       {"notices 1.9 of example.messenger\n", "  issued      2025-11-24T00:00:00Z\n",
        "  expires     2026-01-31T00:00:00Z\n", "  programs    from 1.7\n",
        "  setting     MaxNoticesPerLogon = 5\n", "  new         a/1  Title\n"}) {
    CAPTURE(line);
    CHECK(first.out.find(line) != std::string::npos);
  }
  const std::string nine = bench.write("nine", bench.read("notices.draft"));
  Words words = notices_arguments(bench);
  *(std::ranges::find(words, "--serial") + 1) = "10";
  bench.write("messenger.config",
              "<configuration><appSettings><add key=\"LinkHosts\" value=\"support.example.com\"/>"
              "</appSettings></configuration>");
  run_command(words);
  const CapturedRun next = sign(bench("notices.draft"), bench.key("not0"), {"--previous", nine});
  CHECK(next.exit_code == 0);
  CHECK(next.out.find("  setting     LinkHosts = support.example.com (was support.example.com "
                      ".docs.example.com)\n") != std::string::npos);
  CHECK(next.out.find("  as before   1 notices\n") != std::string::npos);
}

TEST_CASE("what --previous must be") {
  const Workbench bench;
  signed_drafts(bench);
  const std::string nine = bench.write("nine", bench.read("notices.draft"));
  Words words = notices_arguments(bench);
  *(std::ranges::find(words, "--serial") + 1) = "10";
  run_command(words);
  const auto code_of = [&](const std::string& previous) {
    return sign(bench("notices.draft"), bench.key("not0"), {"--previous", previous}).exit_code;
  };
  CHECK(code_of(bench("missing")) == 3);
  CHECK(code_of(bench("programs.draft")) == 2);  // another role
  CHECK(code_of(bench("notices.draft")) == 5);   // itself, unsigned
  CHECK(code_of(bench("root1.bin")) == 2);
  run_command(with(pack_arguments(bench), {}));
  CHECK(code_of(nine) == 0);
  Words eight = notices_arguments(bench);
  *(std::ranges::find(eight, "--serial") + 1) = "8";
  run_command(eight);
  CHECK(code_of(nine) == 2);  // not above it
}

TEST_CASE("a time or serial that would stop what follows is not signed, unless it is forced") {
  const Workbench bench;
  signed_root(bench);
  const auto code_of = [&](const std::string& option, const std::string& value, const Words& more) {
    Words words = programs_arguments(bench);
    *(std::ranges::find(words, option) + 1) = value;
    run_command(with(words, {"--force"}));
    return sign(bench("programs.draft"), bench.key("rel0"), with(more, {"--first"})).exit_code;
  };
  CHECK(code_of("--issued", "2099-01-01T00:00:00Z", {}) == 2);
  CHECK(code_of("--issued", "2099-01-01T00:00:00Z", {"--force"}) == 0);
  CHECK(code_of("--serial", "1000001", {}) == 2);
  CHECK(code_of("--serial", "1000001", {"--force"}) == 0);
}

}  // namespace
}  // namespace tocsin::test
