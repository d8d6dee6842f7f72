// By Win32 and its accessibility annotations (IAccPropServices).
#include <windows.h>

#include <oleacc.h>
#include <wx/settings.h>

#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include "notifier/dialog/native.h"

namespace tocsin::dialog {
namespace {

/// Created once and not released: at the end of the program its library may be unloaded first. Null if the
/// system has no such service.
IAccPropServices* annotations() {
  static IAccPropServices* const services = [] {
    void* made = nullptr;
    const HRESULT result =
        ::CoCreateInstance(CLSID_AccPropServices, nullptr, CLSCTX_INPROC_SERVER, IID_IAccPropServices, &made);
    return SUCCEEDED(result) ? static_cast<IAccPropServices*>(made) : nullptr;
  }();
  return services;
}

/// The theme's colour of links, or that of button text if the contrast is too low (in Wine's own theme).
wxColour link_colour() {
  constexpr double kLeastDifference = 0.4;
  const wxColour link = wxSystemSettings::GetColour(wxSYS_COLOUR_HOTLIGHT);
  const wxColour ground = wxSystemSettings::GetColour(wxSYS_COLOUR_BTNFACE);
  const bool can_be_read = std::abs(link.GetLuminance() - ground.GetLuminance()) >= kLeastDifference;
  return can_be_read ? link : wxSystemSettings::GetColour(wxSYS_COLOUR_BTNTEXT);
}

}  // namespace

/// Native controls use no OpenGL.
bool started_without_opengl(const std::function<bool()>& start) {
  return start();
}

// wx sends the show event before the window is on screen. A queued call runs after the window was drawn.
void on_mapped(wxTopLevelWindow& window, std::function<void()> then) {
  const auto shared = std::make_shared<std::function<void()>>(std::move(then));
  window.Bind(wxEVT_SHOW, [&window, shared](wxShowEvent& event) {
    if (event.IsShown()) window.CallAfter([shared] { (*shared)(); });
    event.Skip();
  });
  window.Bind(wxEVT_ICONIZE, [&window, shared](wxIconizeEvent& event) {
    if (!event.IsIconized()) window.CallAfter([shared] { (*shared)(); });
    event.Skip();
  });
}

/// Role, value and keys of the native control are kept.
void name_for_readers(wxWindow& window, const wxString& name) {
  IAccPropServices* services = annotations();
  if (services == nullptr) return;
  services->SetHwndPropStr(window.GetHWND(), static_cast<DWORD>(OBJID_CLIENT), CHILDID_SELF, PROPID_ACC_NAME,
                           name.wc_str());
}

/// Bold text: Windows marks only the default button, and this window has none.
void make_prominent(wxButton& button) {
  button.SetFont(button.GetFont().Bold());
  button.InvalidateBestSize();
}

void look_like_a_link(wxButton& button) {
  button.SetFont(button.GetFont().Underlined());
  button.SetForegroundColour(link_colour());
}

void blend_in(wxTextCtrl& text) {
  text.SetBackgroundColour(text.GetParent()->GetBackgroundColour());
}

/// Windows always shows them.
void keep_scroll_bars(wxWindow& /*window*/) {}

/// The native list cuts rows at its edge. The page below shows the whole title.
void end_rows_in_dots(wxListBox& /*list*/) {}

/// Left and right only: the native control loses other margins when its size changes.
void pad_text(wxTextCtrl& text, int pixels) {
  text.SetMargins(pixels);
}

}  // namespace tocsin::dialog
