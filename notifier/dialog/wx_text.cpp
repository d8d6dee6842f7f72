// See wx_text.h.
#include "notifier/dialog/wx_text.h"

#include <string>

#include "schema/core/text/text.h"

namespace tocsin {

wxString to_wx(std::string_view text) {
  if (!first_bad_utf8(text)) return wxString::FromUTF8(text.data(), text.size());
  const std::string mended = sanitised(text, text.size());
  return wxString::FromUTF8(mended.data(), mended.size());
}

}  // namespace tocsin
