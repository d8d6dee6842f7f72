# The demo on this system: a machine below build/demo/root, an administrator who is a number. Sourced by demo.sh.
source=$PWD bin=$PWD/build/release/bin out=$PWD/build/demo
uid=40001 gid=40001 group=40100 # no such user or group is made: credentials are numbers

# The reader: whoever sits at the display, else a number without an account.
if [ -n "${DISPLAY:-}" ] && [ "$(id -u)" != 0 ]; then uid=$(id -u) gid=$(id -g); fi
as_reader() {
  as_root setpriv --reuid "$uid" --regid "$gid" --groups "$group" --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
}

# The machine must be reachable for a reader without rights; a clone below a private home is not.
choose_place() {
  if [ -L "$out/root" ]; then
    local old
    old=$(dirname "$(readlink "$out/root")")
    case $old in */tocsin-demo.??????) as_root rm -rf "$old" ;; esac
  fi
  as_root rm -rf "$out"
  mkdir -p "$out"
  place=$out
  if ! as_reader test -x "$out" -a -r "$out"; then
    place=$(as_root mktemp -d "${TMPDIR:-/tmp}/tocsin-demo.XXXXXX")
    as_root chmod 755 "$place"
    say "readers cannot reach this clone, so the machine is laid out in $place (the next run removes it)"
  fi
  as_root mkdir "$place/root"
  [ "$place" = "$out" ] || ln -s "$place/root" "$out/root"
  home=$place/root/home/reader
}

# What is there before the product's vendor comes: the sample machine, its group, a CA, a home.
lay_out_machine() {
  local root=$place/root
  as_root cp -r --no-preserve=ownership packaging/samples/machine-root/. "$root/"
  as_root chmod -R u=rwX,go=rX "$root"
  echo "example-console-admins:x:$group:" | as_root tee -a "$root/etc/group" >/dev/null
  as_root install -m 644 "$out/tls/ca.pem" "$root/etc/receipts-ca.pem"
  echo "ReceiptCAFile=/etc/receipts-ca.pem" | as_root tee "$root/etc/example-messenger.conf" >/dev/null
  as_root install -d "$(dirname "$home")"
  as_root install -d -m 700 -o "$uid" -g "$gid" "$home"
  gate=("$root/opt/example/messenger/current/messenger" --root "$root")
  control=("$root/opt/example/messenger/current/messengerctl" --root "$root")
}

write_release() {
  write_texts "$out/messenger.xml" "$out/messenger.config"
  sign_programs linux-x86_64 --notifier "$bin/messenger" --dialog "$bin/messenger-dialog" --control "$bin/messengerctl" \
    --updater "$bin/update-patch"
  sign_notices 1 "$out/messenger.xml" "$out/messenger.config"
  make_patch "$bin/update-patch" "$out/update-patch"
}

update() { as_root "$out/update-patch" --root "$place/root"; }

# The updater that is on the machine proves the new file before any new code runs.
update_notices() {
  local live=$place/root/opt/example/messenger/current before after
  local programs=("$live/messenger" "$live/messenger-dialog" "$live/messengerctl" "$live/update-patch")
  before=$(digests_of "${programs[@]}")
  as_root "$live/update-patch" --payload "$out/notices" --root "$place/root"
  after=$(digests_of "${programs[@]}")
  say "  the programs before and after:"
  printf '%s\n\n%s\n' "$before" "$after" | sed 's/^/  /'
  [ "$before" = "$after" ]
}

write_env() {
  local user="setpriv --reuid $uid --regid $gid --groups $group --no-new-privs --inh-caps=-all --bounding-set=-all"
  {
    echo "# The reader's environment, and the gate as the demo started it (setpriv gives the reader's credentials; as root)."
    echo "export HOME='$home' LANG=en_GB.UTF-8"
    echo "unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_RUNTIME_DIR LC_ALL LANGUAGE"
    echo "MESSENGER='$user ${gate[*]}'"
    echo "MESSENGERCTL='$user ${control[*]}'"
  } >"$out/env"
}

