#!/bin/bash
# Asks npm's semver again (Debian: node-semver) and compares with the table that core_test reads; `--write` replaces it.
set -euo pipefail
cd "$(dirname "$0")/../../../.."
table=tests/data/version/semver.tsv
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
NODE_PATH=/usr/share/nodejs node tests/schema/core/version/semver_table.js >"$answer"
if [ "${1:-}" = --write ]; then cp "$answer" $table; fi
cmp "$answer" $table
echo "semver: $(wc -l <$table) pairs as npm's package has them"
