"""The machine that the administrators' page talks about: the sample machine with the sample catalog, installed by a real patch.

`desk` is where the page's commands are run, beside a notices file. On its PATH: `example-messengerctl`, which is the installed
one as the reader; `UpdatePatch`, the vendor's patch; `InstalledUpdatePatch`, the one of the live set; `sudo`, which keeps the
former from becoming the reader: the commands are root's already.
"""
import pathlib
import shutil

from tests.e2e.harness.machine import Machine
from tests.e2e.harness.options import SOURCE, AnyPath
from tests.e2e.harness.sample import sample_catalog
from tests.e2e.harness.users import credentials
from tests.e2e.updater.forge import Forge

ROOT = SOURCE / "packaging/brands/example.root.bin"


class DocsMachine(Machine):
    def __init__(self, programs: AnyPath) -> None:
        super().__init__(programs)
        shutil.copytree(SOURCE / "packaging/samples/machine-root", self.root, dirs_exist_ok=True)
        (self.root / "etc/group").write_text(f"{self.group}:x:40100:\n")
        self.desk = self.base / "desk"
        (self.desk / "bin").mkdir(parents=True)
        self.patch = self.pack()
        (self.desk / "notices-1.8").write_bytes(Forge(self.base).notices_file(8))
        self.write_commands()

    def pack(self) -> pathlib.Path:
        """The patch of a release that can uninstall itself."""
        stage = self.release(sample_catalog()).parent
        patch, updater = stage / "UpdatePatch", self.programs / "update-patch"
        files = {**{role: stage / name for role, name in self.names.items()}, "updater": updater}
        whole = self.kit.release(stage, files, [ROOT], 7, name="whole")
        self.kit("pack", "--programs", whole, "--notices", whole, "--stub", updater, "-o", patch)
        return patch

    def write_commands(self) -> None:
        reader = " ".join(credentials())
        control = f'"{self.current}/messengerctl" --root "{self.root}" "$@"'
        lines = {"example-messengerctl": f'[ -z "${{AS_ROOT-}}" ] || exec {control}\nexec {reader} {control}',
                 "UpdatePatch": f'exec "{self.patch}" "$@" --root "{self.root}"',
                 "InstalledUpdatePatch": f'exec "{self.current}/update-patch" "$@" --root "{self.root}"',
                 "sudo": 'AS_ROOT=1 exec "$@"'}
        for name, line in lines.items():
            path = self.desk / "bin" / name
            path.write_text(f"#!/bin/sh\n{line}\n")
            path.chmod(0o755)

    def reader_environment(self) -> dict[str, str]:
        return self.environment(PATH=f"{self.desk}/bin:/usr/bin:/bin", XDG_CONFIG_HOME=str(self.home / ".config"))

    def moved(self) -> dict[str, str]:
        """Where the page's places are: below the machine's root, the home its own. And what its days have become."""
        places = ("/etc/example-messenger.conf", "/etc/profile.d", "/opt/example/messenger", "/var/lib/example-messenger",
                  "/usr/bin/example-messengerctl")
        return {"/opt/example/messenger/current/update-patch": "InstalledUpdatePatch",
                **{place: str(self.root) + place for place in places}, "/home/anna": str(self.home), "act by ": "overdue since "}
