#!/bin/bash
# Installs what is missing of the named groups of packages.txt, and nothing when nothing is missing.
# Usage: third_party/install.sh GROUP...     (root, or sudo)
set -euo pipefail
list="$(dirname "$0")/packages.txt"
wanted=()
for group in "$@"; do
  mapfile -t packages < <(awk -v g="[$group]" '/^\[/ { on = ($0 == g); next } on && /^[a-z0-9]/' "$list")
  [ "${#packages[@]}" -gt 0 ] || { echo "install.sh: no packages in group '$group' of $list" >&2; exit 2; }
  wanted+=("${packages[@]}")
done
missing=()
for package in "${wanted[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0
as_root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "install.sh: needs root or sudo to install: ${missing[*]}" >&2; exit 6; }
  as_root=(sudo)
fi
echo "installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get -qq update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
