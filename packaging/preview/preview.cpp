// See preview.h.
#include "packaging/preview/preview.h"

#include <filesystem>
#include <iostream>

#include "notifier/dialog/show_notices.h"
#include "notifier/platform/session.h"
#include "notifier/present/strings.h"
#include "packaging/kit/commands.h"
#include "packaging/preview/contact_sheet.h"
#include "packaging/preview/own_display.h"
#include "packaging/preview/studio.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"
#include "schema/platform/native_path.h"

namespace tocsin {
namespace {

constexpr unsigned kReadableByAll = 0644;

Result<void> make_folder(const std::string& path) {
  std::error_code failed;
  std::filesystem::create_directories(native_path(path), failed);
  if (failed) return fail(Code::io, "preview.folder", path + ": " + failed.message());
  return {};
}

Result<std::vector<Picture>> pictures_of(const PreviewOptions& options, Scene& scene) {
  if (const auto made = make_folder(options.out); !made) return Failure(made.error());
  const auto display = OwnDisplay::start();
  if (!display) return Failure(display.error());
  display->dress(options.theme, options.scale);
  auto taken = take_each(scene, options);
  if (!taken) return taken;
  const std::string name = utf8_path(native_path(options.catalog).filename());
  const auto written =
      replace_file(options.out + "/index.html", contact_sheet(*taken, name, system_now()), kReadableByAll);
  if (!written) return Failure(written.error());
  return taken;
}

int say(const std::vector<Picture>& pictures, const std::string& folder) {
  int exit = 0;
  for (const Picture& picture : pictures) {
    std::cout << picture.file << (picture.scrolls ? " (its reader scrolls)" : "") << '\n';
    for (const std::string& words : picture.clipped) {
      std::cerr << picture.file << ": clipped: " << words << '\n';
      exit = 1;
    }
  }
  std::cout << pictures.size() << " pictures, " << folder << "/index.html\n";
  return exit;
}

}  // namespace

int take_pictures(const PreviewOptions& options) {
  auto scene = Scene::make(options);
  if (!scene) return report(scene.error());
  const auto taken = pictures_of(options, *scene);
  return taken ? say(*taken, options.out) : report(taken.error());
}

int open_window(const PreviewOptions& options) {
  auto scene = Scene::make(options);
  if (!scene) return report(scene.error());
  auto locales = options.locale.empty() ? preferred_languages() : std::vector<std::string>{options.locale};
  if (options.pseudo) {
    choose_pseudo_language();
  } else {
    choose_interface_language(locales);
  }
  NothingRecorded recorder;
  Presenter presenter(scene->presentation_of_all(std::move(locales)), recorder);
  const auto shown = show_notices(presenter, open_link);
  return shown ? 0 : report(shown.error());
}

}  // namespace tocsin
