// See words.h.
#include "notifier/present/words.h"

#include "notifier/present/strings.h"

namespace tocsin {

std::string_view severity_word(Severity severity) {
  switch (severity) {
    case Severity::critical:
      return tr("Critical");
    case Severity::warning:
      return tr("Warning");
    case Severity::info:
      break;
  }
  return tr("Information");
}

std::string_view severity_in_a_row(Severity severity) {
  switch (severity) {
    case Severity::critical:
      return tr("critical");
    case Severity::warning:
      return tr("warning");
    case Severity::info:
      break;
  }
  return tr("information");
}

std::string_view category_word(Category category) {
  switch (category) {
    case Category::security:
      return tr("Security");
    case Category::maintenance:
      return tr("Maintenance");
    case Category::licence:
      return tr("Licence");
    case Category::outage:
      return tr("Outage");
    case Category::lifecycle:
      break;
  }
  return tr("Product life cycle");
}

}  // namespace tocsin
