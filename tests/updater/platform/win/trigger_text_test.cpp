// Words as CommandLineToArgvW splits them, the Run value, the task.
#include "updater/platform/win/trigger_text.h"

#include <doctest/doctest.h>
#include <windows.h>

#include <shellapi.h>

#include "schema/platform/win/wide_text.h"

namespace tocsin::updater {
namespace {

std::vector<std::string> taken_apart(const std::string& line) {
  int count = 0;
  LPWSTR* words = ::CommandLineToArgvW(wide(line).c_str(), &count);
  std::vector<std::string> texts;
  for (int k = 0; words != nullptr && k < count; ++k) texts.push_back(narrow(words[k]));
  ::LocalFree(words);
  return texts;
}

TEST_CASE("words") {
  const struct {
    std::string_view name, word, text;
  } rows[] = {
      {"plain", "a", "\"a\""},
      {"blank", "C:\\Program Files\\x.exe", "\"C:\\Program Files\\x.exe\""},
      {"empty", "", "\"\""},
      {"backslash at the end", "C:\\", "\"C:\\\\\""},
      {"two at the end", "a\\\\", "\"a\\\\\\\\\""},
      {"quotation mark", "a\"b", "\"a\\\"b\""},
      {"backslash before one", "a\\\"b", "\"a\\\\\\\"b\""},
      {"only one", "\"", "\"\\\"\""},
      {"not ASCII",
       "Pr\xC3\xBC"
       "fung",
       "\"Pr\xC3\xBC"
       "fung\""},
      {"what a shell would read", "%PATH% & $(x) ^|", "\"%PATH% & $(x) ^|\""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(quoted_word(row.word) == row.text);
    const std::string word(row.word);
    CHECK(taken_apart(command_line({"C:\\p.exe", word, "last"})) ==
          std::vector<std::string>{"C:\\p.exe", word, "last"});
  }
}

TEST_CASE("the Run value") {
  const std::string install = "C:\\Program Files\\Example\\Messenger";
  const std::string gate = "Example.Messenger.exe";
  CHECK(run_value(install, "2.7.0123abcd", gate) ==
        "\"C:\\Program Files\\Example\\Messenger\\2.7.0123abcd\\Example.Messenger.exe\"");
  CHECK(set_of_run_value(run_value(install, "2.7.0123abcd", gate), install, gate) == "2.7.0123abcd");
  const std::string whole = run_value(install, "s", gate);
  const struct {
    std::string_view name;
    std::string value;
  } rows[] = {
      {"nothing", ""},
      {"not quoted", whole.substr(1, whole.size() - 2)},
      {"half quoted", whole.substr(0, whole.size() - 1)},
      {"words behind it", whole + " --scheduled"},
      {"words before it", "cmd /c " + whole},
      {"no set", run_value(install, "", gate)},
      {"a folder between", run_value(install, "a\\b", gate)},
      {"up", run_value(install, "..\\s", gate)},
      {"another separator", run_value(install, "a/b", gate)},
      {"a second quotation", run_value(install, "s\" \"", gate)},
      {"another folder", run_value("C:\\Program Files\\Other", "s", gate)},
      {"another program", run_value(install, "s", "evil.exe")},
      {"front and back in one", "\"" + install + "\\" + gate + "\""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(!set_of_run_value(row.value, install, gate).has_value());
  }
}

TEST_CASE("the task") {
  const Task task = {"C:\\Program Files\\A & B\\1.2.00000000\\Gate.exe", "S-1-5-32-544", "A <B>: notices"};
  const std::string text = task_text(task);
  for (const std::string_view part :
       {"<Command>\"C:\\Program Files\\A &amp; B\\1.2.00000000\\Gate.exe\"</Command>",
        "<Arguments>--scheduled</Arguments>", "<GroupId>S-1-5-32-544</GroupId>",
        "<RunLevel>LeastPrivilege</RunLevel>", "A &lt;B&gt;: notices",
        "<StateChange>RemoteConnect</StateChange>", "<StateChange>ConsoleConnect</StateChange>",
        "<StateChange>SessionUnlock</StateChange>", "<DaysInterval>1</DaysInterval>",
        "<MultipleInstancesPolicy>Parallel</MultipleInstancesPolicy>", "<ExecutionTimeLimit>PT0S<"}) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  }
  CHECK(is_task_for(text, task));
  std::string escaped = text;  // as another writer of XML may spell it
  for (auto at = escaped.find("<Command>\""); at != std::string::npos; at = escaped.find("<Command>\"")) {
    escaped.replace(at + 9, 1, "&quot;");
    escaped.replace(escaped.find('"', at), 1, "&quot;");
  }
  CHECK(escaped.find("<Command>&quot;") != std::string::npos);
  CHECK(is_task_for(escaped, task));
  auto other = task;
  other.program = "C:\\Program Files\\A & B\\1.3.00000000\\Gate.exe";
  CHECK(!is_task_for(text, other));
  other = task;
  other.group = "S-1-5-32-5";
  CHECK(!is_task_for(text, other));
  CHECK(!is_task_for("", task));
  std::string disabled = text;
  disabled.replace(disabled.find("<Enabled>true"), 13, "<Enabled>false");
  CHECK(!is_task_for(disabled, task));
  for (const std::string_view part : {"--scheduled", "<CalendarTrigger>", "<SessionStateChangeTrigger>"}) {
    CAPTURE(part);
    std::string without = text;
    for (auto at = without.find(part); at != std::string::npos; at = without.find(part))
      without.erase(at, part.size());
    CHECK(!is_task_for(without, task));
  }
}

}  // namespace
}  // namespace tocsin::updater
