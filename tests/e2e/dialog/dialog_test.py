"""The window as a screen reader and a keyboard meet it. Runs in a session: harness/run.py --session dialog_fixture."""
import contextlib
import os
import pathlib
import re
import subprocess
import time
import unittest

from tests.e2e.dialog.window import DOUBLE_CLICK_MS, GUARD_MS, Window
from tests.e2e.harness import atspi_driver as driver

ONE = ("--ids", "console-fault")
CRITICAL_BODY = (
    "A fault in Example Console 5.2 lets a computer on the same network pass off a file as an update. It is being used."
    "\n\n\u2022 Install patch 5.2.4 today, before anything else.\n\u2022 Restart the console."
    "\n\u2022 Check in the report Updates that no computer took an update between 14 and 21 November."
    "\n\nUntil then, switch off automatic distribution."
)
CRITICAL_TITLE = "Install patch 5.2.4: the console accepts forged updates & must not stay as it is"


class Session(unittest.TestCase):
    def test_nobody_is_privileged_here(self):
        self.assertNotEqual(os.getuid(), 0)


class Reading(unittest.TestCase):
    def test_names_roles_and_texts(self):
        with Window(*ONE) as window:
            self.assertEqual(driver.role(window.frame), "frame")
            self.assertEqual(driver.name(window.frame), "Example Console on console-1: 1 critical")
            body = window.body()
            self.assertEqual(driver.text(body), CRITICAL_BODY)
            self.assertEqual(driver.name(body), CRITICAL_TITLE)
            self.assertIn("multi-line", driver.states(body))
            self.assertNotIn("editable", driver.states(body))
            for label in (CRITICAL_TITLE, "Critical  \u00b7  Security  \u00b7  Reference KB 121877",
                          "Act by 5 December 2026",
                          "Signed by Example (keys 01234567, fedcba98), serial 2.7, issued 20 November 2026"):
                window.find("label", label)
            window.find("label", has="TEST KEYS")
            for button in ("Get patch 5.2.4 (support.example.com)", "Support (support.example.com)", "Acknowledge",
                           "Why am I seeing this?", "What is sent?", "Copy text", "How to turn this off",
                           "Close"):
                window.button(button)
            window.find("combo box", "Language of this notice")
            self.assertIn("Nothing is decided yet", window.status())

    def test_body_cannot_be_written(self):
        with Window(*ONE) as window:
            driver.Atspi.EditableText.set_text_contents(window.body(), "forged")
            window.session.key("x", "Delete", "BackSpace")
            window.session.settle()
            self.assertEqual(driver.text(window.body()), CRITICAL_BODY)

    def test_odd_text_is_only_text(self):
        with Window("--ids", "odd-text") as window:
            title = "Odd & ends: <b>not bold</b>, %s %n, _under_score_ && &Acknowledge"
            self.assertEqual(driver.name(window.body()), title)
            window.find("label", title)
            self.assertEqual(
                driver.text(window.body()),
                '<a href="file:///etc/passwd">no link</a> https://evil.example.net/ is text only.\n'
                "Second line, $(id) `id` \\n %s.\n\nName: 9.5.1; isolate: \u2068abc\u2069; accents: \u00e9.")
            window.button("Rules & exceptions (support.example.com)")

    def test_critical_offers_no_reminder_others_do(self):
        with Window(*ONE) as window:
            self.assertEqual(list(driver.find_all(window.frame, name_has="Remind")), [])
        with Window("--ids", "av95-retirement") as window:
            window.button("Remind me tomorrow")
            window.button("Remind me in a week")
            window.find("label", has="comes back once")
            window.find("label", has="serves for all administrators")

    def test_without_test_keys_no_warning(self):
        with Window(*ONE, "--test-keys", "no") as window:
            self.assertEqual(list(driver.find_all(window.frame, name_has="TEST KEYS")), [])


