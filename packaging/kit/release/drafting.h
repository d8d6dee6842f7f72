// What the commands that draft a document have in common: the chain of roots, the names and contents of
// files, and the draft's bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "packaging/kit/release/writer.h"
#include "schema/core/result.h"
#include "schema/core/set_layout.h"
#include "schema/trust/document.h"
#include "schema/trust/root.h"

namespace tocsin {

/// Signed roots, versions from 1. Movable, not copyable: the newest root is a view into the bytes.
class RootChain {
 public:
  /// Errors: those of newest_root().
  [[nodiscard]] static Result<RootChain> of(std::vector<std::string> envelopes);

  [[nodiscard]] const Root& newest() const { return newest_; }
  [[nodiscard]] std::vector<std::string_view> envelopes() const { return {owned_.begin(), owned_.end()}; }

 private:
  std::vector<std::string> owned_;
  Root newest_;
};

/// One file of a document.
struct Content {
  FileEntry entry;
  std::string bytes;
};

/// The file `path` in the role `role`, called as the brand calls it, or else `given`, or else as it is
/// called. Errors: those of read_file; FILE_SET where the brand's name is another than `given`.
[[nodiscard]] Result<Content> read_content(FileRole role, const std::string& path, const std::string& given,
                                           const FileNames& known);

/// The draft: the chain, the document without a signature, the files. `document.files` is filled in; the rest
/// of what depends on the root is too.
/// Errors: those of check_document; too_large (SIZE).
[[nodiscard]] Result<std::string> write_document_draft(const RootChain& chain, DocumentDraft& document,
                                                       Role role, const std::vector<Content>& contents);

}  // namespace tocsin
