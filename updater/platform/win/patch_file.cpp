// Positioned reads from one open file, which nobody can write, rename or remove meanwhile.
#include "updater/platform/patch_file.h"

#include <windows.h>

#include <utility>

#include "schema/platform/win/handle.h"
#include "updater/platform/win/guarded_handle.h"

namespace tocsin::updater {

Result<PatchFile> PatchFile::open(const std::string& path) {
  const std::string name = path.empty() ? TRY(own_image_path()) : path;
  OpenWish wish;
  wish.sharing = FILE_SHARE_READ;
  Handle file = TRY(open_path(name, wish));
  const std::uint64_t size = TRY(size_of_kind(file.get(), Kind::file, Links::followed, name));
  return PatchFile(file.release(), size, name);
}

PatchFile::PatchFile(PatchFile&& other) noexcept
    : handle_(std::exchange(other.handle_, kNoHandle)), size_(other.size_), name_(std::move(other.name_)) {}

PatchFile::~PatchFile() {
  const Handle closed(handle_);
}

Result<std::string> PatchFile::read_at(std::uint64_t offset, std::size_t count) const {
  std::string bytes(count, '\0');
  std::size_t have = 0;
  while (have < count) {
    OVERLAPPED where = {};
    where.Offset = static_cast<DWORD>((offset + have) & 0xFFFFFFFF);
    where.OffsetHigh = static_cast<DWORD>((offset + have) >> 32);
    DWORD got = 0;
    const auto room = static_cast<DWORD>(count - have);
    const bool is_read = ::ReadFile(handle_, bytes.data() + have, room, &got, &where) != 0;
    if (!is_read && ::GetLastError() != ERROR_HANDLE_EOF) {
      return system_failure(::GetLastError(), "patch.read", name_);
    }
    if (got == 0) return fail(Code::io, "patch.read", name_ + ": it was cut off while it was read");
    have += got;
  }
  return bytes;
}

}  // namespace tocsin::updater
