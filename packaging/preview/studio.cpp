// For each shot a window is shown, left to settle, made high enough for all of its text, drawn and closed.
#include "packaging/preview/studio.h"

#include <wx/log.h>
#include <wx/timer.h>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "notifier/dialog/show_notices.h"
#include "packaging/preview/picture.h"

namespace tocsin::preview {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kTickMs = 15;
constexpr int kQuietTicks = 2;  // ticks without drawing, after which the window counts as settled
constexpr std::chrono::seconds kSettleLimit{120};

std::string file_of(const Shot& shot) {
  return std::string(shot.message->id) + "." + std::string(shot.text->locale) + ".png";
}

class Studio : public dialog::ToolkitApp {
 public:
  Studio(Scene& scene, const PreviewOptions& options, Result<std::vector<Picture>>& taken)
      : scene_(scene), options_(options), taken_(taken), timer_(this) {}

  bool OnInit() override {
    delete wxLog::SetActiveTarget(new wxLogStderr);
    SetExitOnFrameDelete(false);
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) { tick(); });
    taken_ = std::vector<Picture>();
    set_up();
    timer_.Start(kTickMs);
    return true;
  }

 private:
  void set_up() {
    const Shot& shot = scene_.shots()[taken_->size()];
    const std::vector<std::string> locales = {std::string(shot.text->locale)};
    choose_language(options_, locales);
    presenter_.emplace(scene_.presentation_of(*shot.message, locales.front()), recorder_);
    window_ = new dialog::NoticeWindow(*presenter_, [](const std::string&) { return Result<void>(); });
    picture_ = Picture();
    picture_.shot = shot;
    picture_.file = file_of(shot);
    picture_.window_title = presenter_->window_title();
    window_->Show();
    began_ = Clock::now();
    quiet_ = 0;
  }

  void tick() {
    if (Clock::now() - began_ > kSettleLimit)
      return stop(fail(Code::unavailable, "preview.window", "the window does not come to rest"));
    quiet_ = is_settled(*window_) ? quiet_ + 1 : 0;
    if (quiet_ < kQuietTicks) return;
    if (const int missing = missing_height(*window_); missing > 0 && !picture_.scrolls) return grow(missing);
    shoot();
  }

  void grow(int missing) {
    picture_.scrolls = true;
    const wxSize size = window_->GetClientSize();
    window_->SetClientSize(size.x, size.y + missing);
    quiet_ = 0;
  }

  void shoot() {
    auto saved = save_picture(*window_, options_.scale, options_.out + "/" + picture_.file);
    if (!saved) return stop(fail(std::move(saved).error()));
    picture_.width = window_->GetClientSize().x;
    picture_.height = window_->GetClientSize().y;
    picture_.clipped = clipped_words(*window_);
    taken_->push_back(std::move(picture_));
    take_down();
    if (taken_->size() == scene_.shots().size()) return end();
    set_up();
  }

  void take_down() {
    window_->Destroy();
    DeletePendingObjects();
    window_ = nullptr;
    presenter_.reset();
  }

  void stop(Failure failure) {
    taken_ = std::move(failure);
    take_down();
    end();
  }

  void end() {
    timer_.Stop();
    ExitMainLoop();
  }

  Scene& scene_;
  const PreviewOptions& options_;
  Result<std::vector<Picture>>& taken_;
  wxTimer timer_;
  NothingRecorded recorder_;
  std::optional<Presenter> presenter_;
  dialog::NoticeWindow* window_ = nullptr;
  Picture picture_;
  Clock::time_point began_;
  int quiet_ = 0;
};

}  // namespace

Result<std::vector<Picture>> take_each(Scene& scene, const PreviewOptions& options) {
  Result<std::vector<Picture>> taken =
      fail(Code::unavailable, "preview.window", "no window can be shown here");
  dialog::run_app(std::make_unique<Studio>(scene, options, taken));
  return taken;
}

}  // namespace tocsin::preview
