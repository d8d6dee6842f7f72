// tocsin-preview: pictures of every notice in every language, or all notices in a window.
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "notifier/dialog/show_notices.h"
#include "notifier/platform/session.h"
#include "notifier/present/strings.h"
#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/preview/contact_sheet.h"
#include "packaging/preview/own_display.h"
#include "packaging/preview/studio.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"
#include "schema/platform/native_path.h"
#include "schema/platform/program_start.h"
#include "schema/trust/digest.h"

namespace tocsin::preview {
namespace {

constexpr unsigned kReadableByAll = 0644;
constexpr int kSomethingClipped = 1;

struct Arguments {
  PreviewOptions options;
  bool open = false;
};

void describe_options(kit::CommandLine app, Arguments& arguments) {
  PreviewOptions& options = arguments.options;
  app.option("CATALOG", options.catalog, "The catalog, read strictly").required();
  app.option("--out", options.out,
             "The folder for the pictures and their index.html; made if it is not there");
  app.flag("--open", arguments.open,
           "Show the notices in a window here instead; what is decided is not recorded");
  app.option("--config", options.config, "The messenger.config it ships with: its links and support address");
  app.option("--facts", options.facts,
             "What {found:...} stands for: a facts file (default: the first version each condition names)");
  app.option("--locale", options.locale, "Texts in this language only");
  app.option("--id", options.id, "This message only");
  app.option("--theme", options.theme, "light or dark (default: light)").one_of({"light", "dark"});
  app.option("--scale", options.scale, "Pixels for each point: 1 or 2 (default: 1)").between(1, 2);
  app.flag("--pseudo", options.pseudo,
           "The interface in a made-up language with longer, accented sentences in brackets");
}

Result<void> make_folder(const std::string& path) {
  std::error_code failed;
  std::filesystem::create_directories(native_path(path), failed);
  if (failed) return fail(Code::io, "preview.folder", path + ": " + failed.message());
  return {};
}

int list_pictures(const std::vector<Picture>& pictures, const std::string& folder) {
  int exit = 0;
  for (const Picture& picture : pictures) {
    std::cout << picture.file << (picture.scrolls ? " (its reader scrolls)" : "") << '\n';
    for (const std::string& words : picture.clipped) {
      std::cerr << picture.file << ": clipped: " << words << '\n';
      exit = kSomethingClipped;
    }
  }
  std::cout << pictures.size() << " pictures, " << folder << "/index.html\n";
  return exit;
}

/// One picture for each notice and language, and the contact sheet. Shape: the exit code.
Result<int> take_pictures(const PreviewOptions& options) {
  Scene scene = TRY(Scene::make(options));
  TRY(make_folder(options.out));
  const OwnDisplay display = TRY(OwnDisplay::start());
  display.set_environment(options.theme, options.scale);
  const auto pictures = TRY(take_each(scene, options));
  const std::string name = utf8_path(native_path(options.catalog).filename());
  const std::string sheet = contact_sheet(pictures, name, system_now());
  TRY(replace_file(options.out + "/index.html", sheet, kReadableByAll));
  return list_pictures(pictures, options.out);
}

/// All notices in one window on the author's own display. Shape: the exit code.
Result<int> open_window(const PreviewOptions& options) {
  Scene scene = TRY(Scene::make(options));
  auto locales = options.locale.empty() ? preferred_languages() : std::vector<std::string>{options.locale};
  choose_language(options, locales);
  NothingRecorded recorder;
  Presenter presenter(scene.presentation_of_all(std::move(locales)), recorder);
  TRY(dialog::show_notices(presenter, open_link));
  return 0;
}

Result<int> run(const Arguments& arguments) {
  if (arguments.open != arguments.options.out.empty())
    return fail(Code::invalid_argument, "preview", "either --out or --open is required");
  return arguments.open ? open_window(arguments.options) : take_pictures(arguments.options);
}

int run_preview(int argc, const char* const* argv) {
  Arguments arguments;
  const auto describe = [&arguments](kit::CommandLine app) {
    describe_options(app, arguments);
    app.run([&arguments] {
      const auto exit = run(arguments);
      return exit ? *exit : kit::report(exit.error());
    });
  };
  return kit::run_program(
      {"tocsin-preview", "Pictures of every notice in every language, as its readers will see it",
       "tocsin-preview " TOCSIN_VERSION},
      describe, argc, argv);
}

}  // namespace
}  // namespace tocsin::preview

int main(int argc, char** argv) {
  const auto words = tocsin::start_program(argc, argv);
  if (const auto ready = tocsin::init_crypto(); !ready) return tocsin::kit::report(ready.error());
  try {
    return tocsin::preview::run_preview(static_cast<int>(words.size()), words.data());
  } catch (const std::exception& stop) {
    return tocsin::kit::report(
        {.code = tocsin::Code::internal, .operation = "preview.run", .detail = stop.what()});
  }
}
