// One instance for each session and user: the lock is the existence of a named mutex, which the system
// removes when its process ends.
#include <windows.h>

#include <utility>

#include "notifier/platform/identity.h"
#include "notifier/platform/session.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {

// `Local\` is the namespace of the session. If the holder is elevated, its mutex cannot be opened: this
// counts as held, too.
Result<SingleInstance> SingleInstance::take(const std::string& name, const std::string& /*state_folder*/) {
  const std::string mutex = "Local\\" + name + "." + user_id();
  Handle handle(::CreateMutexExW(nullptr, wide(mutex).c_str(), 0, SYNCHRONIZE));
  const DWORD number = ::GetLastError();
  const bool is_held = number == ERROR_ALREADY_EXISTS || number == ERROR_ACCESS_DENIED;
  if (is_held) return fail(Code::conflict, "session.single_instance", mutex);
  if (!handle.is_open()) return system_failure(number, "session.single_instance", mutex);
  return SingleInstance(handle.release());
}

SingleInstance::SingleInstance(SingleInstance&& other) noexcept
    : handle_(std::exchange(other.handle_, kNoHandle)) {}

SingleInstance::~SingleInstance() {
  const Handle closed(handle_);
}

}  // namespace tocsin
