#!/bin/bash
# Installs what the tests need, builds, and runs them. A second run rebuilds and reinstalls nothing.
# Usage: bash tests/run.sh [--full]
#   (none)   unit tests under ASan and UBSan, the rules of the house, end to end under Xvfb
#   --full   also: unit tests under TSan, the linter, and the benchmarks
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8 CTEST_PARALLEL_LEVEL=${CTEST_PARALLEL_LEVEL:-2}
full=no
for argument in "$@"; do
  case $argument in
    --full) full=yes ;;
    *) echo "usage: bash tests/run.sh [--full]" >&2; exit 2 ;;
  esac
done

started=$SECONDS
step() { printf '\n== %s (at %d s)\n' "$1" $((SECONDS - started)); }
build() { # PRESET TARGET...
  local preset=$1; shift
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >"build-$preset.log" 2>&1 || { cat "build-$preset.log"; exit 1; }
  rm -f "build-$preset.log"
  cmake --build --preset "$preset" --target "$@" | sed -u '/^\[/d'
}
check() { # PRESET LABELS
  ctest --test-dir "build/$1" -L "$2" --no-tests=error --output-on-failure
}

step "packages"
groups=(build demo test)
if [ "$full" = yes ]; then groups+=(full); fi
third_party/install.sh "${groups[@]}"
step "programs"
build release programs e2e_programs
step "unit tests, built with ASan and UBSan"
build asan unit_tests
step "unit tests"
check asan unit
step "rules of the house, end to end"
check release 'house|e2e'
if [ "$full" = yes ]; then
  step "unit tests under TSan"
  build tsan unit_tests
  check tsan unit
  step "linter"
  bash tests/house/tidy.sh
  step "benchmarks"
  bash tests/bench/run.sh
fi
step "done"
