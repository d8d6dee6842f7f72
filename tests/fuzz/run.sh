#!/bin/bash
# Fuzzes each target for a while and prints one table; fails on any finding, whose input stays below build/fuzz-found.
# Usage: tests/fuzz/run.sh SECONDS [TARGET...]     (targets: NAME of tests/fuzz/NAME_fuzz.cpp; default: all)
# What is learned stays in build/fuzz-corpus for the next run. A finding that is mended goes to tests/fuzz/corpus/TARGET.
set -euo pipefail
cd "$(dirname "$0")/../.."
[[ ${1:-} =~ ^[1-9][0-9]*$ ]] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
seconds=$1; shift
targets=("$@")
if [ $# -eq 0 ]; then
  for source in tests/fuzz/*_fuzz.cpp; do source=${source##*/}; targets+=("${source%_fuzz.cpp}"); done
fi

[ -f build/fuzz/build.ninja ] || cmake --preset fuzz >build-fuzz.log 2>&1 || { cat build-fuzz.log; exit 1; }
rm -f build-fuzz.log
cmake --build --preset fuzz --target fuzz_seeds "${targets[@]/#/fuzz_}" | sed -u '/^\[/d'
bin=build/fuzz/bin
seeds=build/fuzz/seeds
$bin/fuzz_seeds $seeds

export ASAN_OPTIONS=detect_stack_use_after_return=1:allocator_may_return_null=0 UBSAN_OPTIONS=print_stacktrace=1
statistic() { sed -n "s/^stat::$2: *//p" "$1" | tail -1; }

fuzz() { # TARGET: prints its line; fails on a finding, and where nothing was run
  local target=$1 learned=build/fuzz-corpus/$1 found=build/fuzz-found/$1 log=build/fuzz-found/$1.log outcome=clean
  mkdir -p "$learned" "$found" "$seeds/$target"
  local folders=("$learned" "$seeds/$target")
  [ ! -d "tests/fuzz/corpus/$target" ] || folders+=("tests/fuzz/corpus/$target")
  local options=(-max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$found/")
  [ ! -f "tests/fuzz/words/$target.dict" ] || options+=(-dict="tests/fuzz/words/$target.dict")
  # The sample catalog is of 30 KB; what matters happens in far less, and a hundred times as often.
  [ "$target" != catalog ] || options+=(-max_len=4096)
  nice "$bin/fuzz_$target" "${options[@]}" "${folders[@]}" >"$log" 2>&1 || outcome=FOUND
  local executions
  executions=$(statistic "$log" number_of_executed_units)
  printf '%-14s %12s %10s %8s  %s\n' "$target" "${executions:-0}" "$(statistic "$log" average_exec_per_sec)" \
    "$(find "$learned" -type f | wc -l)" "$outcome"
  [ $outcome = clean ] || { grep -m3 -E 'does not hold|ERROR|runtime error|SUMMARY' "$log" >&2 || true; ls "$found" >&2; }
  [ "${executions:-0}" -gt 0 ] || echo "$target: ran nothing" >&2
  [ $outcome = clean ] && [ "${executions:-0}" -gt 0 ]
}
export -f fuzz statistic
export seconds bin seeds
printf '%-14s %12s %10s %8s  %s\n' target executions per-second inputs outcome
# As many at once as there are processors; one that fails lets the others finish.
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I TARGET bash -c 'fuzz TARGET'
