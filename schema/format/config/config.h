// messenger.config: signed settings in the appSettings form.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/brand.h"
#include "schema/core/result.h"
#include "schema/core/verified_bytes.h"

namespace tocsin {

struct Config {
  std::string receipt_url;
  bool send_displayed = true;
  bool send_acknowledged = true;
  std::uint32_t max_notices_per_logon = 5;
  std::vector<std::string> link_hosts;  // lower-case ASCII
  std::string support_url;
  std::vector<std::string> remarks;  // unknown keys and malformed values, a sentence each, for the log
};

/// The settings of a file without any value.
[[nodiscard]] Config default_config(const Brand& brand);

/// Errors: malformed (bytes, well-formedness, another root), too_large. A malformed value becomes the
/// compiled
///         default and a remark; an unknown key is a remark. In strict mode both are malformed.
/// Source: schema/config.xsd; schema/README.md, "Config".
enum class ConfigMode : std::uint8_t { strict, client };
[[nodiscard]] Result<Config> parse_config(VerifiedBytes in, const Brand& brand,
                                          ConfigMode mode = ConfigMode::client);

/// Whether receipts may be sent there: an https address without a fragment, of one of the brand's hosts.
[[nodiscard]] bool is_receipt_address(std::string_view url, const Brand& brand);
/// Whether a link may be opened: is_link(), and its host is in `hosts` (exactly, or below an entry that
/// begins with a dot).
[[nodiscard]] bool is_allowed_link(std::string_view url, std::span<const std::string> hosts);
/// The host of a link in lower case; empty when is_link() refuses it.
[[nodiscard]] std::string host_of(std::string_view url);

}  // namespace tocsin
