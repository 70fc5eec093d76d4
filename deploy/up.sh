#!/bin/sh
# Starts the compose stack and returns when all of it is healthy; otherwise says in words what is wrong.
set -eu
env_file=$1
override=deploy/compose.override.yaml
compose() {
  if [ -e "$override" ]; then set -- --file "$override" "$@"; fi
  docker compose --file deploy/compose.yaml --env-file "$env_file" "$@"
}
# Read, not sourced: a value with a space or a dollar in it is no command. The environment goes first, as for compose.
setting() { printenv "$1" || sed -n "s/^$1=//p" "$env_file" | tail -n 1; }
fail() { printf '\n%s\n' "$1" >&2; exit 1; }

docker info >/dev/null 2>&1 || fail "No Docker engine answers: is it installed, running, and are you allowed to use it?"
docker compose version >/dev/null 2>&1 || fail "This docker has no 'compose' command: install the Compose v2 plugin."

sh "$(dirname "$0")/make-env.sh" "$env_file"  # adds what a newer version needs beside what stands there
compose build --quiet migrate
if ! compose up --detach --wait --wait-timeout 180 --remove-orphans nats postgres store classify api ingest; then
  if compose logs --no-color migrate 2>/dev/null | grep -q 'password authentication failed'; then
    fail "The database refuses the password in $env_file: its volume was made with another one.
Put the old file back, or write that password into OTTAWATCH_POSTGRES_PASSWORD,
or begin anew WITHOUT the old data: docker volume rm ${COMPOSE_PROJECT_NAME:-ottawatch}_postgres"
  fi
  compose logs --no-color --tail 15 >&2
  # A service that only a change of configuration can help says so in a line that begins with its name.
  reasons=$(compose logs --no-color --no-log-prefix --tail 100 | grep '^ottawatch [a-z]*: ' | sort -u || true)
  fail "Not everything became healthy; the last words of each service stand above.${reasons:+
$reasons}"
fi

echo "
Ottawatch is up: http://$(compose port api 8000)
admin key (it also stands in $env_file): $(setting OTTAWATCH_API_ADMIN_KEY)"
