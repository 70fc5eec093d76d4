#!/bin/sh
# Writes the env file of the compose stack with random secrets; later it adds only those that are missing there,
# as a newer version may need one more. Nothing here has a default password.
set -eu
file=$1
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
umask 077
has() { grep -q "^$1=." "$file"; }
add() { # name, beginning of the value
  has "$1" && return
  sed "/^$1=\$/d" "$file" >"$file.new" # as copied from example.env: named, and empty
  printf '%s=%s%s\n' "$1" "$2" "$(random)" >>"$file.new"
  mv "$file.new" "$file"
  added="$added $1"
}

if [ -e "$file" ]; then
  [ -z "$(tail -c 1 "$file")" ] || echo >>"$file" # a last line without an end would swallow what is added
else
  {
    echo "# Written by the first 'make up'. deploy/example.env says what else may stand here."
    echo "# Keep it: the database volume keeps the password it was first made with."
    echo "OTTAWATCH_PORT=${OTTAWATCH_PORT:-8000}"
  } >"$file"
  new=yes
fi
added=
add OTTAWATCH_NATS_PASSWORD n
add OTTAWATCH_POSTGRES_PASSWORD p
add OTTAWATCH_API_ADMIN_KEY otw_
add OTTAWATCH_API_SECRETS_KEY ''
if [ -n "${new:-}" ]; then
  echo "made $file with new random secrets"
elif [ -n "$added" ]; then
  echo "added to $file:$added"
fi
