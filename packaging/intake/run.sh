#!/bin/bash
# A receiver of receipts on this machine, by one command: nginx, tocsin-intake and a PostgreSQL of their own, all in one
# folder. Packages that are missing are installed; no service of the system is started or changed.
# Usage: run.sh --dir DIR [--port N] [--name HOST] [--for SECONDS] [--source S] [--type T] [--program FILE]
#   --dir DIR      receipts, certificates and sockets; kept, and used again by the next run
#   --port N       default 8443; 0 takes a free one
#   --name HOST    the name in the certificate, beside localhost (default: localhost)
#   --for SECONDS  stop after so many seconds
# Prints `ready port=N ca=FILE settings=FILE watch=N`, and stops with its terminal, on SIGTERM or SIGINT. As root it runs the
# programs as the user tocsin-intake. Exit code: 2 bad usage, 6 packages are missing and cannot be installed, 9 a program ended.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export LC_ALL=C.UTF-8
dir='' port=8443 name=localhost seconds='' source_prefix=urn:example:messenger type_prefix=com.example.messenger program=''
user=tocsin-intake

die() { echo "run.sh: $2" >&2; exit "$1"; }
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || die 2 "$1 needs a value"
  case $1 in
    --dir) dir=$2 ;; --port) port=$2 ;; --name) name=$2 ;; --for) seconds=$2 ;; --source) source_prefix=$2 ;;
    --type) type_prefix=$2 ;; --program) program=$2 ;;
    *) die 2 "no such option: $1" ;;
  esac
  shift 2
done
[ -n "$dir" ] || die 2 "--dir is missing"
[[ $port =~ ^[0-9]{1,5}$ && ( -z $seconds || $seconds =~ ^[0-9]{1,6}$ ) && $name =~ ^[A-Za-z0-9.-]+$ ]] || die 2 "bad value"

# In the source tree the packages are installed (no service is started); the Debian package has them as dependencies.
install_packages() {
  if [ -x "$here/../../third_party/install.sh" ]; then "$here/../../third_party/install.sh" intake >&2; return; fi
  local package
  for package in nginx openssl setpriv; do
    command -v "$package" >/dev/null || [ -x "/usr/sbin/$package" ] || die 6 "as root: apt-get install nginx openssl postgresql util-linux"
  done
  [ -d /usr/lib/postgresql ] || die 6 "as root: apt-get install postgresql"
}

find_program() {
  local build=$here/../../build/release/bin/tocsin-intake
  if [ -n "$program" ]; then return; fi
  if [ -x /usr/bin/tocsin-intake ] && [ "$here" = /usr/share/tocsin-intake ]; then program=/usr/bin/tocsin-intake; return; fi
  if [ ! -x "$build" ]; then
    (cd "$here/../.." && third_party/install.sh build && cmake --preset release && cmake --build --preset release --target tocsin-intake) >&2
  fi
  program=$build
}

# Becomes a program as the receiver's user (called in a subshell). It gets signal $1 when this script ends in any way.
start_as_user() {
  local signal=$1
  shift
  exec setpriv "${credentials[@]}" --no-new-privs --pdeathsig "$signal" -- "$@"
}
as_user() { setpriv "${credentials[@]}" --no-new-privs -- "$@"; }

choose_user() {
  credentials=()
  mkdir -p "$dir"
  dir=$(cd "$dir" && pwd)
  if [ "$(id -u)" = 0 ]; then
    getent passwd "$user" >/dev/null || useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$user"
    credentials=(--reuid "$user" --regid "$user" --clear-groups --inh-caps=-all --bounding-set=-all)
    mkdir -p "$dir"/{run,tls,nginx}
    chown "$user:$user" "$dir" "$dir"/{run,tls,nginx}
    as_user test -w "$dir/run" 2>/dev/null || die 6 "the user $user cannot reach $dir; choose a folder below /srv, /var or /tmp"
    # The program may lie where that user cannot go.
    install -m 755 "$program" "$dir/tocsin-intake"
    program=$dir/tocsin-intake
  else
    mkdir -p "$dir"/{run,tls,nginx}
  fi
  chmod 711 "$dir"
  chmod 700 "$dir/run" "$dir/nginx"
}

make_certificates() {
  [ -f "$dir/tls/server.pem" ] && return
  local tls=$dir/tls
  {
    as_user openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=receipts CA" \
      -addext "keyUsage=critical,keyCertSign,cRLSign" -keyout "$tls/ca.key" -out "$tls/ca.pem"
    as_user openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$name" -keyout "$tls/server.key" -out "$tls/server.csr"
    printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1,IP:::1\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n' \
      "$name" >"$tls/extensions"
    chmod 644 "$tls/extensions"
    as_user openssl x509 -req -in "$tls/server.csr" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -CAcreateserial -days 825 \
      -extfile "$tls/extensions" -out "$tls/server.pem"
  } 2>"$tls/log" || { cat "$tls/log" >&2; die 9 "no certificate"; }
  chmod 755 "$tls"
  chmod 644 "$tls/ca.pem"
}

