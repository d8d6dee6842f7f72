// `licenses`: the texts under which the parts of this product are given away. Layer: notifier/control.
#include "notifier/control/commands.h"
#include "notifier/control/license_texts.h"
#include "notifier/control/output.h"

namespace tocsin {

int licenses_command(const Context&) {
  for (const LicenseText& license : license_texts()) {
    print("==== " + std::string(license.name) + "\n\n" + std::string(license.text) + "\n");
  }
  return 0;
}

}  // namespace tocsin
