// The proven way to the receiver of receipts. Layer: notifier/control.
#include "notifier/control/channel.h"

#include <random>
#include <utility>

#include "notifier/receipts/http/curl.h"
#include "schema/platform/clock.h"

namespace tocsin {

Instant Channel::now() const {
  return trusted_now(system_now(), proven_at);
}

Result<Channel> open_channel(const Context& context) {
  const auto own = own_folder();
  if (!own) {
    return Failure(own.error());
  }
  const Instant clock = system_now();
  const auto proven = prove_release(brand(), context.places, *own, clock);
  if (!proven) {
    return Failure(proven.error());
  }
  auto set = prove_installed(brand(), context.places, *own, clock);
  if (!set) {
    return Failure(std::move(set).error());
  }
  auto target = receipt_target(set->config, context.policy, brand());
  if (!target) {
    return Failure(std::move(target).error());
  }
  auto http = open_http(*target, context.policy, std::string(brand().product) + "/" TOCSIN_VERSION);
  if (!http) {
    return Failure(std::move(http).error());
  }
  return Channel{std::move(*set), proven->now, std::move(*target), std::move(*http)};
}

double random_uniform01() {
  static std::mt19937_64 engine{std::random_device{}()};
  return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
}

}  // namespace tocsin
