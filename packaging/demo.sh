#!/bin/bash
# The main job, on this machine, from nothing: keys are rotated, programs and notices are signed by two people each and packed, the
# update patch installs them, and a notice becomes an acknowledgement and a receipt. Then a notices file brings one more notice.
#
# Usage: bash packaging/demo.sh [--windows]       root, or a user with sudo
#   (none)      this system's programs
#   --windows   the Windows programs, cross-built, under Wine
# With a display the window is yours to click; without one it is shown in Xvfb, photographed and acknowledged by a script.
# Everything it leaves is below build/: screenshots in build/demo/ (build/demo-windows/), the machine in root (drive_c) there, and
# build/demo/env, to be sourced: it sets the user's environment, and $MESSENGER is the gate as it was started.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
case ${1:-} in
  '') . packaging/demo/vendor.sh; . packaging/demo/linux.sh ;;
  --windows) . packaging/demo/vendor.sh; . packaging/demo/windows.sh ;;
  *) echo "usage: bash packaging/demo.sh [--windows]" >&2; exit 2 ;;
esac
