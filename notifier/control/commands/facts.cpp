// `facts`: this machine as a facts file, for the author who asks why. Layer: notifier/control.
#include "notifier/control/commands.h"
#include "notifier/control/output.h"
#include "notifier/facts/file.h"

namespace tocsin {

int facts_command(const Context& context) {
  const auto here = situation(context);
  if (!here) {
    return failed(here.error());
  }
  std::string text = write_facts_file((*here)->set.catalog.detect, *(*here)->facts, (*here)->languages);
  if (!text.ends_with('\n')) {
    text += '\n';
  }
  print(text);
  return 0;
}

}  // namespace tocsin
