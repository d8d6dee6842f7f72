#!/bin/bash
# Prints how much of the programs' sources the unit tests run, by file, and writes build/coverage/html.
# Usage: bash tests/coverage.sh
set -euo pipefail
cd "$(dirname "$0")/.."
third_party/install.sh build test coverage
[ -f build/coverage/build.ninja ] || cmake --preset coverage >/dev/null
cmake --build --preset coverage --target unit_tests | sed -u '/^\[/d'
find build/coverage -name '*.gcda' -delete # counts of an earlier run would be added
ctest --preset coverage -L unit --output-on-failure
mkdir -p build/coverage/html
# Without the branches that the compiler adds for exceptions.
gcovr --root . --filter '(schema|updater|notifier|packaging)/' --exclude-throw-branches --sort-uncovered \
  --txt --html-details build/coverage/html/index.html --print-summary build/coverage
