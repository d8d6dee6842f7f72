"""Rows 112 to 119 of the threat list, on the real update patch: what others, and the administrators, have made of the machine.

Runs as root, in mounts of its own where the machine itself is meant.
"""
import os
import pathlib
import re
import signal
import stat
import subprocess
import time

from tests.e2e.harness.mounts import enter_private_mounts
from tests.e2e.harness.options import OPTIONS, SOURCE
from tests.e2e.harness.users import GROUP, UID
from tests.e2e.harness.vendor import INSTALL, STATE, Target
from tests.e2e.harness.waiting import LONGEST_WAIT_S, wait_until
from tests.e2e.updater.rows import Rows
from tests.e2e.updater.sessions_fixture import PrivateMachine

COMMAND = "usr/bin/example-messengerctl"
AUTOSTART = "etc/xdg/autostart/example-messenger.desktop"
SERVICE, TIMER = (f"etc/systemd/user/example-messenger.{kind}" for kind in ("service", "timer"))
WANTED = "etc/systemd/user/timers.target.wants/example-messenger.timer"
MEMBER = ["setpriv", "--reuid", str(UID), "--regid", str(GROUP), "--clear-groups"]


def setUpModule():
    enter_private_mounts()


def mount(*words):
    subprocess.run(["mount", *map(str, words)], check=True)


