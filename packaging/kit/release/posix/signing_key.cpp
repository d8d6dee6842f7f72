// Creates key files: exclusively, and readable by their owner only.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "packaging/kit/release/signing_key.h"
#include "schema/platform/posix/descriptor.h"

namespace tocsin::kit {
namespace {

Failure failed(int number, const std::string& path) {
  const Code code = number == EEXIST ? Code::conflict : number == ENOENT ? Code::not_found : Code::io;
  return fail(Error{.code = code,
                    .operation = "key.create",
                    .detail = path + ": " + std::strerror(number),
                    .system = number});
}

}  // namespace

Result<void> create_private_file(const std::string& path, std::string_view bytes) {
  const int handle =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (handle < 0) return failed(errno, path);
  const bool written = write_all(handle, bytes) && ::fsync(handle) == 0;
  const int number = errno;
  const bool closed = ::close(handle) == 0;
  if (written && closed) return {};
  ::unlink(path.c_str());
  return failed(written ? errno : number, path);
}

}  // namespace tocsin::kit
