#include "packaging/preview/scene.h"

#include <utility>

#include "notifier/present/strings.h"
#include "packaging/kit/files/author_files.h"
#include "schema/platform/clock.h"

namespace tocsin::preview {
namespace {

/// The lower end of the first interval that has one, otherwise the first upper end. Empty if there is no
/// version.
std::string_view first_end(const VersionRange& range) {
  for (const Interval& interval : range.intervals) {
    if (!interval.low.empty()) return interval.low;
  }
  return range.intervals.empty() ? std::string_view() : range.intervals.front().high;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the grammar lets a condition be
std::string_view version_named(const Condition& condition, Condition::Op op, std::string_view name) {
  if (condition.op == op && condition.name == name) return first_end(condition.range);
  for (const Condition& child : condition.children) {
    if (const auto version = version_named(child, op, name); !version.empty()) return version;
  }
  return {};
}

/// A machine to which a notice is addressed: it has everything that the condition asks for, each in the first
/// version that the condition names.
class AddresseeFacts : public Facts {
 public:
  /// `message` must outlive the facts.
  explicit AddresseeFacts(const Message& message) : message_(message) {}
  Truth host() override { return Truth::yes; }
  Finding console(std::string_view type, Need /*need*/) override {
    return found(Condition::Op::console, type);
  }
  Finding component(std::string_view id, Need /*need*/) override {
    return found(Condition::Op::component, id);
  }
  const OsFact& os() override { return os_; }
  bool member() override { return true; }

 private:
  [[nodiscard]] Finding found(Condition::Op op, std::string_view name) const {
    const auto version = message_.when ? version_named(*message_.when, op, name) : std::string_view();
    return {Truth::yes, std::string(version), Scheme::dotted, {}};
  }
  const Message& message_;
  OsFact os_ = {"linux", "debian", "12", "x86_64"};
};

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

void choose_language(const PreviewOptions& options, const std::vector<std::string>& locales) {
  if (options.pseudo) {
    choose_pseudo_language();
  } else {
    choose_interface_language(locales);
  }
}

Result<Scene> Scene::make(const PreviewOptions& options) {
  InstalledSet set;
  set.catalog = TRY(kit::read_catalog_file(options.catalog));
  set.config = options.config.empty() ? default_config(brand()) : TRY(kit::read_config_file(options.config));
  set.release.issued = set.newest_issued = system_now();
  set.release.signed_by = {"preview"};
  Scene scene;
  scene.session_ = std::make_unique<Session>(known_places(brand(), {}), Policy(), std::move(set),
                                             [](Level, const std::string&) {});
  Session& session = *scene.session_;
  session.host = "console-1";
  if (!options.facts.empty()) session.facts = TRY(kit::read_machine(options.facts, {})).facts;
  scene.shots_ = wanted_shots(session.set.catalog, options);
  if (scene.shots_.empty())
    return fail(Code::not_found, "preview.texts", options.catalog + ": no such text in it");
  for (const Shot& shot : scene.shots_) {
    if (session.verdicts.empty() || session.verdicts.back().message != shot.message)
      session.verdicts.push_back({shot.message, Reason::due});
  }
  return scene;
}

Presentation Scene::for_addressees(Presentation presentation) const {
  if (session_->facts) return presentation;
  for (const Message* message : presentation.due) {
    AddresseeFacts addressee(*message);
    presentation.explained.push_back(explained(*message, addressee, session_->locales));
  }
  return presentation;
}

Presentation Scene::presentation_of(const Message& message, const std::string& locale) {
  session_->locales = {locale};
  return for_addressees(tocsin::presentation_of(*session_, message));
}

Presentation Scene::presentation_of_all(std::vector<std::string> locales) {
  session_->locales = std::move(locales);
  return for_addressees(tocsin::presentation_of(*session_));
}

}  // namespace tocsin::preview
