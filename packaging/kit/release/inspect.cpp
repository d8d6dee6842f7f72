// See release/inspect.h. One tree of JSON is built; the text is the same tree, indented.
#include "packaging/kit/release/inspect.h"

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/release/fields.h"

namespace tocsin {
namespace {

Result<Json> fields_of(std::string_view bytes, FileKind kind) {
  switch (kind) {
    case FileKind::root:
      return root_file_json(bytes);
    case FileKind::scf:
      return scf_json(bytes);
    case FileKind::payload:
      return payload_json(bytes);
    case FileKind::trust_state:
      return state_json(bytes);
    case FileKind::patch:
      return patch_json(bytes);
  }
  return fail(Code::internal, "inspect");
}

std::string scalar(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

bool is_time(const Json& value) {
  return value.is_object() && value.size() == 2 && value.contains("unix");
}

void print_tree(std::string& out, const std::string& name, const Json& value, int depth) {
  out += std::string(static_cast<std::size_t>(depth) * 2, ' ') + name + ':';
  if (is_time(value)) {
    out += ' ' + scalar(value["utc"]) + " (" + scalar(value["unix"]) + ")\n";
  } else if (!value.is_structured()) {
    out += ' ' + scalar(value) + '\n';
  } else {
    out += value.empty() ? " none\n" : "\n";
    std::size_t index = 0;
    for (const auto& [key, child] : value.items()) {
      print_tree(out, value.is_array() ? std::to_string(++index) : key, child, depth + 1);
    }
  }
}

std::string as_text(const Json& fields) {
  std::string out;
  for (const auto& [key, value] : fields.items()) print_tree(out, key, value, 0);
  return out;
}

}  // namespace

Result<std::string> inspect_file(std::string_view bytes, Listing listing) {
  const FileKind kind = kind_of(bytes);
  const auto fields = fields_of(bytes, kind);
  if (!fields) return Failure(fields.error());
  Json all{{"schema", "tocsin.inspect/1"}, {"kind", kind_name(kind)}};
  all.update(*fields);
  if (listing == Listing::json) return all.dump(2) + '\n';
  all.erase("schema");
  return as_text(all);
}

}  // namespace tocsin