class Keyboard(unittest.TestCase):
    def test_focus_starts_in_the_body_and_nothing_is_default(self):
        with Window() as window:
            window.wait_focus("text", CRITICAL_TITLE)
            for node in driver.find_all(window.frame, "push button"):
                self.assertNotIn("is-default", driver.states(node), driver.describe(node))

    def test_tab_reaches_everything_and_comes_round(self):
        with Window() as window:
            window.wait_act("displayed console-fault en")
            window.wait_focus("text", CRITICAL_TITLE)
            wanted = {(driver.role(n), driver.name(n)) for n in driver.find_all(window.frame)
                      if "focusable" in driver.states(n) and driver.role(n) in ("push button", "text", "combo box")}
            seen = [window.session.tab() for _ in range(len(wanted) + 6)]
            # The choice gives the focus to a button within it, which the tree does not show.
            self.assertEqual(wanted - set(seen), {("combo box", "Language of this notice")} & wanted)
            self.assertIn(("toggle button", "Language of this notice"), seen)
            order = [name for _, name in seen]
            link, acknowledge, why = (order.index(n) for n in (
                "Get patch 5.2.4 (support.example.com)", "Acknowledge", "Why am I seeing this?"))
            self.assertTrue(link < acknowledge < why, order)
            self.assertIn(CRITICAL_TITLE, order[1:])
            back = window.session.tab("shift+Tab")
            self.assertEqual(back, seen[-2])

    def test_acknowledge_by_keyboard_alone(self):
        with Window(*ONE) as window:
            window.open_guard()
            for _ in range(20):
                if window.session.tab() == ("push button", "Acknowledge"):
                    break
            window.session.key("space")
            window.wait_act("acknowledged console-fault en")
            self.assertEqual(window.wait_end(), 0)
            self.assertEqual(window.acts(), ["displayed console-fault en", "acknowledged console-fault en"])

    def test_acknowledge_by_its_letter(self):
        with Window(*ONE) as window:
            window.open_guard()
            window.session.key("alt+a")
            window.wait_act("acknowledged console-fault en")
            self.assertEqual(window.wait_end(), 0)

    def test_escape_decides_nothing(self):
        with Window() as window:
            window.wait_act("displayed console-fault en")
            window.session.key("Escape")
            self.assertEqual(window.wait_end(), 0)
            self.assertEqual(window.decisions(), [])

    def test_the_window_manager_closes_it_and_nothing_is_decided(self):
        with Window() as window:
            window.open_guard()
            window.session.key("alt+F4")
            self.assertEqual(window.wait_end(), 0)
            self.assertEqual(window.decisions(), [])

    def test_killed_while_open_decides_nothing(self):
        window = Window(*ONE)
        with window:
            window.open_guard()
            window.program.kill()
            window.program.wait()
        self.assertEqual(window.decisions(), [])


