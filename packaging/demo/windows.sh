# The demo of the Windows programs: cross-built, packed by this system's kit, installed and read under Wine. Sourced by demo.sh.
out=$PWD/build/demo-windows bin=$PWD/build/windows/bin
export TOCSIN_WINE_PREFIX=$out/prefix
title="Example Console on"
screen=

wine_run() { tests/support/wine.sh "$@"; }
tool() { wine_run "$bin/windows_tools.exe" "$@"; }
windows_path() { echo "Z:${1//\//\\}"; }
stop_all() {
  stop_receiver
  exec 8>&- # Wine's servers leave; the screen goes after them
  WINEPREFIX=$TOCSIN_WINE_PREFIX timeout 20 wineserver -w || true
  [ -z "$screen" ] || kill "$screen" 2>/dev/null || true
}
trap stop_all EXIT

build_there() {
  local libraries
  libraries=$(third_party/windows/build.sh)
  grep -qsF "TOCSIN_LIBRARIES_AT:INTERNAL=$libraries" build/windows/CMakeCache.txt || rm -rf build/windows
  [ -f build/windows/build.ninja ] || cmake --preset windows >/dev/null
  cmake --build --preset windows --target programs windows_tools | sed -u '/^\[/d'
}

open_screen() {
  if [ -z "${DISPLAY:-}" ]; then
    Xvfb -displayfd 1 -screen 0 1280x1024x24 -nolisten tcp >"$out/display" 2>"$out/xvfb.log" &
    screen=$!
    wait_until test -s "$out/display" || { cat "$out/xvfb.log" >&2; return 1; }
    TOCSIN_WINE_DISPLAY=:$(cat "$out/display")
    export TOCSIN_WINE_DISPLAY
    DISPLAY=$TOCSIN_WINE_DISPLAY openbox --sm-disable >"$out/openbox.log" 2>&1 &
  else
    export TOCSIN_WINE_DISPLAY=$DISPLAY
  fi
  wine_run cmd /c ver | tr -d '\r' | tail -1
  # Held up to the end: else each program waits two seconds for Wine's servers.
  exec 8> >(exec tests/support/wine.sh --hold 2>/dev/null)
}

write_release() {
  mkdir "$out/release"
  write_texts "$out/release/messenger.xml" "$out/release/messenger.config"
  sign_programs windows-x86_64 --notifier "$bin/Example.Messenger.exe" --dialog "$bin/Example.Messenger.Dialog.exe" \
    --control "$bin/Example.MessengerCtl.exe" --updater "$bin/UpdatePatch.exe"
  sign_notices 1 "$out/release/messenger.xml" "$out/release/messenger.config"
  make_patch "$bin/UpdatePatch.exe" "$out/UpdatePatch.exe"
}

