#!/bin/bash
# Installs what the tests need, builds, and runs them. A second run rebuilds and reinstalls nothing.
# Usage: bash tests/run.sh [--full | --windows]
#   (none)     unit tests under ASan and UBSan (of the kit: as shipped), the rules of the house, end to end under Xvfb
#   --full     also: the kit's unit tests under ASan and UBSan, all under TSan, valgrind, each fuzzer for a minute,
#              every point of the sweeps and races, the linter, and the benchmarks
#   --windows  instead: the Windows programs, cross-built, and their tests under Wine
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8 CTEST_PARALLEL_LEVEL=${CTEST_PARALLEL_LEVEL:-2}
full=no
windows=no
for argument in "$@"; do
  case $argument in
    --full) full=yes ;;
    --windows) windows=yes ;;
    *) echo "usage: bash tests/run.sh [--full | --windows]" >&2; exit 2 ;;
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

run_windows() {
  step "packages"
  third_party/install.sh build windows
  step "libraries"
  local libraries
  libraries=$(third_party/windows/build.sh)
  grep -qsF "TOCSIN_LIBRARIES_AT:INTERNAL=$libraries" build/windows/CMakeCache.txt || rm -rf build/windows
  step "Windows programs"
  build windows programs unit_tests e2e_programs
  step "tests under Wine"
  # A held session: else each test waits two seconds for Wine's servers to leave.
  # One program alone comes first: two that start Wine's servers at the same moment have hung.
  tests/support/wine.sh build/windows/bin/tocsin.exe --version
  exec 8> >(exec tests/support/wine.sh --hold)
  check windows 'unit|windows'
  exec 8>&-
}
if [ "$windows" = yes ]; then run_windows; step "done"; exit 0; fi

step "packages"
groups=(build demo test intake)
if [ "$full" = yes ]; then groups+=(full); fi
third_party/install.sh "${groups[@]}"
step "programs"
build release programs e2e_programs kit_test
step "unit tests, built with ASan and UBSan"
build asan unit_tests
step "unit tests"
check asan unit
step "rules of the house, end to end"
# These wait for windows, servers and clocks more than they work.
CTEST_PARALLEL_LEVEL=$((3 * CTEST_PARALLEL_LEVEL)) check release 'rules|e2e|kit'
if [ "$full" = yes ]; then
  step "tests of the kit, with ASan and UBSan"
  build asan kit_test
  check asan kit
  step "unit tests under TSan"
  build tsan unit_tests kit_test
  check tsan 'unit|kit'
  step "npm's semver"
  tests/schema/core/version/semver_table.sh
  step "valgrind, a browser, every point of the sweeps: system calls, races, memory, cuts, bytes"
  ctest --test-dir build/release -C full -L full --no-tests=error --output-on-failure
  step "fuzzers"
  tests/fuzz/run.sh 60
  step "linter"
  third_party/install.sh check
  bash tests/rules/tidy.sh
  step "benchmarks"
  # A slow machine is no fault of the program: a target missed (3) is in the table, and fails nothing here.
  bash tests/bench/run.sh || [ $? = 3 ]
fi
step "done"
