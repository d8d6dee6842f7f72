#!/bin/bash
# Checks what needs no build: the formatter, shellcheck, flake8, every source without precompiled headers, clang-tidy.
# Usage: bash tests/check.sh [--whole]
#   (none)    the C++ linter reads what the change touches (tests/rules/tidy.sh --changed)
#   --whole   the C++ linter reads the whole tree
# A check that finds no file to read fails, except the C++ linter: a change may touch no C++.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
case ${1:-} in
  '') tidy=(--changed) ;;
  --whole) tidy=() ;;
  *) echo "usage: bash tests/check.sh [--whole]" >&2; exit 2 ;;
esac

started=$SECONDS
step() { printf '\n== %s (at %d s)\n' "$1" $((SECONDS - started)); }
some() { # WHAT LEAST FILE...: reports the number of files, fails below LEAST
  local what=$1 least=$2; shift 2
  [ $# -ge "$least" ] || { echo "check.sh: only $# files of $what found" >&2; exit 1; }
  echo "$# files"
}

step "packages"
third_party/install.sh build test check

step "formatter"
mapfile -t files < <(git ls-files '*.cpp' '*.h')
some C++ 100 "${files[@]}"
printf '%s\0' "${files[@]}" | xargs -0 -P "$(nproc)" -n 50 clang-format --dry-run -Werror

step "shell scripts"
mapfile -t files < <(git grep -lE '^#!.*\b(ba)?sh( |$)')
some "shell scripts" 10 "${files[@]}"
shellcheck "${files[@]}"
# Parts of a script: their variables and `set -e` are those of the script that sources them.
mapfile -t parts < <(git ls-files '*.sh' | grep -vxF "$(printf '%s\n' "${files[@]}")")
some "sourced scripts" 1 "${parts[@]}"
shellcheck --shell=bash --exclude=SC2034,SC2154,SC2164 "${parts[@]}"

step "Python"
mapfile -t files < <(git ls-files '*.py')
some Python 50 "${files[@]}"
flake8 "${files[@]}"

step "includes"
cmake --preset debug >/dev/null
python3 -m tests.rules.includes build/debug

step "C++ linter"
bash tests/rules/tidy.sh "${tidy[@]}"
step "checked"
