#!/bin/bash
# Makes a package of this source tree. The same sources, compiler and SOURCE_DATE_EPOCH give the same bytes, whatever the time
# zone, the umask, the number of cores and the folder.
# Usage: packaging/package.sh KIND WHAT [-o FOLDER]
#   deb intake   the vendor's receiver of receipts: tocsin-intake_VERSION_ARCH.deb
# FOLDER: build/packages. SOURCE_DATE_EPOCH: the time of the last commit. TOCSIN_PROGRAMS: where the programs are (build/release/bin).
# Prints the file's name. Exit code: 2 bad usage.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8 TZ=UTC
umask 022
version=$(sed -n 's/^project(tocsin VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
programs=${TOCSIN_PROGRAMS:-$PWD/build/release/bin}
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
out=build/packages
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

usage() { sed -n 's/^# \{0,1\}//; 4,6p' "$0" >&2; exit 2; }

# put MODE SOURCE TARGET: a file of the package.
put() { install -D -m "$1" "$2" "$stage/root/$3"; }
put_compressed() { mkdir -p "$stage/root/$(dirname "$2")"; gzip -9nc "$1" >"$stage/root/$2"; chmod 644 "$stage/root/$2"; }

build_program() { # TARGET, unless TOCSIN_PROGRAMS has it
  [ -n "${TOCSIN_PROGRAMS:-}" ] && return
  [ -f build/release/build.ninja ] || cmake --preset release >&2
  cmake --build --preset release --target "$1" >&2
}

# The packages of the libraries that a program links, from Debian's own symbol files.
library_packages() { # PROGRAM
  mkdir -p "$stage/shlibs/debian"
  printf 'Source: tocsin\n\nPackage: tocsin\nArchitecture: any\n' >"$stage/shlibs/debian/control"
  (cd "$stage/shlibs" && dpkg-shlibdeps -O -e"$1" 2>/dev/null) | sed -n 's/^shlibs:Depends=//p'
}

make_deb() { # NAME: from $stage/root, with $stage/control
  local name=$1 architecture root=$stage/root
  architecture=$(dpkg --print-architecture)
  mkdir -p "$root/DEBIAN"
  {
    printf 'Package: %s\nVersion: %s\nArchitecture: %s\n' "$name" "$version" "$architecture"
    printf 'Installed-Size: %s\n' "$(find "$root" -type f -printf '%s\n' | awk '{ all += $1 } END { print int((all + 1023) / 1024) }')"
    cat "$stage/control"
  } >"$root/DEBIAN/control"
  (cd "$root" && find . -path ./DEBIAN -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum | sed 's# \./# #') >"$root/DEBIAN/md5sums"
  find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
  mkdir -p "$out"
  dpkg-deb --root-owner-group --threads-max=1 -Zxz --build "$root" "$out/${name}_${version}_${architecture}.deb" >&2
  echo "$out/${name}_${version}_${architecture}.deb"
}

deb_intake() {
  build_program tocsin-intake
  local share=usr/share/tocsin-intake doc=usr/share/doc/tocsin-intake intake=packaging/intake
  mkdir -p "$stage/root/usr/bin"
  strip -o "$stage/root/usr/bin/tocsin-intake" "$programs/tocsin-intake"
  chmod 755 "$stage/root/usr/bin/tocsin-intake"
  put 644 $intake/tocsin-intake.conf etc/tocsin-intake.conf
  put 644 $intake/systemd/tocsin-intake.service lib/systemd/system/tocsin-intake.service
  local file
  for file in "$intake"/nginx/*.conf; do put 644 "$file" "$share/nginx/${file##*/}"; done
  put 755 $intake/run.sh $share/run.sh
  put 644 $intake/grafana.json $share/grafana.json
  put 644 $intake/alerts.yml $share/alerts.yml
  put 644 $intake/README.md $doc/README.md
  put 644 packaging/docs/operators.md $doc/operators.md
  put 644 packaging/docs/receivers.md $doc/receivers.md
  put 644 LICENSE $doc/copyright
  put_compressed CHANGELOG.md $doc/changelog.gz
  put_compressed packaging/man/tocsin-intake.8 usr/share/man/man8/tocsin-intake.8.gz
  cat >"$stage/control" <<CONTROL
Maintainer: Tocsin <tocsin@example.com>
Depends: $(library_packages "$stage/root/usr/bin/tocsin-intake")
Recommends: nginx, postgresql, openssl
Section: net
Priority: optional
Description: receiver of notice receipts
 Takes the receipts that clients of the Tocsin notifier send, stores them in
 PostgreSQL, each once, and counts them by notice, hour, language, system and
 client. nginx in front of it ends TLS.
CONTROL
  mkdir -p "$stage/root/DEBIAN"
  echo /etc/tocsin-intake.conf >"$stage/root/DEBIAN/conffiles"
  make_deb tocsin-intake
}

[ $# -ge 2 ] || usage
kind=$1 what=$2
shift 2
if [ "${1:-}" = -o ] && [ $# = 2 ]; then out=$2; elif [ $# -gt 0 ]; then usage; fi
case $kind-$what in
  deb-intake) deb_intake ;;
  *) usage ;;
esac
