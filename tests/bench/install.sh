#!/bin/bash
# An install of the sample over an older one beside cp with sync, and beside dpkg. Ratios count; needs root or sudo.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C.UTF-8
third_party/install.sh build test
[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
cmake --build --preset release --target programs | sed -u '/^\[/d'
tests/support/as_root.sh /usr/bin/python3 tests/bench/install/install_bench.py build/release/bin "$@"
