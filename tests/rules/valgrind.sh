#!/bin/bash
# valgrind.py on the release build, with a gate that shares libc, which is built for it. Needs root or sudo.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -f build/valgrind/build.ninja ] || cmake --preset release -B build/valgrind -DTOCSIN_STATIC_GATE=OFF >/dev/null
cmake --build build/valgrind --target messenger | sed -u '/^\[/d'
tests/support/as_root.sh /usr/bin/python3 -m tests.rules.valgrind build/release/bin build/valgrind/bin/messenger
