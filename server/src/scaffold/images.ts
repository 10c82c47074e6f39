/** The images that generated files name. One place, since tags age. */

/** Debian-based: a `-slim` image runs the wheels of PyPI, an Alpine one would compile them. */
export const pythonImage = (version: string): string => `python:${version}-slim`;

/** The stable branch of Nginx, which gets security fixes only. */
export const nginxImage = "nginx:1.30-alpine";

/** Major versions alone, so that fixes arrive with a pull and data is never upgraded by surprise. */
export const serviceImages = {
  postgres: "postgres:17-alpine",
  mysql: "mysql:8.4",
  redis: "redis:7-alpine",
  mongo: "mongo:8.0",
  memcached: "memcached:1.6-alpine",
  rabbitmq: "rabbitmq:4-alpine",
} as const;

/**
 * What is installed where the project does not name Gunicorn itself: 23 ended the request smuggling of earlier ones,
 * and the generated `gunicorn.conf.py` is known to work up to 27.
 */
export const gunicornRequirement = "gunicorn>=23,<28";
