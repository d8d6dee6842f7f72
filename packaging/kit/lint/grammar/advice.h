// What is expected in place of a wrong value, and what the value probably means. Each sentence goes on after
// the value in quotes: "is no id: write ...".
#pragma once

#include <string>
#include <string_view>

namespace tocsin::grammar::advice {

[[nodiscard]] std::string id(std::string_view value);
[[nodiscard]] std::string time(std::string_view value);
[[nodiscard]] std::string day_or_time(std::string_view value);
[[nodiscard]] std::string number(std::string_view value);
[[nodiscard]] std::string reference(std::string_view value);
[[nodiscard]] std::string language_tag(std::string_view value);
[[nodiscard]] std::string language_ranges(std::string_view value);
[[nodiscard]] std::string version_range(std::string_view value);
[[nodiscard]] std::string value_list(std::string_view value);
[[nodiscard]] std::string link(std::string_view value);
[[nodiscard]] std::string path(std::string_view value);
[[nodiscard]] std::string registry_key(std::string_view value);
[[nodiscard]] std::string config_place(std::string_view value);
[[nodiscard]] std::string package_name(std::string_view value);
[[nodiscard]] std::string keyfile_key(std::string_view value);
[[nodiscard]] std::string service_name(std::string_view value);
[[nodiscard]] std::string display_name(std::string_view value);

}  // namespace tocsin::grammar::advice
