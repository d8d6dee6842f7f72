// The gate's questions, answered by the machine it runs on.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "notifier/facts/live.h"
#include "notifier/facts/sources/source_probe.h"
#include "notifier/gate/decide.h"
#include "schema/platform/files.h"
#include "schema/platform/known_paths.h"

namespace tocsin::gate {

class LiveInputs : public GateInputs {
 public:
  explicit LiveInputs(Places places) : places_(std::move(places)) {}

  Policy policy() override;
  bool privileged() override;
  Result<VerifiedBytes> catalog() override;
  Result<Instant> newest_issued() override;
  Result<GateState> state() override;
  std::vector<Mark> marks() override;
  Result<bool> any_to_tell(std::span<const std::string_view> ids) override;
  Instant clock() override;
  std::vector<std::string> languages() override;
  Result<bool> member() override;
  Facts& machine(const Detect& detect) override;
  bool display() override;

  [[nodiscard]] const Places& places() const { return places_; }

 private:
  [[nodiscard]] Result<std::string> machine_file(const std::string& name, std::size_t cap);

  Places places_;
  std::optional<Folder> machine_folder_;
  std::unique_ptr<SourceProbe> probe_;
  std::optional<LiveFacts> facts_;
};

}  // namespace tocsin::gate
