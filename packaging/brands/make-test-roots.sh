#!/bin/bash
# Makes the pinned roots of the test brands anew, from the published test keys (test-keys.txt): the same bytes each time.
# Usage: packaging/brands/make-test-roots.sh [FOLDER]      writes FOLDER/NAME.root.bin (default: this folder)
# TOCSIN: the author's kit (build/release/bin/tocsin).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$(cd "${1:-$here}" && pwd)
cd "$here/../.."
kit=$(realpath "${TOCSIN:-build/release/bin/tocsin}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m tests.e2e.harness.test_keys "$work"

make_root() { # NAME PRODUCT
  local root=$work/$1.root.bin key
  "$kit" root new --product "$2" --root-keys "$work/root0.pub,$work/root1.pub,$work/root2.pub" --root-threshold 2 \
    --programs-keys "$work/rel0.pub,$work/rel1.pub" --programs-threshold 1 \
    --notices-keys "$work/not0.pub,$work/not1.pub" --notices-threshold 1 \
    --issued 2025-11-22T00:00:00Z --expires 2035-11-20T00:00:00Z -o "$root"
  for key in root0 root1; do
    "$kit" sign "$root" --key "$work/$key.pem" --sha256 "$("$kit" inspect "$root" --digest)" >"$work/said"
  done
  mv "$root" "$out/"
}
make_root example example.messenger
make_root heritage heritage.messenger
make_root second second.notices