class Roots(Rows):
    """The DIR of --root."""

    def swapped_during(self, patch, owner, mode=0o755):
        """(exit code, what it said, the folder above DIR): when the run has looked at what is live below DIR, and begins to read
        its payload, it is stopped, and DIR is swapped for a link to self.target."""
        parent = self.forge.base / f"of.{owner}.{mode:o}"
        image = parent / "image"
        (image / "etc").mkdir(parents=True)
        (image / "etc/group").write_text(f"example-console-admins:x:{GROUP}:\n")
        parent.chmod(mode)
        os.chown(parent, owner, owner)
        strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", str(patch), "-e", "trace=pread64", "-e",
                  "inject=pread64:signal=SIGSTOP:when=1"]
        run = subprocess.Popen([*strace, str(patch), "--root", str(image)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(run.stdout.close)
        self.addCleanup(run.kill)
        wait_until(lambda: run.poll() is not None or (image / STATE / "update.lock").exists(), "the run to begin or to end")
        time.sleep(0.5)  # it stops soon after; where it has not, the swap comes earlier, which may change nothing either
        if run.poll() is None:
            image.rename(parent / "aside")
            image.symlink_to(self.target.root)
            for pid in pathlib.Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split():
                os.kill(int(pid), signal.SIGCONT)
        return run.wait(LONGEST_WAIT_S), run.stdout.read(), parent

    def test_row_112_a_user_swaps_the_root(self):
        """A user owns, or may write to, a folder above DIR, and makes DIR a link to another machine's tree during the run: that
        tree is rolled back."""
        older, newer = self.small_patch(7), self.small_patch(8)
        self.check_exit(0, self.target.run(newer))
        before = self.target.tree()
        for owner, mode in ((UID, 0o755), (0, 0o777), (0, 0o775)):
            with self.subTest(owner=owner, mode=oct(mode)):
                code, said, parent = self.swapped_during(older, owner, mode)
                self.assertEqual(self.target.tree(), before)
                self.assertEqual(code, 6, said)
                self.assertIn(f"OWNER: {parent}: ", said)

    def test_row_112_the_root_is_opened_once(self):
        """Root itself mounts or moves something else there during the run: everything stays in the tree that was begun."""
        older, newer = self.small_patch(7), self.small_patch(8)
        self.check_exit(0, self.target.run(newer))
        before = self.target.tree()
        code, said, parent = self.swapped_during(older, 0)
        self.assertEqual((code, self.target.tree()), (0, before), said)
        self.assertEqual(os.readlink(parent / "aside" / INSTALL / "current")[:4], "1.7.")
        self.assertTrue((parent / "aside" / STATE / "update.lock").exists())

    def test_row_112_a_link_on_the_way_to_the_root(self):
        """DIR, or a folder above it, is a link that a user can turn; the words say which."""
        patch, link = self.small_patch(7), self.forge.base / "link"
        link.symlink_to(self.target.base)
        for root in (link / "root", self.target.base / "again"):
            if root.name == "again":
                root.symlink_to("root")
            done = subprocess.run([patch, "--root", root], capture_output=True, text=True)
            self.check_exit(6, done, f"KIND: {link if root.parent == link else root}: is a link")
        self.check_exit(0, subprocess.run([patch, "--root", "./x/../root"], cwd=self.target.base, capture_output=True, text=True))

    def test_row_118_a_root_that_holds_no_system(self):
        """The image was not mounted: an empty folder is left in its place."""
        patch, empty = self.small_patch(7), self.forge.base / "empty"
        empty.mkdir()
        done = subprocess.run([patch, "--root", empty], capture_output=True, text=True)
        self.check_exit(6, done, f"ROOT: {empty}: holds no system")
        self.assertEqual(list(empty.iterdir()), [])
        self.check_exit(0, subprocess.run([patch, "--root", empty, "--force-root"], capture_output=True, text=True))

    def test_row_118_opt_is_a_link_of_root_s(self):
        """Systems of ostree have /opt -> var/opt: there the patch refused to install anything."""
        for target in ("var/opt", "/var/opt"):
            with self.subTest(target), Target() as machine:
                (machine.root / "var/opt").mkdir(parents=True)
                (machine.root / "opt").symlink_to(target)
                files = {"notifier": OPTIONS.programs / "messenger", "control": OPTIONS.programs / "messengerctl"}
                for serial in (7, 8):
                    self.check_exit(0, machine.run(self.small_patch(serial, **files)), f"{machine.root}/opt/example/messenger/1.{serial}.")
                self.check_exit(0, machine.run(self.updater, "verify"), "live=1.8")
                if target == "var/opt":  # the other leads out of the image, for programs that are started from outside
                    self.assertEqual(machine.as_reader("control", "verify").stdout, "ACCEPT notices 1.8 programs 1.8\n")
                    self.assertEqual(machine.as_reader("notifier").returncode, 0)
                self.check_exit(0, machine.run(self.updater, "uninstall", "--purge"))
                self.assertEqual((os.readlink(machine.root / "opt"), list((machine.root / "var/opt").iterdir())), (target, []))

    def test_row_118_other_links_are_refused_with_path_and_reason(self):
        """A link of a user's, one that leads to a user's folder or nowhere, or one further down."""
        patch = self.small_patch(7)
        user_s = pathlib.Path(self.target.root / "home/user")
        user_s.mkdir(parents=True)
        os.chown(user_s, UID, UID)
        root = self.target.root

        def link(path, target, owner=0):
            path.parent.mkdir(exist_ok=True)
            path.symlink_to(target)
            os.chown(path, owner, owner, follow_symlinks=False)
        cases = [(root / "opt", "home", UID, f"KIND: {root}/opt: is a link"),
                 (root / "opt", "home/user", 0, f"OWNER: {root}/opt: is a link to home/user, which cannot be used"),
                 (root / "opt", "nowhere", 0, f"KIND: {root}/opt: is a link to nowhere, which cannot be used"),
                 (root / "opt", "../../etc", 0, f"KIND: {root}/opt: is a link to ../../etc, which cannot be used"),
                 (root / "opt/example", "../home", 0, f"KIND: {root}/opt/example: is a link")]
        for path, target, owner, said in cases:
            with self.subTest(said):
                link(path, target, owner)
                self.check_exit(6, self.target.run(patch), said)
                path.unlink()
        self.assertEqual(list(user_s.iterdir()), [])


class Decisions(Rows):
    """What stands where the triggers belong."""

    def setUp(self):
        super().setUp()
        self.patches = [self.small_patch(serial) for serial in (7, 9)]

    def check_left(self, relative, key, reason, picture):
        """It is as it was, `status` names it, and no run undoes it: the same release, a newer one, uninstall."""
        path = self.target.root / relative
        for patch in self.patches:
            done = self.target.run(patch)
            self.check_exit(0, done, f"left as it is: /{relative}: {reason}")
            self.assertEqual(picture(path), self.left)
        status = self.target.run(self.updater, "status").stdout
        self.assertIn(f"{key}=/{relative}: {reason}", status)
        self.assertIn("triggers=as somebody else left them\n", status)

    @staticmethod
    def picture(path):
        if not os.path.lexists(path):
            return None
        return os.readlink(path) if path.is_symlink() else (path.read_bytes(), path.stat().st_mode)

    def check_decision(self, relative, decide, key, reason):
        path = self.target.root / relative
        decide(path)
        self.left = self.picture(path)
        self.check_left(relative, key, reason, self.picture)
        self.check_exit(0, self.target.run(self.updater, "uninstall", "--purge"))
        self.assertEqual(self.picture(path), self.left)

    def test_row_113_file_of_another_package(self):
        """A file that another package owns stands at the command's path: it was renamed over, and later removed."""
        others = {"a file": lambda path: path.write_bytes(b"another package's"), "a folder": lambda path: path.mkdir(),
                  "a link": lambda path: path.symlink_to("another-messengerctl")}
        for name, make in others.items():
            with self.subTest(name), Target() as self.target:
                (self.target.root / "usr/bin").mkdir(parents=True)
                reason = "a link to another-messengerctl" if name == "a link" else "not a link"
                self.picture = (lambda path: path.is_dir()) if name == "a folder" else Decisions.picture
                self.check_decision(COMMAND, make, "trigger-foreign", reason)

    def test_row_113_file_of_another_package_at_a_trigger(self):
        """The same, of every file and link that starts something."""
        for relative in (AUTOSTART, SERVICE, TIMER):
            with self.subTest(relative), Target() as self.target:
                (self.target.root / relative).parent.mkdir(parents=True)
                self.check_decision(relative, lambda path: path.write_text("# another's\n"), "trigger-foreign", "not written by this program")

    def test_row_113_an_administrator_s_decision_stands(self):
        """An administrator masks, disables, hides or removes a trigger, and the next run undoes it."""
        def mask(path):
            path.unlink()
            path.symlink_to("/dev/null")

        def hide(path):
            path.write_text(path.read_text() + "Hidden=true\n")
        cases = [(SERVICE, mask, "trigger-disabled", "masked by an administrator"),
                 (TIMER, mask, "trigger-disabled", "masked by an administrator"),
                 (AUTOSTART, hide, "trigger-disabled", "switched off by an administrator"),
                 (WANTED, pathlib.Path.unlink, "trigger-removed", "removed or disabled by an administrator"),
                 (AUTOSTART, pathlib.Path.unlink, "trigger-removed", "removed or disabled by an administrator"),
                 (TIMER, lambda path: path.write_text("[Timer]\nOnCalendar=weekly\n"), "trigger-foreign", "not written by this program"),
                 (COMMAND, pathlib.Path.unlink, "trigger-removed", "removed or disabled by an administrator")]
        for relative, decide, key, reason in cases:
            with self.subTest(relative=relative, reason=reason), Target() as self.target:
                self.check_exit(0, self.target.run(self.patches[0]))
                self.check_decision(relative, decide, key, reason)

    def test_row_113_what_was_taken_back_is_written_again(self):
        """After unmasking, and after uninstalling and installing, every trigger is there."""
        patch = self.installed(7)
        timer = self.target.root / TIMER
        text = timer.read_bytes()
        timer.unlink()
        timer.symlink_to("/dev/null")
        self.check_exit(0, self.target.run(patch))
        timer.unlink()
        self.check_exit(0, self.target.run(patch), f"written: /{TIMER}")
        self.assertEqual(timer.read_bytes(), text)
        (self.target.root / AUTOSTART).unlink()
        self.check_exit(0, self.target.run(patch), "left as it is")
        self.check_exit(0, self.target.run(patch, "uninstall"))
        self.check_exit(0, self.target.run(patch))
        self.assertEqual(self.target.status(patch)["triggers"], "right")

    def test_row_113_a_trigger_that_others_may_write_is_replaced(self):
        """A slip of an administrator's left the autostart entry open to everybody, and somebody has used it."""
        patch = self.installed(7)
        entry = self.target.root / AUTOSTART
        text = entry.read_bytes()
        entry.write_bytes(text.replace(b"/opt/", b"/tmp/"))
        entry.chmod(0o666)
        self.check_exit(0, self.target.run(patch), f"written: /{AUTOSTART}")
        self.assertEqual((entry.read_bytes(), stat.S_IMODE(entry.stat().st_mode)), (text, 0o644))

    def test_row_117_texts_of_others_steer_no_terminal(self):
        """A name or a link's target with escape sequences, C1 controls and marks of direction comes to status, output and log."""
        (self.target.root / "usr/bin").mkdir(parents=True)
        (self.target.root / COMMAND).symlink_to("\x1b]0;x\x07 \x9b31m \u202egnp \x7f")
        done = self.target.run(self.small_patch(7))
        status = self.target.run(self.updater, "status")
        for text in (done.stdout, done.stderr, status.stdout, (self.target.state / "update.log").read_text()):
            self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]")
        self.assertIn("\\u202egnp", status.stdout)


class Handled(Rows):
    def test_row_114_a_folder_in_handled_stops_no_purge(self):
        """A member makes a folder in handled/: `uninstall --purge` failed for ever, and its listing had no end while the member
        added more."""
        patch = self.installed(7)
        handled = self.target.state / "handled"
        subprocess.run([*MEMBER, "sh", "-c", f"cd {handled} && mkdir full empty && touch full/x n.a.1.{UID}.{UID} && mkfifo p && ln -s x l"], check=True)
        adding = subprocess.Popen([*MEMBER, "sh", "-c", f"cd {handled}; i=0; while : >more$i; do i=$((i+1)); done"], stderr=subprocess.DEVNULL)
        self.addCleanup(adding.kill)
        wait_until(lambda: (handled / "more20").exists(), "the member to be at it")
        done = self.target.run(patch, "uninstall", "--purge")
        self.check_exit(0, done, "uninstalled", f"left as it is: {handled}: holds more than marks; now only root can reach it")
        self.assertNotEqual(adding.wait(LONGEST_WAIT_S), 0)  # the member was shut out
        about = handled.lstat()
        self.assertEqual((about.st_uid, about.st_gid, stat.S_IMODE(about.st_mode)), (0, 0, 0o700))
        self.assertEqual([path.name for path in handled.iterdir()], ["full"])
        self.assertEqual([path.name for path in self.target.state.iterdir()], ["handled"])
        self.check_exit(0, self.target.run(patch))  # and it can be installed again
        self.assertEqual(stat.S_IMODE(handled.lstat().st_mode), 0o3775)


class Mounts(Rows):
    """The machine is this one, in mounts of its own."""

    def setUp(self):
        super().setUp()
        self.machine = PrivateMachine(self.base)
        self.machine.__enter__()
        self.addCleanup(self.machine.__exit__)
        self.machine.session("2")

    def read_only(self, place):
        mount("-o", "remount,bind,ro", place)
        self.addCleanup(mount, "-o", "remount,bind,rw", place)

    def sets(self):
        return [path.name for path in pathlib.Path("/" + INSTALL).iterdir() if path.is_dir() and not path.is_symlink()]

    def patch(self, serial):
        return self.small_patch(serial, notifier=b"#!/bin/sh\necho {} >/run/witness/gate.$$\n", stub="update_patch_patient")

    def test_row_118_usr_read_only(self):
        """The command's link cannot be written: every run failed there, never cleaned up and told no session."""
        self.read_only("/usr/bin")
        for serial in range(3, 9):
            done = self.machine.run(self.patch(serial))
            self.check_exit(0, done, f"installed 1.{serial}", f"left as it is: /{COMMAND}: ", "system error 30")
        self.assertEqual(len(self.sets()), 2)
        self.assertEqual(len(self.machine.gates(6)), 6)
        done = self.machine.run(self.patch(8), "uninstall", "--purge")
        self.check_exit(0, done, "uninstalled")
        self.assertFalse(pathlib.Path("/opt/example").exists())

    def test_row_118_read_only_elsewhere(self):
        """A place that the notifier needs cannot be written: exit 9, with its path; sessions and clean-up follow where a set is
        live."""
        for serial in (3, 4, 5):
            self.check_exit(0, self.machine.run(self.patch(serial)))
        pathlib.Path("/" + AUTOSTART).chmod(0o600)
        self.read_only("/etc")
        done = self.machine.run(self.patch(6))
        self.check_exit(9, done, "/etc/xdg/autostart/", "system error 30")
        self.assertEqual((len(self.sets()), len(self.machine.gates(4))), (2, 4))
        for place, said in (("/opt", "/opt/example/messenger"), ("/var/lib", "/var/lib/example-messenger")):
            with self.subTest(place):
                self.read_only(place)
                self.check_exit(9, self.machine.run(self.patch(7)), said, "system error 30")

    def test_row_118_opt_noexec(self):
        """No program there can be started, and the run said "installed"."""
        patch = self.patch(7)
        mount("-t", "tmpfs", "-o", "mode=755,noexec", "none", "/opt")
        self.addCleanup(subprocess.run, ["umount", "-l", "/opt"], check=True)
        done = self.machine.run(patch)
        self.check_exit(9, done, "/opt/example/messenger: is mounted noexec")
        self.assertEqual(self.sets(), [])
        mount("-o", "remount,exec", "/opt")
        self.check_exit(0, self.machine.run(patch))
        mount("-o", "remount,noexec", "/opt")
        self.check_exit(9, self.machine.run(patch), "noexec")
        self.check_exit(9, self.machine.run(self.updater, "status"), "live=1.7", "folder=NOEXEC: /opt/example/messenger")

    def test_row_113_by_systemctl_itself(self):
        """The administrator's own tool disables, enables and masks; the runs follow it."""
        unit, patch = "example-messenger.timer", self.patch(7)
        self.check_exit(0, self.machine.run(patch))

        def systemctl(verb, code=0):
            done = subprocess.run(["systemctl", "--global", verb, unit], capture_output=True, text=True)
            self.assertEqual(done.returncode, code, done.stderr)
            return done.stdout.strip()
        self.assertEqual(systemctl("is-enabled"), "enabled")
        systemctl("disable")
        self.check_exit(0, self.machine.run(patch), f"left as it is: /{WANTED}: ")
        self.assertEqual(systemctl("is-enabled", 1), "disabled")
        systemctl("enable")
        self.check_exit(0, self.machine.run(patch), "is live already")
        self.assertEqual(systemctl("is-enabled"), "enabled")
        self.check_exit(0, self.machine.run(self.updater, "status"), "triggers=right")
        pathlib.Path("/" + TIMER).unlink()
        systemctl("mask")
        self.check_exit(0, self.machine.run(patch), f"left as it is: /{TIMER}: masked by an administrator")
        self.assertEqual(systemctl("is-enabled", 1), "masked")

    def test_row_115_the_hook_finds_its_programs_by_their_paths(self):
        """A folder of others stands first in PATH at logon: its `id` or `timeout` runs in every terminal."""
        self.check_exit(0, self.machine.run(self.patch(7), "--terminal-hook"))
        planted = pathlib.Path("/run/planted")
        planted.mkdir()
        for name in ("id", "timeout", "messengerctl"):
            self.machine.program(planted / name, f"#!/bin/sh\necho {name} >>/run/witness/planted\n")
        hook = "/etc/profile.d/example-messenger.sh"
        shell = subprocess.run(["script", "-qec", f"bash --norc --noprofile -i -c '. {hook}'", "/dev/null"], capture_output=True, text=True,
                               env={"PATH": f"{planted}:/usr/bin:/bin", "HOME": "/"}, stdin=subprocess.DEVNULL, timeout=LONGEST_WAIT_S,
                               user=40001, group=40001, extra_groups=[])
        self.assertEqual(shell.returncode, 0, shell.stdout)
        self.assertFalse(pathlib.Path("/run/witness/planted").exists())


class Patches(Rows):
    def test_row_119_a_download_that_was_cut_off(self):
        """A patch that lost its end says that it carries nothing, and the update manager takes that for an answer."""
        patch = self.small_patch(7)
        whole, stub = patch.read_bytes(), self.updater.stat().st_size
        before = self.target.tree()
        for size in (len(whole) - 1, len(whole) - 16, len(whole) - 17, (len(whole) + stub) // 2, stub + 100, stub + 1):
            cut = patch.with_name("cut")
            cut.write_bytes(whole[:size])
            cut.chmod(0o755)
            for words in ((cut,), (self.updater, "--payload", cut), (cut, "verify")):
                with self.subTest(size=size, words=words[-1]):
                    self.check_exit(4, self.target.run(*words), f"{cut}", "the file is cut off; fetch it again")
        self.assertEqual({**self.target.tree(), **before}, self.target.tree())
        self.assertIsNone(self.target.live())
        payload = self.forge.full(7)
        for size in (len(payload) - 1, 200, 20):
            cut.write_bytes(payload[:size])
            self.check_exit(4, self.target.run(self.updater, "--payload", cut), "the file is cut off; fetch it again")

    def test_row_119_a_program_that_carries_nothing(self):
        """The installed update patch is whole, and has no payload."""
        self.check_exit(3, self.target.run(self.updater), "carries no payload")
        self.check_exit(3, self.target.run(self.updater, "verify"), "payload=none")


class Answers(Rows):
    def test_nothing_installed(self):
        """`status` before the first installation, and after the last."""
        patch = self.small_patch(7)
        for _ in range(2):
            done = self.target.run(self.updater, "status")
            self.check_exit(3, done, "live=none\n", "triggers=none\n")
            self.assertNotIn("not_found", done.stdout)
            self.check_exit(0, self.target.run(patch))
            self.check_exit(0, self.target.run(self.updater, "status"), "live=1.7\n", "triggers=right\n")
            self.check_exit(0, self.target.run(self.updater, "uninstall"))

    def test_the_recipe_tells_what_was_changed(self):
        """Ansible's task is "changed" exactly when something on the machine was."""
        page = (SOURCE / "packaging/docs/release-engineers.md").read_text(encoding="utf-8")
        [changed_when] = re.findall(r"changed_when: patch\.stdout is search\('(.*)'\)", page)
        patch = self.small_patch(7)
        root, state = self.target.root, self.target.state

        def old_set():
            folder = self.target.install / "1.5.00000000"
            folder.mkdir()
            (self.target.install / "1.4.00000000").mkdir()
            (folder / "scf.dat").write_bytes(b"x")
        changes = {"nothing": lambda: None, "install": lambda: self.target.run(patch, "uninstall"), "nothing again": lambda: None,
                   "trust.dat": (state / "trust.dat").unlink, "machine.conf": lambda: (state / "machine.conf").write_text(""),
                   "handled": lambda: (state / "handled").chmod(0o755), "mode": lambda: self.target.install.chmod(0o700),
                   "group": lambda: (root / "etc/group").write_text("example-console-admins:x:4711:\n"),
                   "an older trigger": lambda: (root / AUTOSTART).chmod(0o600), "old sets": old_set,
                   "a set's file": lambda: (self.target.install / "current/messenger.xml").write_text("x"),
                   "the set it replaced": lambda: None,
                   "removed by an administrator": (root / WANTED).unlink, "nothing in the end": lambda: None}
        self.check_exit(0, self.target.run(patch))
        seen = {}
        for name, change in changes.items():
            change()
            before = self.target.tree()
            done = self.target.run(patch)
            self.check_exit(0, done)
            seen[name] = (self.target.tree() != before, re.search(changed_when, done.stdout) is not None)
        self.assertEqual({name: told for name, (_, told) in seen.items()}, {name: changed for name, (changed, _) in seen.items()})
        self.assertEqual([name for name, (changed, _) in seen.items() if not changed],
                         ["nothing", "nothing again", "removed by an administrator", "nothing in the end"])
