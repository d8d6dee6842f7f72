#!/bin/bash
# Runs a Windows program, or its tests, under Wine: no display unless one is named, no dialogs of Wine's, a prefix that is not
# the user's. CTest's emulator for the preset `windows`.
# Usage: wine.sh PROGRAM.exe [ARGUMENT...]
#        wine.sh --hold      keeps Wine's servers up until standard input ends, so that a start costs 0.1 s instead of 2
# Environment: TOCSIN_WINE_PREFIX (default: one below the build's cache folder), TOCSIN_WINE_DISPLAY (":1", say).
set -euo pipefail
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tocsin
export WINEPREFIX=${TOCSIN_WINE_PREFIX:-$cache/wine} WINEARCH=win64
# A crash ends the program instead of starting a debugger; errors of Wine's own would be taken for the program's.
export WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=;winedbg.exe=d' LC_ALL=C.UTF-8
unset DISPLAY WAYLAND_DISPLAY
if [ -n "${TOCSIN_WINE_DISPLAY:-}" ]; then export DISPLAY=$TOCSIN_WINE_DISPLAY; fi

# One that nothing ever runs in, for this version of Wine; every prefix is a copy of it.
make_pristine() {
  local fresh
  if [ -d "$pristine" ]; then return; fi
  fresh=$(mktemp -d "$pristine.XXXXXX")
  # Wine 8 says it is Windows 7 until told otherwise.
  WINEPREFIX=$fresh wine wineboot -i >/dev/null 2>&1 </dev/null 9>&-
  WINEPREFIX=$fresh wine winecfg -v win10 >/dev/null 2>&1 </dev/null 9>&-
  WINEPREFIX=$fresh wineserver -w 9>&-
  mv -T "$fresh" "$pristine"
}

make_prefix() {
  local pristine copy
  pristine=$cache/wine-pristine-$(dpkg-query -W -f '${Version}' wine64 | tr -c 'A-Za-z0-9.\n' _)
  mkdir -p "$cache"
  exec 9>"$cache/wine.lock"
  flock 9
  if [ ! -d "$WINEPREFIX" ]; then
    make_pristine
    copy=$(mktemp -d "$WINEPREFIX.XXXXXX")
    cp -a "$pristine/." "$copy/"
    mv -T "$copy" "$WINEPREFIX"
  fi
  exec 9>&- # whoever waits for the prefix must not wait for what runs in it
}

if [ ! -d "$WINEPREFIX" ]; then make_prefix; fi
if [ "${1:-}" != --hold ]; then exec wine "$@"; fi

# A shell that reads commands nobody types: it ends with its input, and Wine's servers after it.
wine cmd >/dev/null 2>&1
