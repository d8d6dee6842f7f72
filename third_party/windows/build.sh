#!/bin/bash
# Cross-builds the libraries of the Windows programs from Debian's source packages, once: the result is kept under a name
# that changes with the recipe and with this machine's versions. Prints the folder; all else goes to standard error.
# Usage: third_party/windows/build.sh [--prefix]
#   (none)     builds what is missing (about five minutes on two cores); at once if nothing is
#   --prefix   prints the folder, built or not
# Environment: JOBS (default: all cores), XDG_CACHE_HOME.
set -euo pipefail
shopt -s inherit_errexit
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tocsin
jobs=${JOBS:-$(nproc)}
export LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1700000000
readonly libraries=(pugixml sqlite3 openssl curl wxwidgets3.2)

# What decides the result. The native libraries' versions stand for the sources': an update of theirs is the sign to fetch
# again; one that is not installed says so, and that counts too.
fingerprint() {
  cat "$here"/{sources,recipes}.sh "$here/toolchain.cmake" "$here/wx_features.txt"
  dpkg-query -W g++-mingw-w64-x86-64-posix mingw-w64-x86-64-dev \
    libpugixml-dev libsqlite3-dev libssl-dev libcurl4-openssl-dev 'libwx*3.2-dev' 2>&1 || true
}

final=$cache/windows-$(fingerprint | sha256sum | cut -c1-16)
case ${1:-} in
  '') ;;
  --prefix) echo "$final"; exit 0 ;;
  *) echo "usage: third_party/windows/build.sh [--prefix]" >&2; exit 2 ;;
esac
if [ -d "$final" ]; then echo "$final"; exit 0; fi

. "$here/sources.sh"
. "$here/recipes.sh"
umask 022
mkdir -p "$cache"
exec 9>"$cache/windows.lock"
flock 9
if [ -d "$final" ]; then echo "$final"; exit 0; fi

work=$(mktemp -d "$cache/building.XXXXXX")
trap 'rm -rf "$work"' EXIT
chmod 755 "$work" # apt fetches as a user of its own
prefix=$work/prefix
mkdir -p "$prefix"/{include,lib}

# In the background, because bash ignores errors within a command that is itself a condition.
logged() { # NAME FUNCTION...: one line on success, the log's end on failure
  local name=$1 started=$SECONDS; shift
  "$@" >"$work/$name.log" 2>&1 </dev/null 9>&- &
  if ! wait $!; then
    tail -40 "$work/$name.log" >&2
    echo "build.sh: $name failed" >&2
    exit 1
  fi
  printf '%-24s %4d s\n' "$name" $((SECONDS - started)) >&2
}
fetch_all() {
  update_sources
  local library version
  for library in "${libraries[@]}"; do
    version=$(fetch "$library")
    echo "$library $version" >>"$prefix/versions.txt"
  done
}

logged sources fetch_all
cat "$prefix/versions.txt" >&2
for library in "${libraries[@]}"; do logged "$library" "build_${library//./_}"; done
rm -rf "${prefix:?}"/{lib/pkgconfig,bin,share}
if grep -rlF "$work" "$prefix" >&2; then
  echo "build.sh: these files name the folder they were built in" >&2
  exit 1
fi
mv -T "$prefix" "$final"
echo "$final"
