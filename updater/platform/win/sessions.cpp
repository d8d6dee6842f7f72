// Sessions are listed by the terminal services. CreateProcessAsUserW starts the gate with each session's own
// token, which is never an elevated one.
#include "updater/platform/sessions.h"

#include <windows.h>

#include <userenv.h>
#include <wtsapi32.h>

#include <array>
#include <memory>

#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"
#include "updater/platform/win/trigger_text.h"

namespace tocsin::updater {
namespace {

constexpr DWORD kNoSession = 0xFFFFFFFF;

struct FreeSessions {
  void operator()(WTS_SESSION_INFOW* memory) const { ::WTSFreeMemory(memory); }
};
struct DestroyBlock {
  void operator()(void* block) const { ::DestroyEnvironmentBlock(block); }
};

/// Somebody is logged on to it, perhaps remotely or disconnected. Session 0 is that of services.
bool is_of_a_person(const WTS_SESSION_INFOW& session) {
  return session.SessionId != 0 && (session.State == WTSActive || session.State == WTSDisconnected);
}

Result<std::vector<DWORD>> list_sessions() {
  WTS_SESSION_INFOW* found = nullptr;
  DWORD count = 0;
  if (::WTSEnumerateSessionsW(WTS_CURRENT_SERVER_HANDLE, 0, 1, &found, &count) == 0) {
    Failure failure = system_failure(::GetLastError(), "sessions.list", {});
    failure.value().code = Code::unavailable;
    return failure;
  }
  const std::unique_ptr<WTS_SESSION_INFOW, FreeSessions> owned(found);
  std::vector<DWORD> ids;
  for (DWORD k = 0; k < count; ++k) {
    if (is_of_a_person(found[k])) ids.push_back(found[k].SessionId);
  }
  // Without any list (Wine): the session at the console.
  const DWORD console = ::WTSGetActiveConsoleSessionId();
  if (count == 0 && console != kNoSession) ids.push_back(console);
  return ids;
}

/// One start. The thread that does it and the one that waits share it; the last of them frees it.
struct Attempt {
  DWORD session = 0;
  std::wstring program, line, folder;
  std::string outcome;
  bool started = false;
};

std::string failed(const char* what) {
  return std::string(what) + ": error " + std::to_string(::GetLastError());
}

void create(Attempt& attempt, HANDLE token, void* environment) {
  std::wstring desktop = L"winsta0\\default";
  STARTUPINFOW how = {};
  how.cb = sizeof how;
  how.lpDesktop = desktop.data();
  PROCESS_INFORMATION made = {};
  if (::CreateProcessAsUserW(token, attempt.program.c_str(), attempt.line.data(), nullptr, nullptr, FALSE,
                             CREATE_UNICODE_ENVIRONMENT | CREATE_BREAKAWAY_FROM_JOB, environment,
                             attempt.folder.c_str(), &how, &made) == 0 &&
      ::CreateProcessAsUserW(token, attempt.program.c_str(), attempt.line.data(), nullptr, nullptr, FALSE,
                             CREATE_UNICODE_ENVIRONMENT, environment, attempt.folder.c_str(), &how,
                             &made) == 0) {
    attempt.outcome = failed("the gate could not be started");
    return;
  }
  const Handle process(made.hProcess);
  const Handle thread(made.hThread);
  attempt.outcome = "started";
  attempt.started = true;
}

void start_in_one(Attempt& attempt) {
  HANDLE found = nullptr;
  if (::WTSQueryUserToken(attempt.session, &found) == 0) {
    const bool is_empty = ::GetLastError() == ERROR_NO_TOKEN;
    attempt.outcome = is_empty ? "nobody is logged on" : failed("the user's token could not be had");
    return;
  }
  const Handle token(found);
  void* block = nullptr;
  if (::CreateEnvironmentBlock(&block, found, FALSE) == 0) {
    attempt.outcome = failed("the user's environment could not be had");
    return;
  }
  const std::unique_ptr<void, DestroyBlock> environment(block);
  create(attempt, found, block);
}

DWORD WINAPI attempt_thread(void* given) {
  const std::unique_ptr<std::shared_ptr<Attempt>> attempt(static_cast<std::shared_ptr<Attempt>*>(given));
  start_in_one(**attempt);
  return 0;
}

/// Each start has its own thread. One that hangs in a system call is left there, and ends with the run.
Handle begin(const std::shared_ptr<Attempt>& attempt) {
  auto given = std::make_unique<std::shared_ptr<Attempt>>(attempt);
  Handle thread(::CreateThread(nullptr, 0, attempt_thread, given.get(), 0, nullptr));
  if (thread.is_open()) static_cast<void>(given.release());
  return thread;
}

std::wstring system_folder() {
  std::array<wchar_t, MAX_PATH + 1> folder = {};
  const UINT length = ::GetSystemDirectoryW(folder.data(), static_cast<UINT>(folder.size()));
  return length < folder.size() ? std::wstring(folder.data(), length) : std::wstring();
}

std::shared_ptr<Attempt> attempt_of(DWORD session, const GateStart& start) {
  std::vector<std::string> words = {start.program};
  if (!start.root.empty()) words.insert(words.end(), {"--root", start.root});
  return std::make_shared<Attempt>(
      Attempt{session, wide(start.program), wide(command_line(words)), system_folder(), {}, false});
}

}  // namespace

Result<std::vector<SessionStart>> start_in_sessions(const GateStart& start) {
  if (start.program.empty()) return fail(Code::not_found, "sessions.start", "no set is live");
  const std::vector<DWORD> ids = TRY(list_sessions());
  std::vector<std::pair<std::shared_ptr<Attempt>, Handle>> attempts;
  for (const DWORD id : ids) {
    auto attempt = attempt_of(id, start);
    Handle thread = begin(attempt);
    attempts.emplace_back(std::move(attempt), std::move(thread));
  }
  std::vector<SessionStart> sessions;
  const ULONGLONG last = ::GetTickCount64() + 1000ULL * kStartSeconds;
  for (const auto& [attempt, thread] : attempts) {
    const ULONGLONG now = ::GetTickCount64();
    const auto left = static_cast<DWORD>(now < last ? last - now : 0);
    const bool is_done = thread.is_open() && ::WaitForSingleObject(thread.get(), left) == WAIT_OBJECT_0;
    const std::string id = std::to_string(attempt->session);
    sessions.push_back(is_done ? SessionStart{id, attempt->outcome, attempt->started}
                               : SessionStart{id, "stopped waiting after five seconds", false});
  }
  return sessions;
}

}  // namespace tocsin::updater
