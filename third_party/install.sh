#!/bin/bash
# Installs what is missing of the named groups of packages.txt, and nothing when nothing is missing. Starts no service.
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
  command -v sudo >/dev/null || { echo "install.sh: needs root or sudo; run: apt-get install --no-install-recommends ${missing[*]}" >&2; exit 6; }
  as_root=(sudo)
fi
echo "installing: ${missing[*]}" >&2
# No service is started and no database cluster is made: a policy file denies every start while apt runs.
"${as_root[@]}" bash -s "${missing[@]}" <<'INSTALL'
  set -euo pipefail
  policy=/usr/sbin/policy-rc.d cluster=/etc/postgresql-common/createcluster.d/tocsin.conf made=()
  trap 'rm -f "${made[@]}"' EXIT
  if [ ! -e "$policy" ]; then
    made+=("$policy")
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  if [ ! -e "$cluster" ]; then
    made+=("$cluster")
    mkdir -p "${cluster%/*}"
    echo 'create_main_cluster = false' >"$cluster"
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq update
  apt-get -qq install -y --no-install-recommends "$@" >/dev/null
INSTALL
