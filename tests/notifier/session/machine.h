// A machine with sets below a folder, of a brand whose root the tests make. Tests only.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "notifier/session/installed_set.h"
#include "schema/core/brand.h"
#include "schema/trust/trust_state.h"
#include "tests/notifier/session/pointer.h"
#include "tests/schema/platform/scratch.h"
#include "tests/support/scf_builder.h"

namespace tocsin::test {

namespace fs = std::filesystem;

inline constexpr Instant kClock = instant_at(1764028800);  // 2025-11-25T00:00:00Z
inline constexpr std::string_view kConfig = "<configuration><appSettings/></configuration>";
inline constexpr std::string_view kCatalog = R"(<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">
  <message id="a" category="lifecycle" severity="info" audience="all" expires="2026-01-01T00:00:00Z">
    <text locale="en"><title>T</title><body><p>B</p></body></text>
  </message>
</catalog>)";

inline void write(const fs::path& path, std::string_view bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

/// The brand of the tests with the root that scf_builder makes.
struct Machine {
  Scratch folder;
  std::string root_bytes = root({});
  Brand vendor = brand();
  Places places;
  std::string live;

  Machine() {
    vendor.product = "example.messenger";
    vendor.platform = "linux-x86_64";
    vendor.gate_file = "messenger";
    vendor.dialog_file = "messenger-dialog";
    vendor.control_file = "messengerctl";
    vendor.updater_file = "update-patch";
    vendor.config_file = "messenger.config";
    vendor.catalog_file = "messenger.xml";
    vendor.root_envelope = {reinterpret_cast<const unsigned char*>(root_bytes.data()), root_bytes.size()};
    places.root = folder.path();
    places.install_folder = folder / "opt";
    places.machine_folder = folder / "var";
  }

  static NoticesSpec notices_spec(std::uint64_t serial) {
    NoticesSpec spec;
    spec.serial = serial;
    spec.files[0] = FileSpec::of(2, "messenger.config", kConfig);
    spec.files[1] = FileSpec::of(3, "messenger.xml", kCatalog);
    return spec;
  }

  /// Lays a set out, by default the live one. Its programs are 1.1.
  std::string install(const NoticesSpec& spec, bool is_live = true) {
    const fs::path set = fs::path(places.install_folder) / ("1." + std::to_string(spec.serial) + ".0a1b2c3d");
    write(set / "scf.dat", scf({root_bytes}, programs(), notices(spec)));
    write(set / "messenger.config", kConfig);
    write(set / "messenger.xml", kCatalog);
    if (is_live) point_at(places, set);
    return live = set.string();
  }
  std::string install(std::uint64_t serial, bool is_live = true) {
    return install(notices_spec(serial), is_live);
  }

  /// trust.dat: programs 1.1, and notices as given.
  [[nodiscard]] std::string trust_dat(const Accepted& accepted_notices) const {
    const Accepted accepted_programs{{1, 1}, sha256(programs_payload({})), 1763942400};
    return serialise_trust_state({accepted_programs, accepted_notices, {root_bytes}});
  }
  void store(std::uint64_t serial, Digest hash = sha256("another"), std::uint64_t issued = 1763942400) const {
    write(fs::path(places.machine_folder) / "trust.dat", trust_dat({{1, serial}, hash, issued}));
  }
  static Digest hash_of(std::uint64_t serial) { return sha256(notices_payload(notices_spec(serial))); }

  std::string verdict(const std::string& set, Instant clock = kClock) const {
    const auto proven = prove_installed(vendor, places, set, clock);
    if (proven) return "notices " + format_position(proven->release.notices.position);
    return proven.error().rule.empty() ? std::string(code_name(proven.error().code)) : proven.error().rule;
  }
};

}  // namespace tocsin::test
