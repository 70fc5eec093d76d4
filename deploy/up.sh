#!/bin/sh
# Starts the compose stack and returns when all of it is healthy; otherwise says in words what is wrong.
set -eu
cd "$(dirname "$0")"
compose() { docker compose --file compose.yaml --env-file .env "$@"; }

docker info >/dev/null 2>&1 || { echo "no Docker engine answers here: is it installed, running, and are you allowed to use it?" >&2; exit 1; }
docker compose version >/dev/null 2>&1 || { echo "docker has no 'compose' command here: install the Compose v2 plugin" >&2; exit 1; }

compose build --quiet migrate
if ! compose up --detach --wait --wait-timeout 180 --remove-orphans nats postgres store classify api ingest; then
  if compose logs --no-color migrate 2>/dev/null | grep -q -i 'password authentication failed'; then
    echo "
The database refuses the password in deploy/.env: its volume was made with another one. Put the old deploy/.env back,
or set that password again in OTTAWATCH_POSTGRES_PASSWORD, or, to begin anew WITHOUT the old data:
  docker volume rm ottawatch_postgres" >&2
  else
    echo "
Not everything became healthy. The last words of each service:" >&2
    compose logs --no-color --tail 15 >&2
  fi
  exit 1
fi

# shellcheck disable=SC1091
. ./.env
echo "
Ottawatch is up: http://127.0.0.1:${OTTAWATCH_PORT:-8000}
admin key (also in deploy/.env): ${OTTAWATCH_API_ADMIN_KEY}"
