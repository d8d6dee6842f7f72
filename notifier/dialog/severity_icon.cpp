#include "notifier/dialog/severity_icon.h"

#include <wx/dcclient.h>
#include <wx/graphics.h>
#include <wx/image.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

namespace tocsin::dialog {
namespace {

/// Corners as fractions of the size.
std::vector<wxPoint2DDouble> corners(Severity severity) {
  if (severity == Severity::warning) return {{0.5, 0.05}, {0.98, 0.92}, {0.02, 0.92}};
  std::vector<wxPoint2DDouble> out;
  for (int k = 0; k < 8; ++k) {
    const double angle = std::numbers::pi / 8 + k * std::numbers::pi / 4;
    out.emplace_back(0.5 + 0.5 * std::cos(angle), 0.5 + 0.5 * std::sin(angle));
  }
  return out;
}

wxColour colour_of(Severity severity) {
  switch (severity) {
    case Severity::critical:
      return {192, 28, 40};
    case Severity::warning:
      return {229, 165, 10};
    case Severity::info:
      break;
  }
  return {28, 113, 216};
}

wxGraphicsPath outline(wxGraphicsContext& canvas, Severity severity, double size) {
  wxGraphicsPath path = canvas.CreatePath();
  if (severity == Severity::info) {
    path.AddCircle(size / 2, size / 2, size / 2);
    return path;
  }
  bool first = true;
  for (const auto& corner : corners(severity)) {
    if (first) path.MoveToPoint(corner * size);
    if (!first) path.AddLineToPoint(corner * size);
    first = false;
  }
  path.CloseSubpath();
  return path;
}

/// A bar and a dot: "!", or "i" with the dot above.
void draw_mark(wxGraphicsContext& canvas, Severity severity, double size) {
  const bool info = severity == Severity::info;
  const double lift = severity == Severity::warning ? 0.07 : 0.0;
  canvas.SetBrush(wxBrush(severity == Severity::warning ? wxColour(36, 31, 49) : *wxWHITE));
  const double bar = info ? 0.42 : 0.22 + lift;
  const double dot = info ? 0.26 : 0.73;
  canvas.DrawRoundedRectangle(size * 0.44, size * bar, size * 0.12, size * (info ? 0.36 : 0.40), size * 0.04);
  canvas.DrawEllipse(size * 0.43, size * (dot - 0.04 + (info ? 0.0 : lift / 2)), size * 0.14, size * 0.14);
}

void draw_severity(wxGraphicsContext& canvas, Severity severity, double size) {
  canvas.SetAntialiasMode(wxANTIALIAS_DEFAULT);
  canvas.SetPen(*wxTRANSPARENT_PEN);
  canvas.SetBrush(wxBrush(colour_of(severity)));
  canvas.FillPath(outline(canvas, severity, size));
  draw_mark(canvas, severity, size);
}

}  // namespace

wxIcon severity_icon(Severity severity, int size) {
  wxImage image(size, size);
  image.InitAlpha();
  std::fill_n(image.GetAlpha(), static_cast<std::size_t>(size) * static_cast<std::size_t>(size), 0);
  {
    // The context writes into the image when it is destroyed.
    const std::unique_ptr<wxGraphicsContext> canvas(wxGraphicsContext::Create(image));
    if (canvas) draw_severity(*canvas, severity, size);
  }
  wxIcon icon;
  icon.CopyFromBitmap(wxBitmap(image));
  return icon;
}

SeverityIcon::SeverityIcon(wxWindow* parent, Severity severity, int size)
    : wxWindow(parent, wxID_ANY, wxDefaultPosition, wxSize(size, size), wxBORDER_NONE) {
  SetCanFocus(false);
  SetMinSize(wxSize(size, size));
  SetMaxSize(wxSize(size, size));
  Bind(wxEVT_PAINT, [this, severity, size](wxPaintEvent&) {
    wxPaintDC dc(this);
    const std::unique_ptr<wxGraphicsContext> canvas(wxGraphicsContext::Create(dc));
    if (canvas) draw_severity(*canvas, severity, size);
  });
}

}  // namespace tocsin::dialog
