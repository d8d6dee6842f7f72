// native.h by Win32 and its accessibility annotations: the only file of the dialog that knows them.
#include <windows.h>

#include <oleacc.h>
#include <wx/settings.h>

#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include "notifier/dialog/native.h"

namespace tocsin {
namespace {

/// Once, and never given back: at the end of the program the library it lives in may be gone first. None
/// where the system has no such service.
IAccPropServices* annotations() {
  static IAccPropServices* const services = [] {
    void* made = nullptr;
    const HRESULT result =
        ::CoCreateInstance(CLSID_AccPropServices, nullptr, CLSCTX_INPROC_SERVER, IID_IAccPropServices, &made);
    return SUCCEEDED(result) ? static_cast<IAccPropServices*>(made) : nullptr;
  }();
  return services;
}

/// The theme's, unless that cannot be read on a button (Wine's own theme).
wxColour link_colour() {
  constexpr double kLeastDifference = 0.4;
  const wxColour link = wxSystemSettings::GetColour(wxSYS_COLOUR_HOTLIGHT);
  const wxColour ground = wxSystemSettings::GetColour(wxSYS_COLOUR_BTNFACE);
  const bool can_be_read = std::abs(link.GetLuminance() - ground.GetLuminance()) >= kLeastDifference;
  return can_be_read ? link : wxSystemSettings::GetColour(wxSYS_COLOUR_BTNTEXT);
}

}  // namespace

/// The native controls draw without OpenGL.
bool started_without_opengl(const std::function<bool()>& start) {
  return start();
}

// The show event comes before the window is there; what is queued comes after it was drawn.
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

/// Role, value and keys stay the native control's own.
void name_for_readers(wxWindow& window, const wxString& name) {
  IAccPropServices* services = annotations();
  if (services == nullptr) return;
  services->SetHwndPropStr(window.GetHWND(), static_cast<DWORD>(OBJID_CLIENT), CHILDID_SELF, PROPID_ACC_NAME,
                           name.wc_str());
}

/// The system's own mark of a main button is that of the default one, which none is here.
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

/// They always are.
void keep_scroll_bars(wxWindow& /*window*/) {}

/// The native list cuts them at its edge; the whole title stands below it, on the page.
void end_rows_in_dots(wxListBox& /*list*/) {}

/// Left and right; the native control has no others that survive a change of its size.
void pad_text(wxTextCtrl& text, int pixels) {
  text.SetMargins(pixels);
}

}  // namespace tocsin
