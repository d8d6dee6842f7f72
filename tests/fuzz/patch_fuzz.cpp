// The payload's place in a patch of either system: no byte outside the file is asked for, and what was found
// is where the file says.
#include "schema/trust/patch.h"

#include "packaging/kit/files/any_file.h"
#include "schema/trust/framing.h"
#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {

using namespace kit;
namespace {

ReadAt strict_reader(std::string_view file) {
  return [file](std::uint64_t offset, std::size_t count) -> Result<std::string> {
    expect(offset <= file.size() && count <= file.size() - offset, "reads within the file");
    return std::string(file.substr(offset, count));
  };
}

/// A file that shrinks between two reads, or whose disk fails at one.
void look_at_failing(std::string_view file, int good_reads) {
  const auto failing = [&](std::uint64_t offset, std::size_t count) -> Result<std::string> {
    if (good_reads-- > 0) return std::string(file.substr(offset, count));
    if (file.size() % 2 == 0) return fail(Code::io, "test.read");
    return std::string(file.substr(offset, count / 2));
  };
  if (const auto place = find_payload(failing, file.size())) {
    static_cast<void>(read_payload_head(failing, *place));
  }
}

void run(std::string_view file) {
  for (int reads = 0; reads < 4; ++reads) look_at_failing(file, reads);
  const ReadAt read = strict_reader(file);
  const auto place = find_payload(read, file.size());
  if (!place) return;
  expect(place->offset <= place->end && place->end <= file.size(), "the place lies in the file");
  expect(place->size <= place->end - place->offset, "the payload lies before its trailer");
  if (place->offset + place->size != place->end) {
    expect(place->offset + place->size + kTrailerBytes == place->end, "and right before it");
    expect(file.substr(place->end - kTrailerMagic.size()).starts_with(kTrailerMagic), "which has its magic");
  }
  const auto parts = split_patch(file);
  expect(parts && parts->payload == file.substr(place->offset, place->size), "the kit finds the same");
  const auto head = read_payload_head(read, *place);
  if (!head) return;
  expect(head->scf.size() >= kScfLeastBytes && head->scf.size() <= kScfMostBytes,
         "scf.dat within its bounds");
  expect(head->blobs_offset + head->blobs_size == place->offset + place->size, "blobs fill the payload");
}

const Registered kRegistered("patch", run);

}  // namespace
}  // namespace tocsin::fuzz
