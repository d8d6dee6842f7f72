// Loaded before the C library (LD_PRELOAD): the n-th request for memory fails, or every one from there on.
// FAILING_MALLOC_AT: "120" or "120+"; FAILING_MALLOC_COUNT: a file for the number of requests of the whole
// run. Tests only; glibc.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
}

namespace {

long requests = 0;
long failing = -1;  // not looked up yet
bool for_good = false;
char count_file[256] = "";

// The program may empty its environment: what it began with counts.
void look_up() {
  const char* at = std::getenv("FAILING_MALLOC_AT");
  failing = at == nullptr ? 0 : std::strtol(at, nullptr, 10);
  for_good = at != nullptr && std::strchr(at, '+') != nullptr;
  if (const char* file = std::getenv("FAILING_MALLOC_COUNT"))
    std::snprintf(count_file, sizeof count_file, "%s", file);
}

bool fails() {
  if (failing < 0) look_up();
  ++requests;
  const bool now = requests == failing || (for_good && failing > 0 && requests > failing);
  if (now) errno = ENOMEM;
  return now;
}

[[gnu::destructor]] void tell() {
  if (count_file[0] == '\0') return;
  const int file = ::open(count_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0) return;
  char text[32];
  const int size = std::snprintf(text, sizeof text, "%ld\n", requests);
  if (::write(file, text, static_cast<std::size_t>(size)) != size) ::_exit(99);
  ::close(file);
}

}  // namespace

extern "C" {
void* malloc(std::size_t size) {
  return fails() ? nullptr : __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  return fails() ? nullptr : __libc_calloc(count, size);
}
void* realloc(void* old, std::size_t size) {
  return fails() ? nullptr : __libc_realloc(old, size);
}
}
