#!/bin/bash
# Every cost beside its limit and its peers, measured in one run: one table, a verdict a target; exit 0 when all are met,
# 3 when one is missed.
# Usage: bash tests/bench/run.sh [--only GROUP,...]     root or sudo; ends within five minutes on two cores.
# What the figures mean: packaging/docs/benchmarks.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C.UTF-8
third_party/install.sh build demo test intake bench
[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
cmake --build --preset release --target bench_programs | sed -u '/^\[/d'
tests/support/as_root.sh /usr/bin/python3 -m tests.bench.bench build/release/bin "$@"
