// By schtasks.exe of the system folder: the scheduler's own door is COM, which this program does without.
// Layer: updater/platform, Windows only.
#include "updater/platform/win/task.h"

#include "schema/platform/win/wide_text.h"
#include "updater/platform/win/system_program.h"

namespace tocsin {
namespace {

constexpr const char* kProgram = "schtasks.exe";
constexpr const char* kTextName = "task.xml";

/// UTF-16 with its mark: what schtasks reads in every version.
std::string as_utf16(const std::string& text) {
  const std::wstring units = L'\xFEFF' + wide(text);
  return {reinterpret_cast<const char*>(units.data()), units.size() * sizeof(wchar_t)};
}

Result<ProgramEnd> query(const std::string& name) {
  return run_system_program(kProgram, {"/Query", "/TN", name, "/XML"});
}

}  // namespace

TaskState task_state(const std::string& name, const TaskWish& wish) {
  const auto end = query(name);
  if (!end || end->status != 0) return TaskState::wrong;
  if (end->output.find("<Task") == std::string::npos) return TaskState::untold;
  return is_task_for(end->output, wish) ? TaskState::right : TaskState::wrong;
}

Result<void> register_task(const std::string& name, const TaskWish& wish, const GuardedFolder& state) {
  const auto written = state.replace(kTextName, as_utf16(task_text(wish)), kPrivateMode, Durability::cached);
  if (!written) return written;
  const auto end = run_system_program(kProgram, {"/Create", "/TN", name, "/XML", state.at(kTextName), "/F"});
  const auto removed = state.remove(kTextName);
  if (!end) return Failure(end.error());
  if (end->status == 0) return removed;
  return fail(Code::unavailable, "task.register", end->output.substr(0, 200));
}

// Its refusal says nothing of why, and in words of the machine's language: what counts is whether it is gone.
Result<void> remove_task(const std::string& name) {
  const auto end = run_system_program(kProgram, {"/Delete", "/TN", name, "/F"});
  if (!end) return Failure(end.error());
  if (end->status == 0) return {};
  const auto left = query(name);
  if (!left || left->output.find("<Task") == std::string::npos) return {};
  return fail(Code::unavailable, "task.remove", end->output.substr(0, 200));
}

}  // namespace tocsin
