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

# Signs a draft by these keys, as people would who have read it: each names its digest. The first one's view is shown.
sign_draft() { # DRAFT PREVIOUS KEY...: PREVIOUS is the file signed before, or "" for the first of its kind
  local draft=$1 before=(--first) key digest
  [ -z "$2" ] || before=(--previous "$2")
  digest=$("$kit" inspect "$draft" --digest)
  shift 2
  "$kit" sign "$draft" "${before[@]}" --sha256 "$digest" --key "$out/keys/$1.pem"
  shift
  for key in "$@"; do "$kit" sign "$draft" "${before[@]}" --sha256 "$digest" --key "$out/keys/$key.pem" | tail -1; done
}

# Root 1 is compiled in; root 2 hands programs and notices over to two keys each, both of which must sign.
rotate_root() {
  local keys=$out/keys
  python3 -m tests.e2e.harness.test_keys "$keys"
  "$kit" root rotate packaging/brands/example.root.bin --root-keys "$keys/root1.pub,$keys/root2.pub,$keys/root3.pub" \
    --programs-keys "$keys/rel2.pub,$keys/rel3.pub" --programs-threshold 2 --programs-floor 1 \
    --notices-keys "$keys/not2.pub,$keys/not3.pub" --notices-threshold 2 --notices-floor 1 \
    --expires 2035-11-20T00:00:00Z -o "$out/root2.bin"
  sign_draft "$out/root2.bin" packaging/brands/example.root.bin root0 root1 root2
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

roots=(--root packaging/brands/example.root.bin)
sign_programs() { # PLATFORM ROLE...: the options that name the files
  local platform=$1
  shift
  "$kit" release programs "${roots[@]}" --root "$out/root2.bin" --serial 1 --platform "$platform" "$@" -o "$out/programs"
  sign_draft "$out/programs" "" rel2 rel3
}

# Signed notices 2.SERIAL, in $out/notices.SERIAL.
sign_notices() { # SERIAL CATALOG CONFIG [PREVIOUS]
  "$kit" release notices "${roots[@]}" --root "$out/root2.bin" --serial "$1" --programs-from 2.1 --catalog "$2" --config "$3" \
    -o "$out/notices.$1"
  sign_draft "$out/notices.$1" "${4:-}" not2 not3
}

make_patch() { # STUB PATCH
  "$kit" pack --programs "$out/programs" --notices "$out/notices.1" --stub "$1" -o "$2"
  "$kit" verify "$2"
}

# A month later: one more notice. The programs are those that were signed, and nobody needs their keys.
make_notices_file() { # CATALOG CONFIG FILE
  local size of_texts
  {
    sed '/^<\/catalog>/d' "$1"
    cat <<NOTICE
  <message id="$next_notice" category="maintenance" severity="info" audience="all" expires="$(date -u -d '100 days' +%Y-%m-%d)T00:00:00Z">
    <text locale="en"><title>Our support is closed on Friday</title><body><p>On Friday nobody answers the telephone, but mail is read.</p></body></text>
  </message>
</catalog>
NOTICE
  } >"$out/next.xml"
  sign_notices 2 "$out/next.xml" "$2" "$out/notices.1"
  "$kit" pack --notices "$out/notices.2" -o "$3"
  "$kit" verify "$3" --programs "$out/programs" --accepted-programs 2.1 --accepted-notices 2.1
  size=$(stat -c %s "$3") of_texts=$(($(stat -c %s "$out/next.xml") + $(stat -c %s "$2")))
  say "  the notices file has $size bytes, $((size - of_texts)) more than its catalog and config"
  [ $((size - of_texts)) -le 8192 ]
  intake open "$next_notice/1"
}
next_notice=closed-on-friday

# The digests of the programs of the live set, which a notices file must leave as they are.
digests_of() { # FILE...
  as_root sha256sum "$@" | sed 's# .*/# #'
}