class Guard(unittest.TestCase):
    def check_decisions(self, window, *wanted):
        """Keys and clicks arrive in their order: a window that has answered the last one has had all before it."""
        window.session.key("alt+c")
        window.wait_status("on the clipboard")
        self.assertIsNone(window.program.poll())
        self.assertEqual(window.decisions(), list(wanted))

    def click_apart(self, window, button):
        """A click that the toolkit does not take for the second one of a double click: it goes by the events' own times."""
        window.session.settle(0.6)
        window.session.click(button)

    def storm(self, *keys):
        with Window(*ONE) as window:
            for _ in range(30):
                subprocess.run(["xdotool", "key", "--delay", "5", *keys], check=True)
                window.advance(100)  # up to 3 s: the storm goes on when acts count
            self.check_decisions(window)

    def test_storm_of_return(self):
        self.storm("Return", "KP_Enter")

    def test_storm_of_space(self):
        self.storm("space")

    def test_storm_before_the_window_is_there(self):
        window = Window(*ONE)
        end = time.monotonic() + 1.0
        while time.monotonic() < end:
            subprocess.run(["xdotool", "key", "--delay", "3", "Return", "space", "alt+a"], check=True)
        with window:
            self.check_decisions(window)

    def test_clicks_and_letters_within_the_wait_do_nothing_then_they_do(self):
        with Window(*ONE) as window:
            acknowledge = window.button("Acknowledge")
            self.assertIn("enabled", driver.states(acknowledge))
            for now_ms in (0, GUARD_MS - 1):
                window.advance(now_ms - window.now_ms)
                self.click_apart(window, acknowledge)
                window.session.key("alt+a")
                driver.press(acknowledge)
                window.wait_status("Not recorded")
                self.check_decisions(window)
            window.advance(1)
            self.click_apart(window, acknowledge)
            window.wait_act("acknowledged console-fault en")
            self.assertEqual(window.wait_end(), 0)

    def test_by_the_real_clock_the_first_act_counts_after_the_wait(self):
        """Presses from the beginning on: the first that counts comes no earlier than the guard allows. A slow machine is later."""
        with Window(*ONE, real_clock=True) as window:
            acknowledge = window.button("Acknowledge")

            def pressed():
                with contextlib.suppress(driver.NotFound):  # one press counted, and its button has gone
                    driver.press(acknowledge)
                return window.decisions()
            window.session.wait(pressed, "an act that counts")
            self.assertGreater(time.monotonic(), window.started + GUARD_MS / 1000)
            self.assertEqual(window.decisions(), ["acknowledged console-fault en"])
            self.assertEqual(window.wait_end(), 0)

    def test_a_double_click_decides_one_notice_only(self):
        with Window() as window:
            window.open_guard()
            x, y, width, height = driver.extents(window.button("Acknowledge"))
            subprocess.run(["xdotool", "mousemove", str(x + width // 2), str(y + height // 2), "click", "--repeat", "2",
                            "--delay", "60", "1"], check=True)
            window.wait_body("9.5.1")
            acknowledge = window.button("Acknowledge")
            window.advance(DOUBLE_CLICK_MS - 1)
            self.click_apart(window, acknowledge)
            self.check_decisions(window, "acknowledged console-fault en")
            window.advance(1)
            self.click_apart(window, acknowledge)
            window.wait_act("acknowledged av95-retirement en")


class Several(unittest.TestCase):
    def rows(self, window):
        return [driver.name(node) for node in driver.find_all(window.frame, "table cell")]

    def test_list_title_and_the_next_one(self):
        with Window("--held-back", "2") as window:
            self.assertEqual(driver.name(window.frame), "Example Console on console-1: 1 critical, 2 others")
            window.find("label", "2 more notices follow at later logons.")
            self.assertEqual(self.rows(window), [
                f"critical, 1 of 3, not yet acknowledged: {CRITICAL_TITLE}",
                "warning, 2 of 3, not yet acknowledged: Anti-Virus 9.5 retires on 31 January",
                "information, 3 of 3, not yet acknowledged: Odd & ends: <b>not bold</b>, %s %n, _under_score_ && &Acknowledge"])
            window.open_guard()
            window.session.key("alt+a")
            window.refresh("Example Console on console-1: 2 notices")
            window.wait_status("Recorded as acknowledged: Install patch")
            window.wait_body("9.5.1")
            self.assertEqual(driver.name(window.body()), "Anti-Virus 9.5 retires on 31 January")
            self.assertTrue(self.rows(window)[0].startswith("critical, 1 of 3, acknowledged: "))
            window.wait_focus("text", "Anti-Virus 9.5 retires on 31 January")
            driver.press(window.button("Remind me in a week"))
            window.wait_act("put-off:2026-11-29T08:00:00Z av95-retirement en")
            window.wait_status("you will be reminded from 29 November 2026")
            window.refresh("Example Console on console-1: 1 notice")
            window.wait_body("no link")
            driver.press(window.button("Acknowledge"))
            window.wait_act("acknowledged odd-text en")
            self.assertEqual(window.wait_end(), 0)
            self.assertEqual([a for a in window.acts() if a.startswith("displayed")],
                             ["displayed console-fault en", "displayed av95-retirement en", "displayed odd-text en"])

    def test_the_list_by_arrows(self):
        with Window() as window:
            window.wait_act("displayed console-fault en")
            self.assertEqual(window.acts(), ["displayed console-fault en"])
            for _ in range(20):
                if window.session.tab("shift+Tab")[0] in ("table", "table cell", "list", "tree table"):
                    break
            window.session.key("Down")
            window.wait_act("displayed av95-retirement en")
            window.wait_body("9.5.1")
            focused = window.session.wait(lambda: window.session.focused(window.frame), "the focus")
            self.assertIn(driver.role(focused), ("table", "table cell", "list"))
            window.session.key("Down")
            window.wait_act("displayed odd-text en")
            self.assertEqual(window.decisions(), [])


class Trouble(unittest.TestCase):
    def test_what_cannot_be_recorded_is_said_and_stays(self):
        with Window(*ONE, "--fail") as window:
            window.wait_status("Could not be recorded: the disk is full")
            window.open_guard()
            driver.press(window.button("Acknowledge"))
            window.wait_status("Could not be recorded: the disk is full. The notice stays open and comes back.")
            window.session.settle(2.0)  # longer than a window stays whose notices are all decided
            self.assertIsNone(window.program.poll())
            self.assertEqual(driver.name(window.frame), "Example Console on console-1: 1 critical")


class Questions(unittest.TestCase):
    def read(self, button, *parts):
        with Window("--ids", "av95-retirement") as window:
            title = driver.name(window.frame)
            driver.press(window.button(button))
            dialog = window.session.window(window.program.pid, button)
            words = driver.text(driver.find(dialog, "text", button))
            for part in parts:
                self.assertIn(part, words)
            window.session.key("Escape")
            window.refresh(title)
            self.assertIsNone(window.program.poll())
            self.assertEqual(window.decisions(), [])

    def test_why(self):
        self.read("Why am I seeing this?", "group example-console-admins",
                  "anti-virus 9.5.1 is here (facts file); the notice concerns 9.5 up to but not including 9.6: yes",
                  "This is not true:", "sensor is not here: no")

    def test_what_is_sent(self):
        self.read("What is sent?", '{"messageid":"av95-retirement","locale":"en"}')

    def test_how_to_turn_off(self):
        self.read("How to turn this off", "Disable=1", "/etc/example-messenger.conf", "What is lost", "NoActor=1")

    def test_copy_and_links(self):
        with Window(*ONE) as window:
            driver.press(window.button("Get patch 5.2.4 (support.example.com)"))
            window.wait_act("open https://support.example.com/kb/121877")
            driver.press(window.button("Support (support.example.com)"))
            window.wait_act("open https://support.example.com/")
            driver.press(window.button("Copy text"))
            window.wait_status("on the clipboard")


class Environment(unittest.TestCase):
    """OpenGL is left out of the window's own start; no program started from the window learns of that."""

    DRAWS = re.compile(r"libGLX|libEGL|libLLVM|_dri\.so|libgallium")

    def program(self, name):
        """A program that writes its environment to a file of its name."""
        path = pathlib.Path(os.environ["TMPDIR"], name)
        path.write_text(f"#!/bin/sh\ncat /proc/$$/environ >{path}.part\nmv {path}.part {path}.environment\n")
        path.chmod(0o755)
        return path

    def environment_of(self, window, program):
        written = program.with_suffix(".environment")
        window.session.wait(written.exists, f"the environment of {program.name}")
        pairs = dict(entry.split("=", 1) for entry in written.read_text().split("\0") if entry)
        written.unlink()
        return pairs

    def inherited(self, setting):
        """GDK_GL as the opener gets it, and as the program gets it that the dialog becomes."""
        opener, successor = self.program("opener"), self.program("successor")
        with Window(*ONE, "--opener", opener, "--successor", successor, env=setting) as window:
            window.session.click(window.button("Get patch 5.2.4 (support.example.com)"))
            opened = self.environment_of(window, opener)
            window.session.key("Escape")
            became = self.environment_of(window, successor)
            self.assertEqual(window.wait_end(), 0)
        self.assertEqual(opened["DISPLAY"], os.environ["DISPLAY"])
        self.assertEqual(became["DISPLAY"], os.environ["DISPLAY"])
        return opened.get("GDK_GL"), became.get("GDK_GL")

    def test_opener_and_successor_inherit_the_users_setting_or_none(self):
        self.assertNotIn("GDK_GL", os.environ)
        for name, setting in (("unset", None), ("set", "legacy"), ("empty", "")):
            with self.subTest(name):
                given = {} if setting is None else {"GDK_GL": setting}
                self.assertEqual(self.inherited(given), (setting, setting))

    def drawing_libraries(self, setting):
        """What the first window of a session has loaded; the toolkit keeps its choice of a visual on the root window."""
        subprocess.run(["xprop", "-root", "-remove", "GDK_VISUALS"], check=True)
        with Window(*ONE, env=setting) as window:
            maps = pathlib.Path("/proc", str(window.program.pid), "maps").read_text()
        return {line.split()[-1] for line in maps.splitlines() if self.DRAWS.search(line)}

    def test_the_first_window_of_a_session_loads_no_opengl(self):
        self.assertEqual(self.drawing_libraries({}), set())

    def test_a_user_who_has_a_setting_keeps_it(self):
        self.assertNotEqual(self.drawing_libraries({"GDK_GL": "legacy"}), set())


class Languages(unittest.TestCase):
    def wait_order(self, window, left, right):
        """A button is found before the window has laid out its row."""
        def is_left():
            return driver.extents(window.button(left))[0] < driver.extents(window.button(right))[0]
        window.session.wait(is_left, f"{left!r} to stand on the left of {right!r}")

    def test_switch_turns_the_window_round(self):
        with Window(*ONE) as window:
            self.wait_order(window, "Acknowledge", "Close")
            driver.choose(window.find("combo box", "Language of this notice"), 4)
            window.wait_body("التصحيح")
            self.wait_order(window, "Close", "Acknowledge")
            window.session.wait(lambda: window.session.focus[-1] == ("toggle button", "Language of this notice"), "the focus")
            driver.choose(window.find("combo box", "Language of this notice"), 3)
            window.wait_body("コンソール")
            self.wait_order(window, "Acknowledge", "Close")
            window.open_guard()
            driver.press(window.button("Acknowledge"))
            window.wait_act("acknowledged console-fault ja")

    def test_each_language_as_the_reader_gets_it(self):
        wanted = {"de": "Die Konsole", "fr": "correctif", "ja": "修正プログラム", "ar": "التصحيح", "pt-BR": "forged"}
        for locale, part in wanted.items():
            with self.subTest(locale), Window("--locales", locale) as window:
                self.assertIn(part, driver.name(window.body()))
                window.shot(f"dialog-{locale}")
                self.wait_order(window, *(("Close", "Acknowledge") if locale == "ar" else ("Acknowledge", "Close")))


class Interface(unittest.TestCase):
    """The whole tree in each language of the interface, as a screen reader meets it, and round by the keyboard alone."""

    # tag: the title of the window, "Acknowledge", the list's name, "Why am I seeing this?", part of the answer
    LANGUAGES = {
        "en": ("Example Console on console-1: 1 critical, 2 others", "Acknowledge", "Notices", "Why am I seeing this?",
               "every installation"),
        "de": ("Example Console auf console-1: 1 kritischer, 2 weitere", "Bestätigen", "Hinweise", "Warum sehe ich das?",
               "jede Installation"),
        "fr": ("Example Console sur console-1: 1 critique, 2 autres", "Confirmer la lecture", "Avis",
               "Pourquoi vois-je ceci ?", "toutes les installations"),
        "es": ("Example Console en console-1: 1 crítico, 2 más", "Confirmar lectura", "Avisos", "¿Por qué veo esto?",
               "todas las instalaciones"),
        "it": ("Example Console su console-1: 1 critico, 2 altri", "Conferma lettura", "Avvisi", "Perché lo vedo?",
               "ogni installazione"),
        "ja": ("Example Console (console-1): 緊急 1 件, その他 2 件", "確認(A)", "お知らせ", "表示される理由",
               "すべてのインストール環境"),
        "zh-Hans": ("Example Console（console-1）: 1 个严重通知, 2 个其他通知", "确认(A)", "通知", "为何显示此通知？", "所有安装"),
        "zh-Hant": ("Example Console（console-1）: 1 則嚴重通知, 2 則其他通知", "確認(A)", "通知", "為何顯示此通知？", "所有安裝"),
    }

    def check_tree(self, window):
        """Whatever can be reached has a name or a text."""
        reachable = [node for _, node in driver.walk(window.frame)
                     if {"showing", "visible", "focusable"} <= set(driver.states(node))]
        self.assertGreater(len(reachable), 8)
        for node in reachable:
            self.assertTrue(driver.name(node) or driver.role(node) in ("scroll pane", "table"), driver.describe(node))

    def check_keyboard(self, window, acknowledge):
        """The body is read first; by Tab the button is reached, and in the end the body again."""
        body = ("text", CRITICAL_TITLE)
        self.assertEqual(driver.text(window.wait_focus(*body)), CRITICAL_BODY)
        reached = []
        while body not in reached and len(reached) < 25:
            reached.append(window.session.tab())
        self.assertIn(acknowledge, [name for _, name in reached])
        self.assertEqual(reached[-1], body)

    def check_why(self, window, question, part):
        title = driver.name(window.frame)
        driver.press(driver.find(window.frame, "push button", name_has=question))
        dialog = window.session.window(window.program.pid, question)
        self.assertIn(part, driver.text(driver.find(dialog, "text", question)))
        window.session.key("Escape")
        window.refresh(title)

    def test_every_language_is_read_whole(self):
        for tag, (title, acknowledge, notices, question, part) in self.LANGUAGES.items():
            with self.subTest(tag), Window("--interface", tag) as window:
                self.assertEqual(driver.name(window.frame), title)
                self.assertTrue(list(driver.find_all(window.frame, name_is=notices)), notices)
                self.check_tree(window)
                self.check_keyboard(window, acknowledge)
                self.check_why(window, question, part)
                window.shot(f"interface-{tag}")
                window.open_guard()
                driver.press(window.button(acknowledge))
                window.wait_act("acknowledged console-fault en")

    def test_pseudo_language_shows_what_is_not_translated(self):
        with Window("--interface", "pseudo", *ONE) as window:
            for button in driver.find_all(window.frame, "push button"):
                self.assertTrue(driver.name(button).startswith("["), driver.name(button))
            window.shot("interface-pseudo")


class Looks(unittest.TestCase):
    """Everything stays within the window, whatever the theme and the size of the text."""

    def outside(self, window):
        """What is not within the window, or has no height."""
        x, _, width, _ = driver.extents(window.frame)
        for role in ("push button", "label", "combo box"):
            for node in driver.find_all(window.frame, role):
                left, _, wide, high = driver.extents(node)
                if left < x or left + wide > x + width or high <= 0:
                    yield driver.describe(node)

    def look(self, name, *options, env=None):
        with Window(*options, env=env) as window:
            try:
                window.session.wait(lambda: not list(self.outside(window)), "the layout")
            except TimeoutError:
                self.fail(f"outside of {driver.extents(window.frame)}: {list(self.outside(window))}")
            window.shot(name)

    def test_light_one(self):
        self.look("one", *ONE)

    def test_light_several(self):
        self.look("several", "--held-back", "3")

    def test_warning(self):
        self.look("warning", "--ids", "av95-retirement", "--test-keys", "no")

    def test_dark(self):
        self.look("dark", env={"GTK_THEME": "Adwaita:dark"})

    def test_high_contrast(self):
        self.look("contrast", env={"GTK_THEME": "HighContrast"})

    def test_large_text(self):
        self.look("text-200", env={"GDK_DPI_SCALE": "2"})

    def test_arabic_large_text(self):
        self.look("text-200-ar", "--locales", "ar", env={"GDK_DPI_SCALE": "2"})
