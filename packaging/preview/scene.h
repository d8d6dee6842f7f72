// What the window shows in a preview: the author's catalog as if it were signed, installed and due.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "notifier/session/session.h"

namespace tocsin::preview {

struct PreviewOptions {
  std::string catalog, out, config, facts, locale, id;
  std::string theme = "light";
  unsigned scale = 1;
  bool pseudo = false;
};

/// Sets the interface's language: the first of `locales` that it has, or the pseudo language.
void choose_language(const PreviewOptions& options, const std::vector<std::string>& locales);

/// One text of one notice: the subject of one picture.
struct Shot {
  const Message* message = nullptr;
  const Text* text = nullptr;
};

/// A recorder that accepts every act and keeps nothing.
class NothingRecorded : public Recorder {
 public:
  Result<void> displayed(const Act& /*act*/) override { return {}; }
  Result<void> acknowledged(const Act& /*act*/) override { return {}; }
  Result<void> put_off(const Act& /*act*/, Instant /*until*/) override { return {}; }
  std::string what_is_sent(const Act& /*act*/) override { return {}; }
};

class Scene {
 public:
  /// Errors: those of reading catalog, config and facts; not_found if no text matches --id and --locale.
  [[nodiscard]] static Result<Scene> make(const PreviewOptions& options);

  [[nodiscard]] const std::vector<Shot>& shots() const { return shots_; }
  /// One notice, for a reader who prefers `locale`.
  [[nodiscard]] Presentation presentation_of(const Message& message, const std::string& locale);
  /// Every notice that has a shot, in the order of showing.
  [[nodiscard]] Presentation presentation_of_all(std::vector<std::string> locales);

 private:
  Scene() = default;
  /// Without a facts file each notice gets the facts that it asks for.
  [[nodiscard]] Presentation for_addressees(Presentation presentation) const;
  std::unique_ptr<Session> session_;  // of the author's files instead of a proven set
  std::vector<Shot> shots_;
};

}  // namespace tocsin::preview
