#include "packaging/kit/release/private_file.h"

#include <algorithm>

namespace tocsin {

Result<Secret> read_passphrase(const std::string& path) {
  constexpr std::size_t kMostBytes = 64u << 10;
  if (path.empty()) return Secret();
  Secret text = TRY(read_private_file(path, kMostBytes));
  text.shorten(std::min(text.view().size(), text.view().find_first_of("\r\n")));
  if (text.view().empty())
    return fail(Code::invalid_argument, "kit.passphrase", path + ": its first line is empty");
  return text;
}

}  // namespace tocsin
