// messenger.config: what strict reading accepts the client reads without a remark; values keep their bounds
// whatever the file says.
#include "schema/format/config/config.h"

#include <algorithm>

#include "packaging/kit/files/author_bytes.h"
#include "schema/core/https_address.h"
#include "schema/core/text/text.h"
#include "schema/format/limits.h"
#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

Result<Config> read(std::string_view input, ConfigMode mode) {
  return parse_config(AuthorBytes::of(std::string(input)), brand(), mode);
}

void check_values(const Config& config) {
  const auto address = parse_https_address(config.receipt_url);
  expect(address.has_value(), "receipts go by https");
  expect(std::ranges::count(brand().receipt_hosts, lowered(address->host)) == 1,
         "to one of the brand's hosts");
  expect(config.max_notices_per_logon <= limits::kMessages, "a number of notices");
  expect(is_link(config.support_url), "a support link that could be opened");
  for (const std::string& entry : config.link_hosts) {
    const std::string_view name = entry;
    expect(is_host_name(name.substr(name.starts_with('.') ? 1 : 0)), "link hosts are host names");
    expect(std::ranges::none_of(name, is_upper), "in lower case");
  }
  for (const std::string& remark : config.remarks)
    expect(text_fault(remark).empty(), "remarks are fit to log");
}

bool same(const Config& a, const Config& b) {
  return a.receipt_url == b.receipt_url && a.send_displayed == b.send_displayed &&
         a.send_acknowledged == b.send_acknowledged && a.max_notices_per_logon == b.max_notices_per_logon &&
         a.link_hosts == b.link_hosts && a.support_url == b.support_url;
}

void run(std::string_view input) {
  const auto client = read(input, ConfigMode::client);
  const auto strict = read(input, ConfigMode::strict);
  if (client) check_values(*client);
  if (!strict) return;
  expect(client.has_value() && client->remarks.empty(), "what strict reading accepts the client reads whole");
  expect(same(*client, *strict), "and alike");
}

const Registered kRegistered("config", run);

}  // namespace
}  // namespace tocsin::fuzz
