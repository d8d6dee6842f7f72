// Every breach of the catalog's grammar, and a copy of the document without it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "packaging/kit/lint/grammar/pass.h"
#include "packaging/kit/lint/lint.h"

namespace tocsin::grammar {

struct GrammarReport {
  std::vector<LintFinding> findings;
  std::vector<CheckedMessage> messages;  // in document order
  std::string repaired;                  // line by line as the document, for ReadMode::lenient
};

/// Checks a document that is well-formed, with the right root.
[[nodiscard]] GrammarReport check_grammar(const std::string& document);

/// The first fault of the document as XML.
struct XmlFault {
  LintFinding finding;
  std::optional<std::size_t> stray_ampersand;  // the only fault: replace this byte, and read on
};
[[nodiscard]] std::optional<XmlFault> xml_fault(const std::string& document);

}  // namespace tocsin::grammar
