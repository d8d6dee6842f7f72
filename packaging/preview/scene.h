// What the window is given: the author's catalog as if it were signed, due and installed.
// Layer: packaging/preview. Shows nothing itself.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "notifier/facts/file.h"
#include "notifier/present/presenter.h"
#include "packaging/preview/options.h"

namespace tocsin {

/// One text of one notice: what a picture is taken of.
struct Shot {
  const Message* message = nullptr;
  const Text* text = nullptr;
};

/// A recorder that only says yes.
class NothingRecorded : public Recorder {
 public:
  Result<void> displayed(const Act& /*act*/) override { return {}; }
  Result<void> acknowledged(const Act& /*act*/) override { return {}; }
  Result<void> put_off(const Act& /*act*/, Instant /*until*/) override { return {}; }
  std::string what_is_sent(const Act& /*act*/) override { return {}; }
};

class Scene {
 public:
  /// Errors: those of reading catalog, config and facts; not_found when no text is left by --id, --locale.
  [[nodiscard]] static Result<Scene> make(const PreviewOptions& options);

  [[nodiscard]] const std::vector<Shot>& shots() const { return shots_; }
  /// One notice, read by somebody who prefers `locale`.
  [[nodiscard]] Presentation presentation_of(const Message& message, const std::string& locale);
  /// Every notice that has a shot, in the order of showing.
  [[nodiscard]] Presentation presentation_of_all(std::vector<std::string> locales);

 private:
  Scene() = default;
  Presentation presentation(std::vector<const Message*> messages, std::vector<std::string> locales);
  Catalog catalog_;
  Config config_;
  ProvenRelease release_;
  std::unique_ptr<FileFacts> facts_;  // none: what each notice is meant for
  std::vector<Shot> shots_;
};

}  // namespace tocsin
