// What the tests need of Windows and Wine has no program for. Each command is one file; words are those after
// the command's name. Exit: 0 done, 1 not (said on standard output), 2 command line.
#pragma once

#include <string>
#include <vector>

using Words = std::vector<std::wstring>;

int window_command(const Words& words);  // texts|press|close TITLE...: another program's window, by messages
int standard_user_command(const Words& words);  // PROGRAM...: with Administrators for denials only
int face_command(const Words& words);           // PROGRAM: its manifest and version, as Windows reads them
int trust_command(const Words& words);          // FILE.der: a CA into the machine's store
int service_command(
    const Words& words);  // RESULT PROGRAM...: runs it from a service, and leaves its exit code

std::string utf8(const std::wstring& text);
/// As CommandLineToArgvW takes it apart again; for words without quotation marks.
std::wstring quoted(const Words& words, std::size_t from);
