import type { ServiceName } from "./project";

/** Distributions (PEP 503 names) whose only use is to talk to a service. */
export const serviceOf: Readonly<Record<string, ServiceName>> = {
  psycopg: "postgres",
  "psycopg-binary": "postgres",
  psycopg2: "postgres",
  "psycopg2-binary": "postgres",
  psycopg2cffi: "postgres",
  pg8000: "postgres",
  asyncpg: "postgres",
  aiopg: "postgres",
  mysqlclient: "mysql",
  "mysql-python": "mysql",
  pymysql: "mysql",
  "mysql-connector": "mysql",
  "mysql-connector-python": "mysql",
  "flask-mysqldb": "mysql",
  "flask-mysql": "mysql",
  "flask-mysql-connector": "mysql",
  mariadb: "mysql",
  aiomysql: "mysql",
  redis: "redis",
  hiredis: "redis",
  "flask-redis": "redis",
  rq: "redis",
  "flask-rq": "redis",
  "flask-rq2": "redis",
  "rq-dashboard": "redis",
  pymongo: "mongo",
  motor: "mongo",
  "flask-pymongo": "mongo",
  mongoengine: "mongo",
  "flask-mongoengine": "mongo",
  mongokit: "mongo",
  pymemcache: "memcached",
  pylibmc: "memcached",
  "python-memcached": "memcached",
  bmemcached: "memcached",
  "python-binary-memcached": "memcached",
  pika: "rabbitmq",
  "aio-pika": "rabbitmq",
  amqpstorm: "rabbitmq",
  "flask-pika": "rabbitmq",
};

/** Extras that say which service a distribution is used with: `celery[redis]`. */
export const serviceOfExtra: Readonly<Record<string, ServiceName>> = {
  redis: "redis",
  postgres: "postgres",
  postgresql: "postgres",
  psycopg: "postgres",
  psycopg2: "postgres",
  "psycopg2-binary": "postgres",
  mysql: "mysql",
  pymysql: "mysql",
  mongodb: "mongo",
  memcached: "memcached",
  memcache: "memcached",
  pymemcache: "memcached",
};

/** Schemes of connection URLs. */
export const serviceOfScheme: Readonly<Record<string, ServiceName>> = {
  postgres: "postgres",
  postgresql: "postgres",
  mysql: "mysql",
  mariadb: "mysql",
  redis: "redis",
  rediss: "redis",
  mongodb: "mongo",
  memcached: "memcached",
  amqp: "rabbitmq",
  amqps: "rabbitmq",
  pyamqp: "rabbitmq",
};

/** Distributions that hold connections open both ways. */
export const websocketPackages: ReadonlySet<string> = new Set([
  "flask-sock",
  "flask-socketio",
  "flask-sockets",
  "simple-websocket",
  "gevent-websocket",
]);

/** The modules that those distributions are imported as. */
export const websocketModules: ReadonlySet<string> = new Set([
  "flask_sock",
  "flask_socketio",
  "flask_sockets",
  "simple_websocket",
  "geventwebsocket",
]);

/** Modules that code imports to call other hosts. */
export const outboundModules: ReadonlySet<string> = new Set(
  "requests httpx aiohttp urllib3 urllib.request http.client smtplib imaplib poplib ftplib boto3 botocore paramiko stripe twilio openai anthropic sendgrid slack_sdk sentry_sdk tweepy github gitlab flask_mail flask_mailman flask_dance authlib.integrations.flask_client google.cloud googleapiclient azure pycurl oauthlib requests_oauthlib flask_oauthlib msal ldap3 feedparser yfinance".split(
    " ",
  ),
);

/** The distributions of those modules, where the name differs too much to be told from it. */
export const outboundPackages: ReadonlySet<string> = new Set(
  "requests httpx aiohttp boto3 botocore paramiko stripe twilio openai anthropic sendgrid slack-sdk sentry-sdk tweepy pygithub python-gitlab flask-mail flask-mailman flask-dance authlib google-api-python-client google-cloud-storage pycurl requests-oauthlib msal ldap3 feedparser yfinance".split(
    " ",
  ),
);
