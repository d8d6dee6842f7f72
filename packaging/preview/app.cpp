// The command line of tocsin-preview, and which of its two ways is taken. Layer: packaging/preview.
#include <string>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/preview/options.h"
#include "packaging/preview/preview.h"

namespace tocsin {
namespace {

void describe_options(CommandLine app, PreviewOptions& options) {
  app.option("CATALOG", options.catalog, "The catalog, read strictly").required();
  app.option("--out", options.out,
             "The folder for the pictures and their index.html; made if it is not there");
  app.flag("--open", options.open,
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

int run(const PreviewOptions& options) {
  if (options.open != options.out.empty())
    return report({Code::invalid_argument, "preview", "either --out or --open is required", {}, 0, 0});
  return options.open ? open_window(options) : take_pictures(options);
}

}  // namespace

int run_preview(int argc, const char* const* argv) {
  PreviewOptions options;
  const auto describe = [&options](CommandLine app) {
    describe_options(app, options);
    app.run([&options] { return run(options); });
  };
  return run_program(
      {"tocsin-preview", "Pictures of every notice in every language, as its readers will see it",
       "tocsin-preview " TOCSIN_VERSION},
      describe, argc, argv);
}

}  // namespace tocsin
