#!/usr/bin/env bash
# PostgreSQL and Redis of the tests: on loopback, on free ports, with data and passwords of their
# own that end with them. `start` may be repeated; var/services/env says where they listen.
set -euo pipefail
cd "$(dirname "$0")/.."
HERE=$PWD/var/services
# Not below the repository: PostgreSQL refuses to run as root, and others may not enter there.
DATA=/tmp/free-mission-services-$(printf %s "$PWD" | sha256sum | cut -c1-12)

as_root=()
as_other=()
if [ "$(id -u)" = 0 ]; then as_other=(runuser -u postgres --); else as_root=(sudo); fi

postgres_bin() { dirname "$(ls -1 /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -1)"; }

install_missing() {
    local packages=()
    [ -x "$(postgres_bin)/initdb" ] || packages+=(postgresql)
    command -v redis-server >/dev/null || packages+=(redis-server)
    command -v "${CHROMIUM:-chromium}" >/dev/null || packages+=(chromium)
    command -v xgettext >/dev/null || packages+=(gettext)
    [ -d /usr/share/fonts/truetype/noto ] || packages+=(fonts-noto-core)
    [ ${#packages[@]} -gt 0 ] || return 0
    echo "Installing ${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}

answer() { # Only our own servers know these passwords.
    [ -f "$HERE/env" ] || return 1
    # shellcheck disable=SC1091
    . "$HERE/env"
    "$(postgres_bin)/psql" -qtc "SELECT 1" "$DATABASE_URL" >/dev/null 2>&1 &&
        redis-cli --no-auth-warning -u "$REDIS_URL" ping 2>/dev/null | grep -q PONG
}

stop() {
    [ -d "$DATA" ] || return 0
    cd "$DATA" # a folder that the other user may enter
    "${as_other[@]}" "$(postgres_bin)/pg_ctl" -D "$DATA/postgres" -m fast stop >/dev/null 2>&1 || true
    if [ -f redis.pid ]; then kill "$(cat redis.pid)" 2>/dev/null || true; fi
    rm -rf "$DATA" "$HERE"
}

start() {
    install_missing
    if answer; then
        echo "PostgreSQL and Redis of the tests are running."
        return
    fi
    (stop)
    local ports password
    read -r -a ports < <(python3 -c '
import socket
sockets = [socket.socket() for _ in range(2)]
for each in sockets: each.bind(("127.0.0.1", 0))
print(*(each.getsockname()[1] for each in sockets))')
    password=$(python3 -c "import secrets; print(secrets.token_hex(16))")
    mkdir -p -m 700 "$HERE" "$DATA"
    [ ${#as_other[@]} -eq 0 ] || chown postgres: "$DATA"
    (
        cd "$DATA"
        "${as_other[@]}" tee password >/dev/null <<<"$password"
        "${as_other[@]}" "$(postgres_bin)/initdb" -D postgres -U free_mission --pwfile=password \
            --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >initdb.log
        "${as_other[@]}" tee -a postgres/postgresql.conf >/dev/null <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
port = ${ports[0]}
max_connections = 200
fsync = off
synchronous_commit = off
full_page_writes = off
CONF
        "${as_other[@]}" "$(postgres_bin)/pg_ctl" -D postgres -l "$DATA/postgres.log" -w start >/dev/null
        "${as_other[@]}" redis-server - >/dev/null <<CONF
bind 127.0.0.1
port ${ports[1]}
requirepass $password
daemonize yes
dir $DATA
pidfile $DATA/redis.pid
logfile $DATA/redis.log
save ""
CONF
    )
    (
        umask 077
        cat >"$HERE/env" <<ENV
DATABASE_URL=postgresql://free_mission:$password@127.0.0.1:${ports[0]}/postgres
REDIS_URL=redis://default:$password@127.0.0.1:${ports[1]}/0
ENV
    )
    for _ in $(seq 50); do
        if answer; then
            echo "PostgreSQL and Redis of the tests are running; var/services/env says where."
            return
        fi
        sleep 0.1
    done
    echo "PostgreSQL or Redis did not start; see the logs in $DATA." >&2
    exit 1
}

case "${1:-}" in
start) start ;;
stop) stop ;;
*) echo "usage: $0 start|stop" >&2 && exit 2 ;;
esac
