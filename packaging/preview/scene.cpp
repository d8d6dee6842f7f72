// See scene.h.
#include "packaging/preview/scene.h"

#include <algorithm>
#include <utility>

#include "packaging/kit/files/author_files.h"
#include "packaging/preview/meant_facts.h"
#include "schema/platform/clock.h"

namespace tocsin {
namespace {

std::vector<Shot> wanted_shots(const Catalog& catalog, const PreviewOptions& options) {
  std::vector<Shot> shots;
  for (const Message& message : catalog.messages) {
    if (!options.id.empty() && message.id != options.id) continue;
    for (const Text& text : message.texts) {
      if (options.locale.empty() || text.locale == options.locale) shots.push_back({&message, &text});
    }
  }
  return shots;
}

}  // namespace

Result<Scene> Scene::make(const PreviewOptions& options) {
  Scene scene;
  auto catalog = read_catalog_file(options.catalog);
  if (!catalog) return Failure(std::move(catalog).error());
  auto config =
      options.config.empty() ? Result<Config>(default_config(brand())) : read_config_file(options.config);
  if (!config) return Failure(std::move(config).error());
  if (!options.facts.empty()) {
    auto machine = read_machine(options.facts, {});
    if (!machine) return Failure(std::move(machine).error());
    scene.facts_ = std::move(machine->facts);
  }
  scene.catalog_ = *std::move(catalog);
  scene.config_ = *std::move(config);
  scene.shots_ = wanted_shots(scene.catalog_, options);
  if (scene.shots_.empty())
    return fail(Code::not_found, "preview.texts", options.catalog + ": no such text in it");
  scene.release_.issued = system_now();
  scene.release_.signed_by = {"preview"};
  return scene;
}

Presentation Scene::presentation(std::vector<const Message*> messages, std::vector<std::string> locales) {
  Presentation out{catalog_, config_, release_, brand()};
  const Instant now = release_.issued;
  for (const Message* message : messages) {
    MeantFacts meant(*message);
    Facts& facts = facts_ ? static_cast<Facts&>(*facts_) : meant;
    for (auto& explained : explain(catalog_, facts, now, locales, Decisions(), ShowRules{})) {
      if (explained.message == message) out.explained.push_back(std::move(explained));
    }
  }
  out.due = std::move(messages);
  out.locales = std::move(locales);
  out.host = "console-1";
  out.now = [now] { return now; };
  return out;
}

Presentation Scene::presentation_of(const Message& message, const std::string& locale) {
  return presentation({&message}, {locale});
}

Presentation Scene::presentation_of_all(std::vector<std::string> locales) {
  std::vector<Verdict> all_due;
  for (const Shot& shot : shots_) {
    if (all_due.empty() || all_due.back().message != shot.message)
      all_due.push_back({shot.message, Reason::due});
  }
  return presentation(in_order(all_due), std::move(locales));
}

}  // namespace tocsin
