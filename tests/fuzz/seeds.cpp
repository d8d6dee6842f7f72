// Writes the seeds that are made rather than kept: OUT/TARGET/NAME. Files that other tests read are copied;
// databases, trust.dat and patches come from the code that writes them. Usage: fuzz_seeds OUT
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "notifier/record/sqlite.h"
#include "notifier/record/state_schema.h"
#include "schema/trust/digest.h"
#include "tests/fuzz/proven.h"
#include "tests/notifier/record/sample_rows.h"
#include "tests/notifier/record/scratch_folder.h"
#include "tests/support/scf_builder.h"

namespace tocsin::fuzz {
namespace {

namespace fs = std::filesystem;

class Seeds {
 public:
  explicit Seeds(fs::path out) : out_(std::move(out)) {}

  void write(const std::string& target, const std::string& name, std::string_view bytes) const {
    fs::create_directories(out_ / target);
    std::ofstream(out_ / target / name, std::ios::binary)
        .write(bytes.data(), static_cast<long>(bytes.size()));
  }
  void copy(const std::string& target, const std::string& path) const {
    write(target, fs::path(path).filename(), source_file(path));
  }
  /// Files of a folder of the source tree whose names end so.
  void copy_all(const std::string& target, const std::string& folder, const std::string& ending) const {
    for (const auto& entry : fs::directory_iterator(fs::path(TOCSIN_SOURCE_DIR) / folder)) {
      const bool is_wanted = entry.path().extension() == ending && entry.file_size() > 0;
      if (is_wanted) copy(target, folder + "/" + entry.path().filename().string());
    }
  }