# The updater that is on the machine proves the new file before any new code runs.
update_notices() {
  local before after
  before=$(digests_of_programs)
  wine_run "$TOCSIN_WINE_PREFIX/drive_c/$(live_folder)/UpdatePatch.exe" --payload "$(windows_path "$out/notices")"
  after=$(digests_of_programs)
  say "  the programs before and after:"
  printf '%s\n\n%s\n' "$before" "$after" | sed 's/^/  /'
  [ "$before" = "$after" ]
}
digests_of_programs() {
  local live
  live=$TOCSIN_WINE_PREFIX/drive_c/$(live_folder)
  digests_of "$live"/*.exe
}

registry() { # KEY VALUE DATA
  wine_run reg add "HKLM\\SOFTWARE\\$1" /v "$2" /d "$3" /f /reg:64 >/dev/null
}

# What is there before the product's vendor comes: a management server, its components, the site's CA.
lay_out_machine() {
  wine_run sc create ExampleManagement binPath= 'C:\management.exe' >/dev/null
  registry 'Example\Console' Version 5.2.1
  registry 'Example\Database' Version 11.0.2100.60
  registry 'Microsoft\Windows\CurrentVersion\Uninstall\ExampleAV' DisplayName 'Example Anti-Virus'
  registry 'Microsoft\Windows\CurrentVersion\Uninstall\ExampleAV' DisplayVersion 9.5.1
  openssl x509 -in "$out/tls/ca.pem" -outform DER -out "$out/tls/ca.der"
  tool trust "$(windows_path "$out/tls/ca.der")"
}

live_folder() {
  wine_run reg query 'HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run' /v ExampleMessenger /reg:64 | tr -d '\r' |
    sed -n 's/.*REG_SZ *"C:\\\(.*\)\\[^\\]*"$/\1/p' | tr \\\\ /
}
control() { wine_run "$TOCSIN_WINE_PREFIX/drive_c/$(live_folder)/Example.MessengerCtl.exe" "$@"; }

# Two looks at the screen are the same: the window has drawn itself.
is_still() {
  local before=$look
  look=$(DISPLAY=$TOCSIN_WINE_DISPLAY import -window root ppm:- | sha256sum)
  [ "$look" = "$before" ]
}

shoot() { # NAME
  look=
  wait_until is_still || say "  the screen does not come to rest"
  DISPLAY=$TOCSIN_WINE_DISPLAY import -window root "$out/$1.png"
  say "  $1.png"
}

read_by_a_script() {
  say "  the window: $(tool window texts "$title" | tr -d '\r' | head -1)"
  shoot window
  tool window press "$title" 'Why am I seeing this?'
  tool window texts 'Why am I seeing this?' >/dev/null # waits for it
  shoot why
  tool window close 'Why am I seeing this?'
  wait_until press_acknowledge || { say "the window does not end"; return 1; }
}

# A press in the first 1.5 s of the window is refused, and repeated. True once the window has gone.
press_acknowledge() {
  tool window has "$title" >/dev/null || return 0
  tool window press "$title" Acknowledge || true
  if [ ! -f "$out/acknowledged.png" ] && tool window texts "$title" | grep -q 'Recorded as acknowledged'; then
    shoot acknowledged
  fi
  return 1
}

read_next_by_a_script() {
  tool window texts "$title" >/dev/null # waits for it
  shoot next
  wait_until press_acknowledge || { say "the window does not end"; return 1; }
}

read_by_a_person() {
  say "  a window opens: read the notices and acknowledge them (closing it without deciding is a choice too)"
  tool window texts "$title" >/dev/null
  while tool window has "$title" >/dev/null; do sleep 1; done
}

# The count is taken after the answer that no receipt waits: only then is it the last one.
wait_for_receipts() {
  wait_until no_receipt_waits || { say "receipts still wait:"; control receipts; return 1; }
  receipts=$(stored | wc -l)
}
no_receipt_waits() { control receipts 2>/dev/null | grep 'No receipt waits' >/dev/null; }

# A program of the set runs in this prefix.
is_running() {
  local process
  for process in /proc/[0-9]*; do
    grep -qs 'Example\.[A-Za-z.]*\.exe' "$process/cmdline" || continue
    if grep -qszxF "WINEPREFIX=$TOCSIN_WINE_PREFIX" "$process/environ"; then return 0; fi
  done
  return 1
}

# The Run value's program has been started when wineboot ends; it shows a window, or it ends.
shows_or_ends() { tool window has "$title" >/dev/null || ! is_running; }

say "packages";                          third_party/install.sh build demo windows
say "libraries and programs";            build_here tocsin tocsin-intake; build_there
rm -rf "$out"; mkdir -p "$out"
say "a receiver on loopback, HTTPS";     start_receiver
say "root 2: two keys sign programs, two others notices"; rotate_root
say "programs and notices, signed, packed"; write_release
say "sizes";                             (cd "$bin" && stat -c '  %8s %n' UpdatePatch.exe Example.*.exe; stat -c '  %8s whole patch' "$out/UpdatePatch.exe")
say "Windows, as Wine has it";           open_screen
say "the machine";                       lay_out_machine
say "the update patch:";                 wine_run "$out/UpdatePatch.exe"
say "the same patch again:";             wine_run "$out/UpdatePatch.exe"
say "what the gate finds:";              control list || [ $? = 20 ]
if [ -n "$screen" ]; then read_by_a_script; else read_by_a_person; fi
wait_for_receipts
say "receipts as they arrived ($receipts):"; stored; draw_report
say "a logon, by the Run value";         wine_run wineboot; wait_until shows_or_ends || { say "the gate does not end"; exit 1; }
if tool window has "$title" >/dev/null; then say "shows a window again"; [ -z "$screen" ]; fi
[ "$(stored | wc -l)" = "$receipts" ] || { say "but it sent a receipt"; exit 1; }
before=$receipts
say "a month later: one more notice, signed without the programs' keys"
make_notices_file "$out/release/messenger.xml" "$out/release/messenger.config" "$out/notices"
say "the installed updater takes it:";   update_notices
say "what the gate finds:";              control list || [ $? = 20 ]
if [ -n "$screen" ]; then read_next_by_a_script; else read_by_a_person; fi
wait_for_receipts
[ "$receipts" -gt "$before" ] || { say "but no receipt came"; exit 1; }
say "its receipts:";                     stored | tail -n +$((before + 1)); draw_report
say "done; look at build/demo-windows/"
