#!/bin/sh
set -e
if [ "$1" = "postgres" ] && [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /var/run/postgresql
  find "$PGDATA" /var/run/postgresql \! -user postgres -exec chown postgres:postgres '{}' +
  chmod 700 "$PGDATA"
  exec setpriv --reuid postgres --regid postgres --clear-groups "$0" "$@"
fi
if [ "$1" = "postgres" ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?a database needs one}"
  user="${POSTGRES_USER:-postgres}"
  printf '%s' "$POSTGRES_PASSWORD" > /tmp/password
  initdb --username="$user" --pwfile=/tmp/password --auth-host=scram-sha-256 --auth-local=trust
  rm /tmp/password
  echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
  echo "listen_addresses = '*'" >> "$PGDATA/postgresql.conf"
  # Without the network, so that nobody takes the database for ready.
  pg_ctl -w start -o "-c listen_addresses=''"
  if [ "${POSTGRES_DB:-$user}" != "postgres" ]; then
    createdb --username="$user" --maintenance-db=postgres "${POSTGRES_DB:-$user}"
  fi
  for script in /docker-entrypoint-initdb.d/*.sql; do
    [ -f "$script" ] && psql --username="$user" --dbname="${POSTGRES_DB:-$user}" --file="$script"
  done
  pg_ctl -w -m fast stop
fi
exec "$@"
