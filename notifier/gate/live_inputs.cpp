// The gate's questions, answered by the machine it runs on.
#include "notifier/gate/live_inputs.h"

#include <string_view>
#include <utility>

#include "notifier/gate/installed_bytes.h"
#include "notifier/gate/newest_issued.h"
#include "notifier/platform/handled_marks.h"
#include "notifier/platform/identity.h"
#include "notifier/platform/session.h"
#include "schema/core/brand.h"
#include "schema/format/limits.h"
#include "schema/platform/clock.h"
#include "schema/platform/machine_conf.h"

namespace tocsin::gate {

Policy LiveInputs::policy() {
  return read_policy(places_);
}

bool LiveInputs::privileged() {
  return is_privileged();
}

Result<VerifiedBytes> LiveInputs::catalog() {
  const auto own = TRY(own_folder());
  auto folder = TRY(Folder::open(own, Ownership::required));
  return InstalledBytes::read(folder, std::string(brand().catalog_file), limits::kCatalogBytes);
}

Result<std::string> LiveInputs::machine_file(const std::string& name, std::size_t cap) {
  if (!machine_folder_) {
    auto folder = TRY(Folder::open(places_.machine_folder, Ownership::required));
    machine_folder_.emplace(std::move(folder));
  }
  return machine_folder_->read(name, cap);
}

Result<Instant> LiveInputs::newest_issued() {
  const auto bytes = TRY(machine_file("trust.dat", limits::kScfBytes));
  return newest_issued_of(bytes);
}

Result<GateState> LiveInputs::state() {
  if (places_.state_db.empty()) {
    return GateState{};
  }
  return read_gate_state(places_.state_db);
}

std::vector<Mark> LiveInputs::marks() {
  return read_marks(places_.machine_folder);
}

Result<bool> LiveInputs::any_to_tell(std::span<const std::string_view> ids) {
  return places_.state_db.empty() ? Result<bool>(false) : any_withdrawal_to_tell(places_.state_db, ids);
}

Instant LiveInputs::clock() {
  return system_now();
}

std::vector<std::string> LiveInputs::languages() {
  return preferred_languages();
}

Result<bool> LiveInputs::member() {
  const auto text = TRY(machine_file("machine.conf", kMachineConfBytes));
  const auto conf = TRY(parse_machine_conf(text));
  return holds_group(conf.group);
}

Facts& LiveInputs::machine(const Detect& detect) {
  probe_ = system_probe(places_.root);
  return facts_.emplace(detect, *probe_, false);
}

bool LiveInputs::display() {
  return has_display();
}

}  // namespace tocsin::gate
