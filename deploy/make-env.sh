#!/bin/sh
# Writes the env file of the compose stack with random secrets, once. Nothing here has a default password.
set -eu
file=$1
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
umask 077
if [ -e "$file" ]; then
  # Made by an older version, which had no use for this one.
  grep -q '^OTTAWATCH_API_SECRETS_KEY=' "$file" || {
    printf '\nOTTAWATCH_API_SECRETS_KEY=%s\n' "$(random)" >>"$file"
    echo "added OTTAWATCH_API_SECRETS_KEY to $file"
  }
  exit 0
fi
{
  echo "# Written by the first 'make up'. deploy/example.env says what else may stand here."
  echo "# Keep it: the database volume keeps the password it was first made with."
  echo "OTTAWATCH_NATS_PASSWORD=n$(random)"
  echo "OTTAWATCH_POSTGRES_PASSWORD=p$(random)"
  echo "OTTAWATCH_API_ADMIN_KEY=otw_$(random)"
  echo "OTTAWATCH_API_SECRETS_KEY=$(random)"
  echo "OTTAWATCH_PORT=${OTTAWATCH_PORT:-8000}"
} >"$file.new"
mv "$file.new" "$file"
echo "made $file with new random secrets"
