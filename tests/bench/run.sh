#!/bin/bash
# Figures beside their measures, taken in one run: the gate against an empty C++ program, reading and evaluating a
# catalog against pugixml's own parse of the same bytes. Ratios count; the times are this machine's. Needs root or sudo,
# a few minutes on a machine that does nothing else.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C.UTF-8
third_party/install.sh build
[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
cmake --build --preset release --target bench_programs | sed -u '/^\[/d'
echo "== hash, parse and evaluate, medians; ratio: (client + eval) / pugixml"
build/release/bin/parse_bench
echo "== the gate, medians of 200 starts"
tests/support/as_root.sh /usr/bin/python3 tests/bench/gate/gate_bench.py build/release/bin
echo "== an install over an older one"
tests/bench/install.sh
