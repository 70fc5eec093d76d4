#!/bin/sh
# Writes deploy/.env with random secrets, once. Nothing here has a default password.
set -eu
cd "$(dirname "$0")"
[ -e .env ] && exit 0
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
umask 077
{
  echo "# Written by the first 'make up'. example.env says what else may stand here. Keep it: the volumes know it."
  echo "OTTAWATCH_NATS_PASSWORD=n$(random)"
  echo "OTTAWATCH_POSTGRES_PASSWORD=p$(random)"
  echo "OTTAWATCH_API_ADMIN_KEY=otw_$(random)"
  echo "OTTAWATCH_PORT=${OTTAWATCH_PORT:-8000}"
} >.env.new
mv .env.new .env
echo "made deploy/.env with new random secrets"
