// A new file and its way to the disk. Layer: updater/platform, Windows only.
#include <utility>

#include "schema/platform/win/handle.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin {

NewFile::NewFile(NewFile&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)), name_(std::move(other.name_)) {}

NewFile::~NewFile() {
  const Handle closed(as_handle(handle_));
}

Result<void> NewFile::write(std::string_view bytes) {
  if (write_all(as_handle(handle_), bytes)) return {};
  return system_failure(::GetLastError(), "file.write", name_);
}

// Windows has no such wish; finish() waits for all of it.
void NewFile::begin_writeback() {}

Result<void> NewFile::finish(Durability durability) {
  const Handle file(as_handle(std::exchange(handle_, -1)));
  if (durability == Durability::cached || ::FlushFileBuffers(file.get()) != 0) return {};
  return system_failure(::GetLastError(), "file.sync", name_);
}

}  // namespace tocsin
