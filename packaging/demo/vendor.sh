# What the vendor's house does in the demo, the same for every system: a receiver, keys, a release signed by two people, a patch.
# Sourced by demo.sh; the system's file sets $out, where all of it lies.
kit=$PWD/build/release/bin/tocsin
collector=

# The longest wait for anything, in seconds. What takes longer has failed.
longest_wait=120

say() { printf '[%3d s] %s\n' "$SECONDS" "$*"; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
# Until the command succeeds, or for longest_wait: then 1.
wait_until() { # COMMAND [ARGUMENT...]
  local end=$((SECONDS + longest_wait))
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}
stop_collector() { [ -z "$collector" ] || kill "$collector" 2>/dev/null || true; }
trap stop_collector EXIT

build_here() { # TARGET...
  [ -f build/release/build.ninja ] || cmake --preset release >/dev/null
  cmake --build --preset release --target "$@" | sed -u '/^\[/d'
}

start_collector() {
  python3 packaging/demo/throwaway_ca.py "$out/tls"
  python3 packaging/collector/collector.py --listen 127.0.0.1:0 --cert "$out/tls/server.pem" --key "$out/tls/server.key" \
    --out "$out/receipts.ndjson" --for 7200 >"$out/collector.log" 2>&1 &
  collector=$!
  wait_until find_port || { cat "$out/collector.log" >&2; return 1; }
}
find_port() {
  port=$(sed -n 's/^ready port=\([0-9][0-9]*\)$/\1/p' "$out/collector.log" | head -1)
  [ -n "$port" ]
}

# Root 1 is compiled in; root 2 hands releases over to two keys, both of which must sign.
rotate_root() {
  local keys=$out/keys
  python3 tests/support/test_keys.py "$keys"
  "$kit" root rotate packaging/brands/example.root.bin --root-keys "$keys/root1.pub,$keys/root2.pub,$keys/root3.pub" \
    --release-keys "$keys/rel2.pub,$keys/rel3.pub" --release-threshold 2 --floor 1 --expires 2035-11-20T00:00:00Z \
    -o "$out/root2.bin"
  for key in root0 root1 root2; do "$kit" sign "$out/root2.bin" --key "$keys/$key.pem"; done
}

# The sample, with its one date of "the day after" moved to tomorrow, its last day to next year, and its receipts sent to this
# machine.
write_texts() { # CATALOG CONFIG
  local tomorrow last
  tomorrow=$(date -u -d tomorrow +%Y-%m-%d) last=$(date -u -d '370 days' +%Y-%m-%d)
  sed "s/2026-11-23T/${tomorrow}T/; s/2027-12-05T/${last}T/" packaging/samples/catalog.xml >"$1"
  sed "s#value=\"https://[^\"]*/v1/receipts\"#value=\"https://localhost:$port/v1/receipts\"#" \
    packaging/samples/messenger.config >"$2"
}

make_patch() { # PLATFORM STUB PATCH ROLE...: what `release` is told of the files
  local platform=$1 stub=$2 patch=$3
  shift 3
  "$kit" release --root packaging/brands/example.root.bin --root "$out/root2.bin" --serial 1 --platform "$platform" "$@" \
    -o "$out/release.draft"
  for key in rel2 rel3; do "$kit" sign "$out/release.draft" --key "$out/keys/$key.pem"; done
  "$kit" pack "$out/release.draft" --stub "$stub" -o "$patch"
  "$kit" verify "$patch" --root packaging/brands/example.root.bin
}
