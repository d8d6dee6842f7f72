// One document of a file, signed or not, with its roots and the files that it lists: what a draft holds, and
// what is taken from a signed file to be packed or compared.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "schema/core/result.h"
#include "schema/trust/document.h"
#include "schema/trust/root.h"

namespace tocsin {

/// Views into the bytes that were opened.
struct DocumentFile {
  std::vector<std::string_view> roots;  // versions from 1
  Root newest;
  Role role{};
  Envelope envelope;
  Document document;
  std::string_view blobs;  // the files of this document alone

  /// The bytes of a file of this document. `role` is one that it lists.
  [[nodiscard]] std::string_view file(FileRole role) const;
};

/// The document of this role in a draft, a notices file, a payload or a patch. Its roots climb from the
/// first, its product, root_version and epoch are those of the newest root, and its files are those that it
/// lists. No signature of the document is checked.
///
/// Errors: invalid_argument where the file is of another kind or has no such document; rejections.
[[nodiscard]] Result<DocumentFile> open_document(std::string_view bytes, Role role);

/// The one document of a draft. Errors: as above; invalid_argument for a file with both.
[[nodiscard]] Result<DocumentFile> open_draft(std::string_view bytes);

/// Both files have the same roots as far as both reach. Errors: ROOT_EQUIVOCATION.
[[nodiscard]] Result<void> check_same_roots(const DocumentFile& one, const DocumentFile& other);

}  // namespace tocsin
