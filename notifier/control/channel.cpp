// Proof, target, connection, in this order.
#include "notifier/control/channel.h"

#include <random>
#include <utility>

#include "notifier/receipts/http/curl.h"
#include "schema/platform/clock.h"

namespace tocsin::control {

Instant Channel::now() const {
  return trusted_now(system_now(), set.newest_issued);
}

Result<Channel> open_channel(const Context& context) {
  const std::string own = TRY(own_folder());
  InstalledSet set = TRY(prove_installed(brand(), context.places, own, system_now()));
  std::string target = TRY(receipt_target(set.config, context.policy, brand()));
  auto http = TRY(open_http(target, context.policy, std::string(brand().product) + "/" TOCSIN_VERSION));
  return Channel{std::move(set), std::move(target), std::move(http)};
}

Result<FileLock> take_sender_lock(const Places& places) {
  return FileLock::try_take(places.state_db + ".sender");
}

double random_uniform01() {
  static std::mt19937_64 engine{std::random_device{}()};
  return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
}

}  // namespace tocsin::control