# A program of the set as the reader, without a display.
run_as_reader() { as_reader env -i PATH=/usr/bin:/bin HOME="$home" LANG=en_GB.UTF-8 "$@"; }

show_to_a_person() {
  local cookie=${XAUTHORITY:-$HOME/.Xauthority}
  if [ "$(id -u)" = 0 ] && [ -f "$cookie" ]; then
    install -m 600 -o "$uid" -g "$gid" "$cookie" "$home/.Xauthority"
    cookie=$home/.Xauthority
  fi
  say "a window opens: read the notices and acknowledge them (closing it without deciding is a choice too)"
  as_reader env HOME="$home" DISPLAY="$DISPLAY" XAUTHORITY="$cookie" "${gate[@]}"
}

pictures=$out
show_to_a_script() { # LOCALE...: $pictures in these languages, then all is acknowledged
  local base shots
  base=$(as_root mktemp -d "${TMPDIR:-/tmp}/tocsin-session.XXXXXX")
  as_root chmod 755 "$base"
  shots=$base/shots
  as_root install -d -m 700 -o "$uid" -g "$gid" "$shots"
  as_root env T_UID="$uid" T_GID="$gid" T_GROUPS="$group" T_ENV="HOME_OF_USER=$home PYTHONPATH=$helpers" T_SCREEN=1280x1024x24 \
    "$helpers/tests/support/a11y_session" "$base/session" /usr/bin/python3 "$helpers/packaging/demo/show.py" "$shots" \
    "$@" -- "${gate[@]}"
  mkdir -p "$pictures"
  as_root find "$shots" -name '*.png' -exec cp -t "$pictures" {} +
  as_root rm -rf "$base"
}

# The session's scripts, where the reader can read them.
place_helpers() {
  helpers=$source
  [ "$place" = "$out" ] && return
  helpers=$place/helpers
  as_root mkdir -p "$helpers/packaging" "$helpers/tests/e2e"
  as_root cp -r packaging/demo "$helpers/packaging/"
  as_root cp -r tests/support tests/__init__.py "$helpers/tests/"
  as_root cp -r tests/e2e/harness "$helpers/tests/e2e/"
  as_root chmod -R u=rwX,go=rX "$helpers"
}

show() { if [ -n "${DISPLAY:-}" ]; then show_to_a_person; else show_to_a_script "$@"; fi; }

second_start() {
  local before after
  before=$(date +%s%N)
  run_as_reader "${gate[@]}"
  after=$(date +%s%N)
  say "second start: nothing to show, ended after $(((after - before) / 1000000)) ms, setpriv and env included"
  [ "$(stored | wc -l)" = "$receipts" ] || { say "but it sent a receipt"; return 1; }
}

say "packages";                         third_party/install.sh build demo
say "build";                            build_here programs tocsin-intake
say "a place for the machine";          choose_place
say "a receiver on loopback, HTTPS";    start_receiver
say "root 2: two keys sign programs, two others notices"; rotate_root
say "programs and notices, signed, packed"; write_release
say "the machine";                       lay_out_machine; write_env; place_helpers
say "the update patch, as root:";        update
say "the same patch again:";             update
say "what the gate will find:";         run_as_reader "${control[@]}" list || [ $? = 20 ]
say "the gate starts as uid $uid with group $group"
show en_GB de_DE ja_JP ar_EG
receipts=$(stored | wc -l)
say "receipts as they arrived ($receipts):"; stored; draw_report
say "the same gate again";              second_start
say "a month later: one more notice, signed without the programs' keys"
make_notices_file "$out/messenger.xml" "$out/messenger.config" "$out/notices"
say "the installed updater takes it:";   update_notices
say "what the gate will find:";         run_as_reader "${control[@]}" list || [ $? = 20 ]
pictures=$out/next
show en_GB
[ "$(stored | wc -l)" -gt "$receipts" ] || { say "but no receipt came"; exit 1; }
say "its receipts:"; stored | tail -n +$((receipts + 1)); draw_report
say "done; look at build/demo/, or: source build/demo/env && \$MESSENGERCTL list --all"
