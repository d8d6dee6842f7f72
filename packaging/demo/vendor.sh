# What the vendor's house does in the demo, the same for every system: a receiver, keys, a release signed by two people, a patch.
# Sourced by demo.sh; the system's file sets $out, where all of it lies.
kit=$PWD/build/release/bin/tocsin
receiver='' place_of_receiver=''

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
stop_receiver() {
  [ -z "$receiver" ] || as_root kill "$receiver" 2>/dev/null || true
  [ -z "$receiver" ] || wait "$receiver" 2>/dev/null || true
  [ -z "$place_of_receiver" ] || as_root rm -rf "$place_of_receiver"
}
trap stop_receiver EXIT

build_here() { # TARGET...
  [ -f build/release/build.ninja ] || cmake --preset release >/dev/null
  cmake --build --preset release --target "$@" | sed -u '/^\[/d'
}

# The vendor's receiver, in a folder that its own user can reach. `stored` prints its receipts.
start_receiver() {
  place_of_receiver=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-receiver.XXXXXX")
  chmod 755 "$place_of_receiver"
  local as=()
  [ "$(id -u)" = 0 ] || as=(sudo)
  "${as[@]}" bash packaging/intake/run.sh --dir "$place_of_receiver/receiver" --port 0 --for 7200 \
    --program "$PWD/build/release/bin/tocsin-intake" >"$out/receiver.log" 2>&1 &
  receiver=$!
  wait_until receiver_is_ready_or_gone || true
  [ -n "$port" ] || { cat "$out/receiver.log" >&2; return 1; }
  mkdir -p "$out/tls"
  as_root cat "$place_of_receiver/receiver/tls/ca.pem" >"$out/tls/ca.pem"
  local notice
  intake open --client "$("$kit" --version | sed -n '1s/.* //p')" --locale en --locale de --locale ja --locale ar --epoch 1
  for notice in $(notices_of_sample); do intake open "$notice"; done
}
receiver_is_ready_or_gone() {
  port=$(sed -n 's/^ready port=\([0-9]*\) .*/\1/p' "$out/receiver.log")
  [ -n "$port" ] || ! kill -0 "$receiver" 2>/dev/null
}
notices_of_sample() { # ID/REVISION of each notice of the sample catalog
  sed -n 's/.*<message id="\([^"]*\)" revision="\([0-9]*\)".*/\1\/\2/p; t; s/.*<message id="\([^"]*\)".*/\1\/1/p' \
    packaging/samples/catalog.xml
}
intake() {
  local at=$place_of_receiver/receiver
  (cd / && as_root setpriv --reuid tocsin-intake --regid tocsin-intake --clear-groups -- "$at/tocsin-intake" --settings "$at/intake.conf" "$@")
}
stored() { intake export; }
draw_report() { # the page, from the counters
  intake report --html "$place_of_receiver/receiver/run/page.html"
  as_root cat "$place_of_receiver/receiver/run/page.html" >"$out/receipts.html"
}

# Root 1 is compiled in; root 2 hands releases over to two keys, both of which must sign.
rotate_root() {
  local keys=$out/keys
  python3 -m tests.e2e.harness.test_keys "$keys"
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
