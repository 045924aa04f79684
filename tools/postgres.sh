#!/usr/bin/env bash
# Runs a command beside a private PostgreSQL server: `tools/postgres.sh [COMMAND...]`, else the tests of the store.
# The server lives in a temporary folder, listens on loopback only, runs as an unprivileged user, and is gone afterwards.
# DIURNA_TEST_POSTGRES tells the command where it is. Where no server can be had, says why and does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- cargo test --quiet -p diurna-store

find_server() {
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null | sort -V | tail -n 1 || true)
  if [ -n "$found" ] && [ -x "$found/initdb" ]; then echo "$found"; return; fi
  if command -v initdb >/dev/null; then dirname "$(command -v initdb)"; fi
}
has_postgis() { ls "$("$1/pg_config" --sharedir 2>/dev/null)"/extension/postgis.control >/dev/null 2>&1 ||
  ls "/usr/share/postgresql/$(basename "$(dirname "$1")")/extension/postgis.control" >/dev/null 2>&1; }

bin=$(find_server)
if { [ -z "$bin" ] || ! has_postgis "$bin"; } && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing PostgreSQL and PostGIS" >&2
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -q && apt-get install -y -q --no-install-recommends postgresql &&
    apt-get install -y -q --no-install-recommends \
      "postgresql-$(ls /usr/lib/postgresql | sort -V | tail -n 1)-postgis-3"; } >/dev/null 2>&1 || true
  bin=$(find_server)
fi
if [ -z "$bin" ]; then echo "skipped: there is no PostgreSQL server here, and none can be installed"; exit 0; fi
if ! has_postgis "$bin"; then echo "skipped: PostgreSQL is here, but PostGIS is not"; exit 0; fi

as=()
if [ "$(id -u)" = 0 ]; then
  if ! id postgres >/dev/null 2>&1 || ! command -v runuser >/dev/null; then
    echo "skipped: a server does not run as root, and there is no user postgres"; exit 0
  fi
  as=(runuser -u postgres --)
fi
at=$(mktemp -d "${TMPDIR:-/tmp}/diurna-postgres.XXXXXX")
[ ${#as[@]} -eq 0 ] || chown postgres "$at"
server() { (cd "$at" && "${as[@]}" "$bin/$1" "${@:2}"); }
stop() {
  [ ! -e "$at/data/postmaster.pid" ] || server pg_ctl stop -s -D "$at/data" -m immediate || true
  rm -rf "$at"
}
trap stop EXIT
trap 'exit 130' INT TERM

password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
(umask 077 && echo "$password" >"$at/password")
[ ${#as[@]} -eq 0 ] || chown postgres "$at/password"
locale=(--no-locale)
# Text is sorted otherwise than by its bytes here: nothing may depend on it.
if [ "$("$bin/initdb" --version | grep -oE '[0-9]+' | head -n 1)" -ge 15 ]; then
  locale=(--locale=C --locale-provider=icu --icu-locale=en)
fi
server initdb -D "$at/data" -U postgres -A scram-sha-256 --pwfile="$at/password" -E UTF8 "${locale[@]}" \
  --no-sync >"$at/initdb.log" 2>&1 || { cat "$at/initdb.log"; exit 1; }
for try in 1 2 3 4 5 6 7 8; do
  port=$((20000 + RANDOM % 12000))
  # What is written here is thrown away: it need not outlive a loss of power.
  if server pg_ctl start -s -w -D "$at/data" -l "$at/log" -o "-p $port -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories='' -c fsync=off -c full_page_writes=off -c shared_buffers=64MB -c max_connections=60 \
    -c checkpoint_timeout=30min -c max_wal_size=2GB" >/dev/null 2>&1; then break; fi
  if [ "$try" = 8 ]; then cat "$at/log"; exit 1; fi
done
# Who uses a store is no administrator, and only one of those may bring PostGIS into a database.
administer() { PGPASSWORD=$password "$bin/psql" -q -h 127.0.0.1 -p "$port" -U postgres "$@"; }
administer -d postgres -c "CREATE ROLE diurna LOGIN CREATEDB CREATEROLE PASSWORD '$password'"
administer -d template1 -c 'CREATE EXTENSION postgis'
export DIURNA_TEST_POSTGRES="postgres://diurna:$password@127.0.0.1:$port/postgres"
"$@"
