"""Mounts that only this process and its children see."""
import ctypes
import os
import subprocess

CLONE_NEWNS = 0x00020000


def enter_private_mounts() -> None:
    """This process and its children from now on. Fails rather than let a test loose on the real machine."""
    before = os.readlink("/proc/self/ns/mnt")
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNS) != 0:
        raise OSError(ctypes.get_errno(), "no mount namespace of our own")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    assert os.readlink("/proc/self/ns/mnt") != before