 private:
  fs::path out_;
};

void copy_texts(const Seeds& seeds) {
  seeds.copy_all("catalog", "tests/data/catalog", ".xml");
  seeds.copy("catalog", "packaging/samples/catalog.xml");
  seeds.copy_all("config", "tests/data/config", ".config");
  seeds.copy("config", "packaging/samples/messenger.config");
  seeds.copy_all("facts", "packaging/samples", ".json");
  for (const char* target : {"framing", "proof", "fields", "inspect"}) {
    seeds.copy_all(target, "tests/data/scf", ".dat");
    seeds.copy_all(target, "tests/data/scf", ".bin");
  }
}

void write_trust(const Seeds& seeds) {
  TrustState state{2, 7, sha256("payload"), instant_at(1763942400), source_file("tests/data/scf/root1.bin")};
  const std::string good = serialise_trust_state(state);
  seeds.write("trust", "good", good);
  seeds.write("inspect", "trust.dat", good);
  state.root_envelope = test::root({.version = 2}, {"root0", "root1", "root2"});
  state.epoch = 0xFFFFFFFF;
  state.serial = 0xFFFFFFFFFFFFFFFF;
  seeds.write("trust", "newest-of-all", serialise_trust_state(state));
  state.root_envelope = test::root({.product = "another"});
  seeds.write("trust", "another-product", serialise_trust_state(state));
  state.root_envelope.clear();
  seeds.write("trust", "no-root", serialise_trust_state(state));
  seeds.write("trust", "cut", std::string_view(good).substr(0, good.size() / 2));
}

std::string little(std::uint64_t value, int width) {
  std::string bytes = test::number(value, width);
  return {bytes.rbegin(), bytes.rend()};
}

/// A PE32+ file's headers with an entry for its certificates, and room behind them.
std::string pe_stub(std::uint32_t certificates_at, std::uint32_t certificates_size) {
  std::string file = "MZ" + std::string(58, '\0') + little(64, 4);
  file +=
      std::string("PE\0\0", 4) + little(0x8664, 2) + std::string(14, '\0') + little(240, 2) + little(0x22, 2);
  std::string optional = little(0x20b, 2) + std::string(106, '\0') + little(16, 4) + std::string(32, '\0');
  optional += little(certificates_at, 4) + little(certificates_size, 4);
  optional.resize(240, '\0');
  return file + optional + std::string(16, 'c');
}

std::string elf_stub() {
  return std::string(
             "\x7f"
             "ELF\x02\x01\x01",
             7) +
         std::string(121, 'c');
}

std::string payload() {
  const std::string scf = source_file("tests/data/scf/scf.dat");
  return std::string("SCFPAY\x1A\x01", 8) + test::number(scf.size(), 4) + scf + std::string(96, 'b');
}

std::string with_trailer(std::string stub) {
  const std::size_t at = stub.size();
  return std::move(stub) + payload() + test::number(at, 8) + std::string("SCFEND\x1A\x01", 8);
}

void write_patches(const Seeds& seeds) {
  const std::string elf = with_trailer(elf_stub());
  const std::size_t end = with_trailer(pe_stub(0, 0)).size();
  const auto signed_stub = pe_stub(static_cast<std::uint32_t>(end), 24);
  const std::string pe = with_trailer(signed_stub) + std::string(24, 's');
  seeds.write("patch", "elf", elf);
  seeds.write("patch", "pe", with_trailer(pe_stub(0, 0)));
  seeds.write("patch", "pe-signed", pe);
  seeds.write("patch", "pe-signed-and-longer", pe + "x");
  seeds.write("patch", "payload-alone", payload());
  seeds.write("patch", "stub-alone", elf_stub());
  seeds.write("patch", "points-behind-itself",
              elf.substr(0, elf.size() - 16) + test::number(~0ull, 8) + elf.substr(elf.size() - 8));
  seeds.write("inspect", "elf", elf);
  seeds.write("inspect", "pe-signed", pe);
  seeds.write("inspect", "payload-alone", payload());
}

void run_sql(const std::string& path, std::initializer_list<std::string_view> statements) {
  sqlite3* handle = nullptr;
  expect(sqlite3_open(path.c_str(), &handle) == SQLITE_OK, "a database can be opened");
  for (const std::string_view sql : statements) {
    expect(sqlite3_exec(handle, std::string(sql).c_str(), nullptr, nullptr, nullptr) == SQLITE_OK, sql);
  }
  sqlite3_close(handle);
}

/// Small pages, so that a few bytes reach everything.
std::string state_db(int messages, std::initializer_list<std::string_view> changes) {
  const tests::ScratchFolder folder;
  run_sql(folder.db(), {"PRAGMA page_size = 512", "VACUUM"});
  {
    auto store = Store::open(folder.db());
    expect(store.has_value(), "a store can be opened");
    tests::fill(*store, messages);
    static_cast<void>(
        store->record(tests::put_off("message-0", 1'700'086'400), tests::history_row("m", "put-off"), {}));
  }
  run_sql(folder.db(), changes);
  return tests::slurp(folder.db());
}

std::string version_1() {
  const tests::ScratchFolder folder;
  run_sql(folder.db(), {"PRAGMA page_size = 512"});
  for (const std::string_view sql : state_schema_1()) run_sql(folder.db(), {sql});
  run_sql(folder.db(), {"PRAGMA user_version = 1"});
  return tests::slurp(folder.db());
}

void write_stores(const Seeds& seeds) {
  const std::string good = state_db(2, {});
  seeds.write("store", "two-decisions", good);
  seeds.write("store", "many-decisions", state_db(12, {}));
  seeds.write("store", "version-1", version_1());
  seeds.write("store", "version-from-the-future", state_db(1, {"PRAGMA user_version = 99"}));
  seeds.write("store", "wal", state_db(1, {"PRAGMA journal_mode = WAL"}));
  seeds.write("store", "trigger",
              state_db(1, {"CREATE TRIGGER t AFTER INSERT ON decisions BEGIN DELETE FROM decisions; END"}));
  seeds.write("store", "seal-broken", state_db(1, {"UPDATE decisions SET seal = seal + 1"}));
  seeds.write("store", "half", std::string_view(good).substr(0, good.size() / 2));
  seeds.write("store", "no-database", "state.db? Not at all.");
}

}  // namespace
}  // namespace tocsin::fuzz

int main(int count, char** arguments) {
  if (count != 2 || !tocsin::init_crypto()) return 2;
  std::filesystem::remove_all(arguments[1]);
  const tocsin::fuzz::Seeds seeds(arguments[1]);
  tocsin::fuzz::copy_texts(seeds);
  tocsin::fuzz::write_trust(seeds);
  tocsin::fuzz::write_patches(seeds);
  tocsin::fuzz::write_stores(seeds);
  return 0;
}
