// Where receipts go: the signed ReceiptUrl, held to the hosts compiled in, by way of the machine's relay.
// Layer: notifier.
#include <algorithm>

#include "notifier/receipts/https_url.h"
#include "notifier/receipts/sender.h"

namespace tocsin {
namespace {

Failure refused(std::string detail) {
  return fail(Code::malformed, "receipts.target", std::move(detail));
}

bool is_allowed(const Brand& brand, const std::string& host) {
  return std::find(brand.receipt_hosts.begin(), brand.receipt_hosts.end(), host) != brand.receipt_hosts.end();
}

}  // namespace

Result<std::string> receipt_target(const Config& config, const Policy& policy, const Brand& brand) {
  auto url = parse_https_url(config.receipt_url);
  if (!url) return refused("ReceiptUrl is not an https URL");
  if (policy.receipt_relay.empty()) {
    if (!is_allowed(brand, url->host)) return refused("ReceiptUrl's host is not one of the brand's");
    return https_url_text(*url);
  }
  const auto relay = parse_https_url(policy.receipt_relay);
  if (!relay || (!relay->path.empty() && relay->path != "/"))
    return refused("ReceiptRelay is not https://host[:port]");
  url->host = relay->host;
  url->port = relay->port;
  return https_url_text(*url);
}

}  // namespace tocsin