start_postgres() {
  local bin
  bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin -type d | sort -V | tail -1)
  if [ ! -f "$dir/store/PG_VERSION" ]; then
    as_user "$bin/initdb" -D "$dir/store" -U tocsin --auth=trust --encoding=UTF8 --locale=C --no-instructions >"$dir/run/initdb.log" 2>&1 ||
      { cat "$dir/run/initdb.log" >&2; die 9 "no store"; }
  fi
  cat >"$dir/store/postgresql.auto.conf" <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$dir/run'
max_connections = 40
shared_buffers = 128MB
max_wal_size = 2GB
checkpoint_timeout = 15min
log_min_messages = warning
log_connections = off
SETTINGS
  start_as_user INT "$bin/postgres" -D "$dir/store" >>"$dir/run/postgres.log" 2>&1 &
  children+=($!)
  postgres=$!
  wait_for 60 as_user "$bin/pg_isready" -q -h "$dir/run" -U tocsin -d postgres
  as_user "$bin/psql" -qAt -h "$dir/run" -U tocsin -d postgres -c "SELECT 1 FROM pg_database WHERE datname = 'receipts'" | grep -q 1 ||
    as_user "$bin/createdb" -h "$dir/run" -U tocsin receipts
}

# wait_for SECONDS COMMAND...: until the command succeeds; a program that has ended ends the wait.
wait_for() {
  local end=$((SECONDS + $1)) child
  shift
  until "$@"; do
    for child in "${children[@]}"; do kill -0 "$child" 2>/dev/null || give_up; done
    [ $SECONDS -lt $end ] || give_up
    sleep 0.05
  done
}
give_up() { tail -n 20 "$dir"/run/*.log >&2; die 9 "a program did not start"; }

start_intake() {
  cat >"$dir/intake.conf" <<SETTINGS
Listen=unix:$dir/run/intake.sock
Watch=127.0.0.1:0
Source=$source_prefix
Type=$type_prefix
Store=host=$dir/run user=tocsin dbname=receipts
SETTINGS
  as_user "$program" --settings "$dir/intake.conf" init >/dev/null
  rm -f "$dir/run/intake.log" # a run before this one has left a line that says ready
  start_as_user TERM "$program" --settings "$dir/intake.conf" serve >"$dir/run/intake.log" 2>&1 &
  children+=($!)
  wait_for 60 grep -qs '^ready ' "$dir/run/intake.log"
  watch=$(sed -n 's/^ready .*watch=//p' "$dir/run/intake.log")
}

is_taken() { ! is_free "$port"; }
is_free() { ! (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
start_nginx() {
  if [ "$port" = 0 ]; then
    port=$((20000 + RANDOM % 12000))
    until is_free "$port"; do port=$((20000 + RANDOM % 12000)); done
  fi
  ! is_taken || die 9 "port $port is taken"
  local nginx=$dir/nginx
  cp "$here"/nginx/{limits,server}.conf "$nginx/"
  cat >"$nginx/nginx.conf" <<SETTINGS
daemon off;
pid $nginx/pid;
worker_processes 1;
worker_rlimit_nofile 8192;
error_log stderr crit;
events { worker_connections 4096; }
http {
  client_body_temp_path $nginx/body;
  proxy_temp_path $nginx/proxy;
  fastcgi_temp_path $nginx/fastcgi;
  uwsgi_temp_path $nginx/uwsgi;
  scgi_temp_path $nginx/scgi;
  include $nginx/limits.conf;
  upstream tocsin_intake {
    server unix:$dir/run/intake.sock;
    keepalive 128;
  }
  server {
    listen 127.0.0.1:$port ssl backlog=1024;
    ssl_certificate $dir/tls/server.pem;
    ssl_certificate_key $dir/tls/server.key;
    include $nginx/server.conf;
  }
}
SETTINGS
  chmod 644 "$nginx"/*.conf
  start_as_user TERM /usr/sbin/nginx -e stderr -c "$nginx/nginx.conf" >"$dir/run/nginx.log" 2>&1 &
  children+=($!)
  wait_for 60 is_taken
}

children=() postgres='' alarm=''
# shellcheck disable=SC2317 # called by the trap
stop() {
  trap - EXIT HUP INT TERM
  local child
  # Every job, because a signal may come before a job's number is kept.
  for child in $(jobs -p); do [ "$child" = "$postgres" ] || kill "$child" 2>/dev/null || true; done
  [ -z "$postgres" ] || kill -INT "$postgres" 2>/dev/null || true
  wait
}
install_packages
find_program
choose_user
trap stop EXIT
trap 'exit 0' HUP INT TERM
make_certificates
start_postgres
start_intake
start_nginx
echo "ready port=$port ca=$dir/tls/ca.pem settings=$dir/intake.conf watch=$watch"
if [ -n "$seconds" ]; then
  sleep "$seconds" &
  alarm=$!
  wait -n -p ended "${children[@]}" "$alarm" || true
  [ "$ended" = "$alarm" ] && exit 0
else
  wait -n "${children[@]}" || true
fi
tail -n 20 "$dir"/run/*.log >&2
die 9 "a program ended"
