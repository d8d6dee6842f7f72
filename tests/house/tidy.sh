#!/bin/bash
# clang-tidy over every source of the shipped programs, with the settings in the root; any finding fails.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -f build/debug/compile_commands.json ] || cmake --preset debug >/dev/null
cmake --build --preset debug --target brand_example >/dev/null
mapfile -t sources < <(git ls-files 'schema/*.cpp' 'updater/*.cpp' 'notifier/*.cpp' 'packaging/*.cpp' | grep -v '_win\.cpp$')
[ "${#sources[@]}" -gt 100 ] || { echo "tidy.sh: only ${#sources[@]} sources found" >&2; exit 1; }
printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -n 8 clang-tidy --quiet -p build/debug
echo "linter: ${#sources[@]} sources, clean"
