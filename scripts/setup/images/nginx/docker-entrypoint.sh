#!/bin/sh
# Before nginx starts: templates/NAME.template becomes conf.d/NAME with the environment filled in, and every
# script in /docker-entrypoint.d runs.
set -e
if [ "$1" = "nginx" ]; then
  names=$(env | cut -d= -f1 | sed 's/.*/${&}/' | tr '\n' ' ')
  for template in /etc/nginx/templates/*.template; do
    [ -f "$template" ] || continue
    envsubst "$names" < "$template" > "/etc/nginx/conf.d/$(basename "$template" .template)"
  done
  for script in /docker-entrypoint.d/*.sh; do
    [ -x "$script" ] && "$script"
  done
fi
exec "$@"
