#include "packaging/kit/release/previous.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "schema/trust/composition.h"

namespace tocsin {
namespace {

Failure wrong(std::string detail, std::string rule = {}) {
  return fail(Code::invalid_argument, "previous", std::move(detail), std::move(rule));
}

}  // namespace

Result<Root> open_previous_root(std::string_view bytes, const Root& draft) {
  auto root = TRY(sound_root(bytes, draft.product));
  if (root.version + 1 != draft.version) return wrong("--previous is not the root before");
  const Keyset* ring = &root.root_keys;
  TRY(check_signatures(root.envelope, Role::root, {&ring, 1}));
  return root;
}

Result<DocumentFile> open_previous_document(std::string_view bytes, Role role) {
  auto file = TRY(open_document(bytes, role));
  const Keyset* ring = &file.newest.block(role).keys;
  TRY(check_signatures(file.envelope, role, {&ring, 1}));
  return file;
}

Result<void> check_follows(const DocumentFile& draft, const DocumentFile& previous) {
  if (draft.document.product != previous.document.product) return wrong("--previous is of another product");
  if (draft.document.platform != previous.document.platform)
    return wrong("--previous is for another platform");
  TRY(check_same_roots(draft, previous));
  if (draft.document.position > previous.document.position) return {};
  return wrong(format_position(draft.document.position) + " is not above --previous, which is " +
               format_position(previous.document.position));
}

Result<void> check_issue_time(Instant issued, Instant now) {
  if (issued <= now + std::chrono::days(1)) return {};
  return wrong("issued " + format_instant(issued) + ", more than a day after this machine's clock", "FUTURE");
}

Result<void> check_serial_step(Position position, std::optional<Position> previous, std::uint64_t floor) {
  const bool same_epoch = previous && previous->epoch == position.epoch;
  const std::uint64_t before = same_epoch ? previous->serial : floor;
  if (position.serial <= before || position.serial - before <= kMostSerialLead) return {};
  return wrong("serial " + std::to_string(position.serial) + " is more than " +
                   std::to_string(kMostSerialLead) + " above " + std::to_string(before) +
                   (same_epoch ? ", the one before" : ", the root's floor"),
               "SERIAL");
}

}  // namespace tocsin
