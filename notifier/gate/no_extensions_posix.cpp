// The gate loads no code: SQLite's way to extensions ends here, and a static program could not go it anyway.
// Layer: notifier/gate, POSIX only; linked into the static gate alone.

extern "C" void* dlopen(const char* file, int mode);

void* dlopen(const char*, int) { return nullptr; }
