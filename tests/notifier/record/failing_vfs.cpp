// A SQLite VFS over the default one. Tests only.
#include "tests/notifier/record/failing_vfs.h"

#include <sqlite3.h>

#include <cstdlib>

namespace tocsin::tests {
namespace {

sqlite3_vfs* real_vfs = nullptr;
sqlite3_vfs shim{};

// SQLite's own methods for the database and for its journal differ in how they lock, so that each is kept
// apart.
struct Methods {
  const sqlite3_io_methods* real = nullptr;
  sqlite3_io_methods shim{};
};
Methods of_database;
Methods of_journal;

const sqlite3_io_methods& real_methods(sqlite3_file* file) {
  return file->pMethods == &of_database.shim ? *of_database.real : *of_journal.real;
}

int steps_left = 0;
bool has_fired = false;
Fault what = Fault::io_error;

// SQLITE_OK: go on.
int next_step(int io_error) {
  if (has_fired && what == Fault::every_further_io_error) return io_error;
  if (has_fired || what == Fault::read_only || --steps_left > 0) return SQLITE_OK;
  has_fired = true;
  if (what == Fault::kill) std::_Exit(9);
  return what == Fault::disk_full && io_error == SQLITE_IOERR_WRITE ? SQLITE_FULL : io_error;
}

int on_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  const int code = next_step(SQLITE_IOERR_WRITE);
  // Half of it is on disk all the same: a torn write.
  if (code != SQLITE_OK) real_methods(file).xWrite(file, bytes, size / 2, offset);
  return code != SQLITE_OK ? code : real_methods(file).xWrite(file, bytes, size, offset);
}
int on_truncate(sqlite3_file* file, sqlite3_int64 size) {
  const int code = next_step(SQLITE_IOERR_TRUNCATE);
  return code != SQLITE_OK ? code : real_methods(file).xTruncate(file, size);
}
int on_sync(sqlite3_file* file, int flags) {
  const int code = next_step(SQLITE_IOERR_FSYNC);
  return code != SQLITE_OK ? code : real_methods(file).xSync(file, flags);
}
int on_delete(sqlite3_vfs*, const char* name, int sync_folder) {
  const int code = next_step(SQLITE_IOERR_DELETE);
  return code != SQLITE_OK ? code : real_vfs->xDelete(real_vfs, name, sync_folder);
}
int on_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
  if (what == Fault::read_only) {
    flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
  }
  const int code = real_vfs->xOpen(real_vfs, name, file, flags, out);
  if (code != SQLITE_OK || file->pMethods == nullptr) return code;
  Methods& methods = (flags & SQLITE_OPEN_MAIN_DB) != 0 ? of_database : of_journal;
  methods.real = file->pMethods;
  methods.shim = *file->pMethods;
  methods.shim.xWrite = on_write;
  methods.shim.xTruncate = on_truncate;
  methods.shim.xSync = on_sync;
  file->pMethods = &methods.shim;
  return code;
}

}  // namespace

FailingVfs::FailingVfs(int step, Fault fault) {
  real_vfs = sqlite3_vfs_find(nullptr);
  shim = *real_vfs;
  shim.zName = "failing";
  shim.pNext = nullptr;
  shim.xOpen = on_open;
  shim.xDelete = on_delete;
  steps_left = step;
  has_fired = false;
  what = fault;
  sqlite3_vfs_register(&shim, 1);
}

FailingVfs::~FailingVfs() {
  sqlite3_vfs_unregister(&shim);
  sqlite3_vfs_register(real_vfs, 1);
}

bool FailingVfs::fired() const {
  return has_fired;
}

}  // namespace tocsin::tests
