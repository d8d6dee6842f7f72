// What Windows itself reads of a program: its manifest and its version.
#include <windows.h>

#include <array>
#include <cstdio>
#include <vector>

#include "tests/e2e/windows/tools/tools.h"

namespace {

constexpr const wchar_t* k2005 = L"http://schemas.microsoft.com/SMI/2005/WindowsSettings";
constexpr const wchar_t* k2016 = L"http://schemas.microsoft.com/SMI/2016/WindowsSettings";
constexpr const wchar_t* k2019 = L"http://schemas.microsoft.com/SMI/2019/WindowsSettings";

void print_setting(HANDLE context, const wchar_t* space, const wchar_t* name) {
  std::array<wchar_t, 100> value = {};
  SIZE_T written = 0;
  const bool is_there =
      ::QueryActCtxSettingsW(0, context, space, name, value.data(), value.size(), &written) != 0;
  std::printf("%s=%s\n", utf8(name).c_str(), is_there ? utf8(value.data()).c_str() : "(none)");
}

void print_level(HANDLE context) {
  constexpr std::array kNames = {"unspecified", "asInvoker", "highestAvailable", "requireAdministrator"};
  ACTIVATION_CONTEXT_RUN_LEVEL_INFORMATION run = {};
  SIZE_T written = 0;
  const bool is_there = ::QueryActCtxW(0, context, nullptr, RunlevelInformationInActivationContext, &run,
                                       sizeof run, &written) != 0;
  std::printf("level=%s\n", is_there && run.RunLevel < kNames.size() ? kNames[run.RunLevel] : "(none)");
}

bool print_manifest(const std::wstring& program) {
  ACTCTXW wish = {};
  wish.cbSize = sizeof wish;
  wish.dwFlags = ACTCTX_FLAG_RESOURCE_NAME_VALID;
  wish.lpSource = program.c_str();
  wish.lpResourceName = MAKEINTRESOURCEW(1);
  const HANDLE context = ::CreateActCtxW(&wish);
  if (context == INVALID_HANDLE_VALUE) return false;
  print_setting(context, k2005, L"dpiAware");
  print_setting(context, k2016, L"dpiAwareness");
  print_setting(context, k2016, L"longPathAware");
  print_setting(context, k2019, L"activeCodePage");
  print_level(context);
  return true;
}

bool print_version(const std::wstring& program) {
  DWORD ignored = 0;
  std::vector<char> block(::GetFileVersionInfoSizeW(program.c_str(), &ignored));
  if (block.empty() ||
      ::GetFileVersionInfoW(program.c_str(), 0, static_cast<DWORD>(block.size()), block.data()) == 0) {
    return false;
  }
  for (const wchar_t* name :
       {L"CompanyName", L"FileDescription", L"FileVersion", L"OriginalFilename", L"ProductName"}) {
    void* text = nullptr;
    UINT length = 0;
    const std::wstring path = L"\\StringFileInfo\\040904B0\\" + std::wstring(name);
    const bool is_there = ::VerQueryValueW(block.data(), path.c_str(), &text, &length) != 0 && length > 0;
    std::printf("%s=%s\n", utf8(name).c_str(),
                is_there ? utf8(static_cast<const wchar_t*>(text)).c_str() : "(none)");
  }
  return true;
}

}  // namespace

int face_command(const Words& words) {
  if (words.size() != 1) return 2;
  if (print_manifest(words[0]) && print_version(words[0])) return 0;
  std::printf("error %lu\n", ::GetLastError());
  return 1;
}
