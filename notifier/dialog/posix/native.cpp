// By GTK 3 and ATK.
#include <gtk/gtk.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "notifier/dialog/native.h"

namespace tocsin::dialog {
namespace {

constexpr const char* kOpenGl = "GDK_GL";

/// wx puts a text view into a scrolled window. Screen readers and keys reach the inner widget.
GtkWidget* inner(wxWindow& window) {
  GtkWidget* widget = window.GetHandle();
  if (!GTK_IS_SCROLLED_WINDOW(widget)) return widget;
  GtkWidget* child = gtk_bin_get_child(GTK_BIN(widget));
  return child == nullptr ? widget : child;
}

void set_name(GtkWidget* widget, const char* name) {
  if (AtkObject* object = gtk_widget_get_accessible(widget)) atk_object_set_name(object, name);
}

void name_button(GtkWidget* widget, gpointer name) {
  if (GTK_IS_BUTTON(widget)) return set_name(widget, static_cast<const char*>(name));
  if (GTK_IS_CONTAINER(widget)) gtk_container_forall(GTK_CONTAINER(widget), name_button, name);
}

gboolean map_event(GtkWidget* /*widget*/, GdkEvent* /*event*/, gpointer then) {
  (*static_cast<std::function<void()>*>(then))();
  return FALSE;
}

void destroy_callback(gpointer then, GClosure* /*closure*/) {
  std::unique_ptr<std::function<void()>>(static_cast<std::function<void()>*>(then));
}

}  // namespace

// Without the variable, the first GTK 3 program of an X session loads GLX, Mesa and LLVM to choose a visual
// that no window here uses. GTK reads the variable once, when it starts. It is removed then, so that programs
// started from the window do not inherit it. By then a thread of the toolkit may be reading the environment.
// That is safe: on a removal glibc frees no memory and moves only the entries added after the removed one.
bool started_without_opengl(const std::function<bool()>& start) {
  if (std::getenv(kOpenGl) != nullptr) return start();
  setenv(kOpenGl, "disable", 1);
  const bool started = start();
  unsetenv(kOpenGl);
  return started;
}

void on_mapped(wxTopLevelWindow& window, std::function<void()> then) {
  auto owned = std::make_unique<std::function<void()>>(std::move(then));
  gtk_widget_add_events(window.GetHandle(), GDK_STRUCTURE_MASK);
  g_signal_connect_data(window.GetHandle(), "map-event", reinterpret_cast<GCallback>(map_event),
                        owned.release(), destroy_callback, static_cast<GConnectFlags>(0));
}

void name_for_readers(wxWindow& window, const wxString& name) {
  GtkWidget* widget = inner(window);
  set_name(widget, name.utf8_str());
  // A choice gives the focus to a button inside it, which would have no name otherwise.
  if (!GTK_IS_COMBO_BOX(widget)) return;
  std::string copy(name.utf8_str());
  gtk_container_forall(GTK_CONTAINER(widget), name_button, copy.data());
}

void make_prominent(wxButton& button) {
  gtk_style_context_add_class(gtk_widget_get_style_context(button.GetHandle()), "suggested-action");
}

void look_like_a_link(wxButton& button) {
  gtk_button_set_relief(GTK_BUTTON(button.GetHandle()), GTK_RELIEF_NONE);
  gtk_widget_set_state_flags(button.GetHandle(), GTK_STATE_FLAG_LINK, FALSE);
}

void blend_in(wxTextCtrl& text) {
  GtkCssProvider* style = gtk_css_provider_new();
  gtk_css_provider_load_from_data(style, "textview, textview text { background: transparent; }", -1, nullptr);
  gtk_style_context_add_provider(gtk_widget_get_style_context(inner(text)), GTK_STYLE_PROVIDER(style),
                                 GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_unref(style);
}

void keep_scroll_bars(wxWindow& window) {
  GtkWidget* widget = window.GetHandle();
  if (GTK_IS_SCROLLED_WINDOW(widget))
    gtk_scrolled_window_set_overlay_scrolling(GTK_SCROLLED_WINDOW(widget), FALSE);
}

void end_rows_in_dots(wxListBox& list) {
  GtkWidget* widget = inner(list);
  if (!GTK_IS_TREE_VIEW(widget)) return;
  GtkTreeViewColumn* column = gtk_tree_view_get_column(GTK_TREE_VIEW(widget), 0);
  if (column == nullptr) return;
  GList* cells = gtk_cell_layout_get_cells(GTK_CELL_LAYOUT(column));
  for (GList* cell = cells; cell != nullptr; cell = cell->next) {
    if (GTK_IS_CELL_RENDERER_TEXT(cell->data))
      g_object_set(cell->data, "ellipsize", PANGO_ELLIPSIZE_END, nullptr);
  }
  g_list_free(cells);
}

void pad_text(wxTextCtrl& text, int pixels) {
  GtkWidget* widget = inner(text);
  if (!GTK_IS_TEXT_VIEW(widget)) return;
  GtkTextView* view = GTK_TEXT_VIEW(widget);
  gtk_text_view_set_left_margin(view, pixels);
  gtk_text_view_set_right_margin(view, pixels);
  gtk_text_view_set_top_margin(view, pixels);
  gtk_text_view_set_bottom_margin(view, pixels);
}

}  // namespace tocsin::dialog
