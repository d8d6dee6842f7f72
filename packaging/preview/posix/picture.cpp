// GTK 3 itself measures and draws the widgets, so the display is never read back.
#include <gtk/gtk.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "packaging/preview/picture.h"

namespace tocsin::preview {
namespace {

using Visit = std::function<void(GtkWidget*)>;

void each_visible(GtkWidget* widget, const Visit& visit) {
  if (!gtk_widget_get_mapped(widget)) return;
  visit(widget);
  if (!GTK_IS_CONTAINER(widget)) return;
  const auto child = [](GtkWidget* one, gpointer next) {
    each_visible(one, *static_cast<const Visit*>(next));
  };
  gtk_container_forall(GTK_CONTAINER(widget), child, const_cast<Visit*>(&visit));
}

GtkWidget* widget_of(wxTopLevelWindow& window) {
  return window.GetHandle();
}

std::string words_of(GtkWidget* widget) {
  const char* text =
      GTK_IS_LABEL(widget) ? gtk_label_get_text(GTK_LABEL(widget)) : gtk_widget_get_name(widget);
  return text == nullptr ? "" : text;
}

/// Compares the text with the label's area. The label's own least size is useless if the label may be
/// ellipsized.
bool label_fits(GtkLabel* label) {
  PangoLayout* layout = gtk_label_get_layout(label);
  if (pango_layout_is_ellipsized(layout) != FALSE) return false;
  int width = 0, height = 0;
  pango_layout_get_pixel_size(layout, &width, &height);
  GtkAllocation room;
  gtk_widget_get_allocation(GTK_WIDGET(label), &room);
  return width <= room.width && height <= room.height;
}

bool has_room(GtkWidget* widget) {
  if (GTK_IS_LABEL(widget)) return label_fits(GTK_LABEL(widget));
  if (!GTK_IS_BUTTON(widget) && !GTK_IS_COMBO_BOX(widget)) return true;
  GtkRequisition least;
  gtk_widget_get_preferred_size(widget, &least, nullptr);
  GtkAllocation room;
  gtk_widget_get_allocation(widget, &room);
  return least.width <= room.width && least.height <= room.height;
}

bool is_within(GtkWidget* widget, GtkWidget* window) {
  int x = 0, y = 0;
  if (gtk_widget_translate_coordinates(widget, window, 0, 0, &x, &y) == FALSE) return true;
  return x >= 0 && y >= 0 &&
         x + gtk_widget_get_allocated_width(widget) <= gtk_widget_get_allocated_width(window) &&
         y + gtk_widget_get_allocated_height(widget) <= gtk_widget_get_allocated_height(window);
}

bool is_read(GtkWidget* widget) {
  return GTK_IS_LABEL(widget) || GTK_IS_BUTTON(widget) || GTK_IS_COMBO_BOX(widget) ||
         GTK_IS_TEXT_VIEW(widget);
}

}  // namespace

bool is_settled(wxTopLevelWindow& window) {
  bool drew = false;
  while (gtk_events_pending() != FALSE) {
    gtk_main_iteration_do(FALSE);
    drew = true;
  }
  GdkWindow* const on_screen = gtk_widget_get_window(widget_of(window));
  const bool waits = on_screen != nullptr && gdk_window_get_update_area(on_screen) != nullptr;
  return !drew && !waits;
}

int missing_height(wxTopLevelWindow& window) {
  int missing = 0;
  each_visible(widget_of(window), [&](GtkWidget* widget) {
    if (!GTK_IS_SCROLLED_WINDOW(widget)) return;
    GtkAdjustment* const upright = gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(widget));
    missing += std::max(
        0, static_cast<int>(gtk_adjustment_get_upper(upright) - gtk_adjustment_get_page_size(upright)));
  });
  return missing;
}

std::vector<std::string> clipped_words(wxTopLevelWindow& window) {
  std::vector<std::string> clipped;
  each_visible(widget_of(window), [&](GtkWidget* widget) {
    if (is_read(widget) && (!has_room(widget) || !is_within(widget, widget_of(window))))
      clipped.push_back(words_of(widget));
  });
  return clipped;
}

Result<void> save_picture(wxTopLevelWindow& window, unsigned scale, const std::string& path) {
  GtkWidget* const widget = widget_of(window);
  const int pixels = static_cast<int>(scale);
  const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, gtk_widget_get_allocated_width(widget) * pixels,
                                 gtk_widget_get_allocated_height(widget) * pixels),
      cairo_surface_destroy);
  cairo_surface_set_device_scale(surface.get(), scale, scale);
  const std::unique_ptr<cairo_t, void (*)(cairo_t*)> canvas(cairo_create(surface.get()), cairo_destroy);
  gtk_widget_draw(widget, canvas.get());
  const cairo_status_t written = cairo_surface_write_to_png(surface.get(), path.c_str());
  if (written != CAIRO_STATUS_SUCCESS)
    return fail(Code::io, "preview.picture", path + ": " + cairo_status_to_string(written));
  return {};
}

}  // namespace tocsin::preview
