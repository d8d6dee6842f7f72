// For the tests of the signing commands: a temporary folder with the published test keys, and a function for
// each command. Tests only.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "packaging/kit/release/signing_key.h"
#include "tests/packaging/kit/captured_run.h"
#include "tests/support/scf_builder.h"

namespace tocsin::test {

using namespace kit;

namespace fs = std::filesystem;

class Workbench {
 public:
  Workbench() : path_(fs::temp_directory_path() / ("tocsin-kit-" + std::to_string(std::random_device{}()))) {
    fs::create_directories(path_);
  }
  ~Workbench() { fs::remove_all(path_); }
  Workbench(const Workbench&) = delete;
  Workbench& operator=(const Workbench&) = delete;

  [[nodiscard]] std::string operator()(std::string_view name) const { return (path_ / name).string(); }
  std::string write(std::string_view name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return (*this)(name);
  }
  [[nodiscard]] std::string read(std::string_view name) const {
    std::ifstream in(path_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// NAME.pem of a published seed, written on first use.
  [[nodiscard]] std::string key(const std::string& name) const {
    return fs::exists(path_ / (name + ".pem")) ? (*this)(name + ".pem") : write(name + ".pem", pem(name));
  }
  [[nodiscard]] std::string pub(const std::string& name) const {
    return write(name + ".pub", SigningKey::from_pem(pem(name), {})->public_pem());
  }
  /// "a.pub,b.pub"
  [[nodiscard]] std::string pubs(const Names& names) const {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ",") + pub(name);
    return list;
  }

 private:
  /// PKCS#8 of Ed25519 (RFC 8410) is this head and the seed; in base64, for PEM.
  static std::string pem(const std::string& name) {
    const std::string head("\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20", 16);
    return "-----BEGIN PRIVATE KEY-----\n" + base64(head + digest_of("SCF test key " + name)) +
           "\n-----END PRIVATE KEY-----\n";
  }
  static std::string base64(const std::string& bytes) {
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
  }

  fs::path path_;
};

/// Root 1 of the vectors: 2 of root0..2, 1 of rel0..1, signed by the first two.
inline std::string signed_root(const Workbench& bench) {
  run_command({"root", "new", "--product", "example.messenger", "--root-keys",
               bench.pubs({"root0", "root1", "root2"}), "--release-keys", bench.pubs({"rel0", "rel1"}),
               "--release-threshold", "1", "--issued", "2025-11-22T00:00:00Z", "--expires",
               "2035-11-20T00:00:00Z", "-o", bench("root1.bin")});
  run_command({"sign", bench("root1.bin"), "--key", bench.key("root0")});
  run_command({"sign", bench("root1.bin"), "--key", bench.key("root1")});
  return bench("root1.bin");
}

inline constexpr std::string_view kConfigText = "<configuration><appSettings/></configuration>\n";
inline constexpr std::string_view kCatalogText = R"(<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">
  <detect><host><package name="example-management"/></host></detect>
  <message id="a" category="lifecycle" severity="info" audience="all" expires="2026-01-01T00:00:00Z">
    <text locale="en"><title>Title</title><body><p>Body</p></body></text>
  </message>
</catalog>
)";

/// Arguments of a release of five small files, draft.bin; more may be appended.
inline std::vector<std::string> release_arguments(const Workbench& bench, const std::string& root_path) {
  const std::string config = bench.write("messenger.config", kConfigText);
  const std::string catalog = bench.write("messenger.xml", kCatalogText);
  return {"release",
          "--root",
          root_path,
          "--serial",
          "7",
          "--issued",
          "2025-11-24T00:00:00Z",
          "--platform",
          "linux-x86_64",
          "--notifier",
          bench.write("messenger", "gate"),
          "--config",
          config,
          "--catalog",
          catalog,
          "--dialog",
          bench.write("messenger-dialog", "dialog"),
          "--control",
          bench.write("messengerctl", "control"),
          "-o",
          bench("draft.bin")};
}

inline std::vector<std::string> with(std::vector<std::string> arguments,
                                     const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace tocsin::test
