// The two ways of tocsin-preview. Layer: packaging/preview.
#pragma once

#include "packaging/preview/options.h"

namespace tocsin {

/// One picture a notice and language, and the contact sheet. Shape: the exit code; 1 when a picture shows
/// something clipped.
int take_pictures(const PreviewOptions& options);

/// All notices in one window on the author's own display. Shape: the exit code.
int open_window(const PreviewOptions& options);

}  // namespace tocsin
