// Arguments and standard streams. Programs without a console of their own (the gate, the window, the updater)
// write to the console of the program that started them.
#include "schema/platform/program_start.h"

#include <windows.h>

#include <fcntl.h>
#include <io.h>
#include <shellapi.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

/// A service can have the number of a handle that was never its own.
bool is_given(DWORD which) {
  const HANDLE handle = ::GetStdHandle(which);
  if (handle == nullptr || handle == INVALID_HANDLE_VALUE) return false;
  return ::GetFileType(handle) != FILE_TYPE_UNKNOWN;
}

bool output_was_given = false;

/// Leaves redirected streams as they are; otherwise uses the console of the parent process.
void open_streams() {
  output_was_given = is_given(STD_OUTPUT_HANDLE);
  const bool has_error = is_given(STD_ERROR_HANDLE);
  if ((!output_was_given || !has_error) && ::AttachConsole(ATTACH_PARENT_PROCESS) != 0) {
    if (!output_was_given) ::_wfreopen(L"CONOUT$", L"w", stdout);
    if (!has_error) ::_wfreopen(L"CONOUT$", L"w", stderr);
  }
  for (std::FILE* stream : {stdout, stderr}) {
    if (::_fileno(stream) >= 0) ::_setmode(::_fileno(stream), _O_BINARY);
  }
}

// The code page of the console stays after the program ends, so it is restored.
UINT code_page_before = 0;

void restore_code_page() {
  ::SetConsoleOutputCP(code_page_before);
}

void set_utf8_output() {
  code_page_before = ::GetConsoleOutputCP();
  if (code_page_before == 0 || code_page_before == CP_UTF8) return;
  if (::SetConsoleOutputCP(CP_UTF8) != 0) std::atexit(restore_code_page);
}

std::vector<std::string> command_line() {
  int count = 0;
  LPWSTR* words = ::CommandLineToArgvW(::GetCommandLineW(), &count);
  std::vector<std::string> texts;
  for (int k = 0; words != nullptr && k < count; ++k) texts.push_back(narrow(words[k]));
  ::LocalFree(words);
  return texts;
}

}  // namespace

std::span<const char* const> start_program(int /*count*/, const char* const* /*words*/) {
  end_with_a_code();
  static const std::vector<std::string> texts = command_line();
  static std::vector<const char*> words;
  open_streams();
  set_utf8_output();
  words.reserve(texts.size() + 1);
  for (const std::string& text : texts) words.push_back(text.c_str());
  words.push_back(nullptr);  // as in main: one past the last word is a null pointer
  return {words.data(), words.size() - 1};
}

bool has_output() {
  return output_was_given;
}

bool is_error_terminal() {
  DWORD mode = 0;
  return ::GetConsoleMode(::GetStdHandle(STD_ERROR_HANDLE), &mode) != 0;
}

bool is_input_terminal() {
  DWORD mode = 0;
  return ::GetConsoleMode(::GetStdHandle(STD_INPUT_HANDLE), &mode) != 0;
}

}  // namespace tocsin
