#!/bin/bash
# clang-tidy over sources of the shipped programs, with the settings in the root; any finding fails. Windows halves are
# read with the cross compiler's headers.
# Usage: tests/rules/tidy.sh [--changed | FILE...]
#   (none)      every source
#   --changed   the sources that differ from the base, and for each changed header one source that includes it.
#               The base is where HEAD left origin/main. If HEAD is in origin/main, or there is none, the base is the
#               newest commit that is a day older than HEAD. Every source is read if there is no such commit, or if
#               .clang-tidy differs.
set -euo pipefail
cd "$(dirname "$0")/../.."

product='^(schema|updater|notifier|packaging)/'
all_sources() { git ls-files '*.cpp' | grep -E "$product"; }
is_windows='/win/[^/]+$'

base() {
  local base head
  head=$(git rev-parse HEAD)
  base=$(git merge-base HEAD origin/main 2>/dev/null) || base=$head
  if [ "$base" = "$head" ]; then
    base=$(git rev-list -1 --before=$(($(git show -s --format=%ct HEAD) - 86400)) HEAD)
  fi
  echo "$base"
}

# The first source that includes the header, of the same system.
source_of_header() { # HEADER
  local same=(grep -vE "$is_windows")
  if [[ $1 =~ $is_windows ]]; then same=(grep -E "$is_windows"); fi
  git grep -lF "#include \"$1\"" -- '*.cpp' | grep -E "$product" |
    "${same[@]}" | sed -n 1p || true
}

changed_sources() { # BASE
  local changed file
  changed=$(git diff --name-only --diff-filter=d "$1" -- '*.cpp' '*.h' .clang-tidy)
  if grep -qx '\.clang-tidy' <<<"$changed"; then all_sources; return; fi
  grep -E "$product" <<<"$changed" | while read -r file; do
    case $file in
      *.h) source_of_header "$file" ;;
      *) echo "$file" ;;
    esac
  done | sort -u || true
}

configured() { # PRESET FOLDER
  cmake --preset "$1" -B "$2" -DTOCSIN_PRECOMPILE=OFF >/dev/null
}

# Clang's own headers, then those that the cross compiler finds, and none of this system's.
windows_options() {
  printf '%s\n' --extra-arg-before=--target=x86_64-w64-mingw32 --extra-arg=-nostdlibinc
  x86_64-w64-mingw32-g++-posix -x c++ -E -v /dev/null 2>&1 >/dev/null |
    sed -n '/^#include <\.\.\.>/,/^End of/s/^ //p' | grep -vE '/[0-9]+-posix/include(-fixed)?$' | sed 's/^/--extra-arg=-isystem/'
}

options=()
lint() { # FOLDER SOURCE...; the lines left out count what was found in headers of others
  local folder=$1; shift
  printf '%s\0' "$@" | xargs -0 -P "$(nproc)" -n 4 clang-tidy --quiet -p "$folder" "${options[@]}" 2>&1 |
    { grep -vE '^[0-9]+ warnings? (and [0-9]+ errors? )?generated' || true; }
}

case ${1:-} in
  '') sources=$(all_sources) ;;
  --changed)
      base=$(base)
      if [ -n "$base" ]; then sources=$(changed_sources "$base"); else sources=$(all_sources); fi
      echo "linter: what differs from ${base:-nothing}" ;;
  *) sources=$(printf '%s\n' "$@") ;;
esac
mapfile -t windows < <(grep -E "$is_windows" <<<"$sources")
mapfile -t linux < <(grep -vE "$is_windows|^$" <<<"$sources")
if [ $# = 0 ] && { [ "${#linux[@]}" -lt 100 ] || [ "${#windows[@]}" -lt 20 ]; }; then
  echo "tidy.sh: only ${#linux[@]} sources and ${#windows[@]} for Windows found" >&2
  exit 1
fi

clean=yes
if [ "${#linux[@]}" -gt 0 ]; then
  configured debug build/debug
  lint build/debug "${linux[@]}" || clean=no
fi
if [ "${#windows[@]}" -gt 0 ]; then
  third_party/install.sh windows
  third_party/windows/build.sh >/dev/null
  configured windows build/windows-lint
  mapfile -t options < <(windows_options)
  lint build/windows-lint "${windows[@]}" || clean=no
fi
echo "linter: ${#linux[@]} sources, ${#windows[@]} for Windows, clean: $clean"
[ $clean = yes ]
