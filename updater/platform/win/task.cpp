// The scheduled task, by schtasks.exe of the system folder. The scheduler's own interface is COM,
// which this program does without.
#include "updater/platform/win/task.h"

#include <windows.h>

#include <algorithm>
#include <array>

#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"
#include "updater/platform/win/trigger_text.h"

namespace tocsin::updater {
namespace {

constexpr ULONGLONG kMostMs = 30'000;
constexpr DWORD kPauseMs = 20;
constexpr std::size_t kMostOutput = 64u << 10;

Failure unavailable(DWORD number, const std::string& name) {
  Failure failure = system_failure(number, "program.start", name);
  failure.value().code = Code::unavailable;
  return failure;
}

std::string system_folder() {
  std::array<wchar_t, MAX_PATH + 1> folder = {};
  const UINT length = ::GetSystemDirectoryW(folder.data(), static_cast<UINT>(folder.size()));
  return length < folder.size() ? narrow({folder.data(), length}) : std::string();
}

struct Pipe {
  Handle ours, theirs;
};

Result<Pipe> make_pipe(const std::string& name) {
  SECURITY_ATTRIBUTES inherited = {sizeof inherited, nullptr, TRUE};
  HANDLE reader = INVALID_HANDLE_VALUE;
  HANDLE writer = INVALID_HANDLE_VALUE;
  if (::CreatePipe(&reader, &writer, &inherited, 0) == 0) return unavailable(::GetLastError(), name);
  Pipe pipe{Handle(reader), Handle(writer)};
  ::SetHandleInformation(reader, HANDLE_FLAG_INHERIT, 0);
  return pipe;
}

/// Lets the child inherit one handle, and no other that is inheritable.
class OnlyThis {
 public:
  explicit OnlyThis(HANDLE handle) : handle_(handle) {
    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    bytes_.resize(size);
    is_whole_ = ::InitializeProcThreadAttributeList(get(), 1, 0, &size) != 0 &&
                ::UpdateProcThreadAttribute(get(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, &handle_,
                                            sizeof handle_, nullptr, nullptr) != 0;
  }
  OnlyThis(const OnlyThis&) = delete;
  OnlyThis& operator=(const OnlyThis&) = delete;
  ~OnlyThis() { ::DeleteProcThreadAttributeList(get()); }
  [[nodiscard]] LPPROC_THREAD_ATTRIBUTE_LIST get() {
    return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(bytes_.data());
  }
  [[nodiscard]] bool is_whole() const { return is_whole_; }

 private:
  HANDLE handle_;
  std::string bytes_;
  bool is_whole_ = false;
};

Result<Handle> start(const std::string& name, const std::vector<std::string>& words, HANDLE output) {
  const std::string folder = system_folder();
  const std::string program = folder + '\\' + name;
  std::vector<std::string> line = {program};
  line.insert(line.end(), words.begin(), words.end());
  std::wstring text = wide(command_line(line));
  OnlyThis inherited(output);
  if (!inherited.is_whole()) return unavailable(::GetLastError(), program);
  STARTUPINFOEXW how = {};
  how.StartupInfo.cb = sizeof how;
  how.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  how.StartupInfo.hStdOutput = how.StartupInfo.hStdError = output;
  how.lpAttributeList = inherited.get();
  PROCESS_INFORMATION made = {};
  if (::CreateProcessW(wide(program).c_str(), text.data(), nullptr, nullptr, TRUE,
                       CREATE_NO_WINDOW | EXTENDED_STARTUPINFO_PRESENT, nullptr, wide(folder).c_str(),
                       &how.StartupInfo, &made) == 0) {
    return unavailable(::GetLastError(), program);
  }
  const Handle thread(made.hThread);
  return Handle(made.hProcess);
}

/// Reads what has been written so far; never waits.
void drain(HANDLE pipe, std::string& into) {
  std::array<char, 4096> bytes = {};
  DWORD waiting = 0;
  while (::PeekNamedPipe(pipe, nullptr, 0, nullptr, &waiting, nullptr) != 0 && waiting > 0) {
    DWORD got = 0;
    const DWORD room = std::min(waiting, static_cast<DWORD>(bytes.size()));
    if (::ReadFile(pipe, bytes.data(), room, &got, nullptr) == 0 || got == 0) return;
    if (into.size() + got <= kMostOutput) into.append(bytes.data(), got);
  }
}

}  // namespace

Result<ProgramEnd> run_system_program(const std::string& name, const std::vector<std::string>& words) {
  Pipe pipe = TRY(make_pipe(name));
  const Handle process = TRY(start(name, words, pipe.theirs.get()));
  { const Handle closed = std::move(pipe.theirs); }
  ProgramEnd end;
  const ULONGLONG last = ::GetTickCount64() + kMostMs;
  DWORD state = WAIT_TIMEOUT;
  while (state == WAIT_TIMEOUT && ::GetTickCount64() < last) {
    state = ::WaitForSingleObject(process.get(), kPauseMs);
    drain(pipe.ours.get(), end.output);
  }
  DWORD status = 0;
  if (state != WAIT_OBJECT_0 || ::GetExitCodeProcess(process.get(), &status) == 0) {
    ::TerminateProcess(process.get(), 1);
    return fail(Code::unavailable, "program.run", name + ": did not end in time");
  }
  end.status = static_cast<int>(status);
  return end;
}

namespace {

constexpr const char* kProgram = "schtasks.exe";
constexpr const char* kTextName = "task.xml";

/// UTF-16 with its byte order mark, which every version of schtasks reads.
std::string as_utf16(const std::string& text) {
  const std::wstring units = L'\xFEFF' + wide(text);
  return {reinterpret_cast<const char*>(units.data()), units.size() * sizeof(wchar_t)};
}

Result<ProgramEnd> query(const std::string& name) {
  return run_system_program(kProgram, {"/Query", "/TN", name, "/XML"});
}

}  // namespace

TaskState task_state(const std::string& name, const Task& task) {
  const auto end = query(name);
  if (!end || end->status != 0) return TaskState::wrong;
  if (end->output.find("<Task") == std::string::npos) return TaskState::unknown;
  return is_task_for(end->output, task) ? TaskState::right : TaskState::wrong;
}

Result<void> register_task(const std::string& name, const Task& task, const GuardedFolder& state) {
  TRY(state.replace(kTextName, as_utf16(task_text(task)), kPrivateMode, Durability::cached));
  const auto end = run_system_program(kProgram, {"/Create", "/TN", name, "/XML", state.at(kTextName), "/F"});
  auto removed = state.remove(kTextName);
  if (!end) return fail(end.error());
  if (end->status == 0) return removed;
  return fail(Code::unavailable, "task.register", end->output.substr(0, 200));
}

// A failure gives no reason but a text in the machine's language, so the task is looked for instead.
Result<void> remove_task(const std::string& name) {
  const ProgramEnd end = TRY(run_system_program(kProgram, {"/Delete", "/TN", name, "/F"}));
  if (end.status == 0) return {};
  const auto left = query(name);
  if (!left || left->output.find("<Task") == std::string::npos) return {};
  return fail(Code::unavailable, "task.remove", end.output.substr(0, 200));
}

}  // namespace tocsin::updater
