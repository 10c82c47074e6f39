import type { Project, ServiceName } from "../project/project";
import { serviceImages } from "./images";

/** A database or cache of the stack, as data: what compose runs, and what the app is told of it. */
export interface Service {
  /** Its entry under `services:`, with the key `NAME` where its own name goes. */
  readonly yaml: string;
  /** The named volume that it writes to. */
  readonly volume?: string;
  /** The variable of `.env` that holds its password. */
  readonly password?: string;
  /** What variables of the app mean: by name, the value that makes the app find this service. */
  readonly variables: Readonly<Record<string, string>>;
  /** Set even where the app reads none of them, so that it can. */
  readonly url: string;
}

/** What a root entry point needs to hand its data folder to its own user and become it. */
const startsAsRoot = "cap_add: [CHOWN, DAC_READ_SEARCH, FOWNER, SETGID, SETUID]";

const common = (memory: string) => `
  restart: unless-stopped
  init: true
  cap_drop: [ALL]
  security_opt: ["no-new-privileges:true"]
  deploy:
    resources:
      limits:
        cpus: "1.0"
        memory: ${memory}
        pids: 256
  logging:
    driver: json-file
    options: { max-size: 10m, max-file: "3" }
  networks: [data]`;

const health = (test: readonly string[]) => `
  healthcheck:
    test: ${JSON.stringify(["CMD", ...test])}
    interval: 5s
    timeout: 5s
    start_period: 60s
    retries: 5`;

/** A variable without which compose does not start. */
export const must = (name: string): string => `\${${name}:?set it in .env, see .env.example}`;

/** What each service is. `host` is the name that it has in this stack, `project` decides the driver in a URL. */
export function service(name: ServiceName, host: string, project: Project): Service {
  switch (name) {
    case "postgres": {
      const scheme = `postgresql${driver(project, postgresDrivers)}`;
      const url = `${scheme}://app:${must("POSTGRES_PASSWORD")}@${host}:5432/app`;
      return {
        yaml: `
  image: ${serviceImages.postgres}
  environment:
    POSTGRES_USER: app
    POSTGRES_DB: app
    POSTGRES_PASSWORD: ${must("POSTGRES_PASSWORD")}
  volumes: ["${host}-data:/var/lib/postgresql/data"]
  read_only: true
  tmpfs: [/tmp, /var/run/postgresql]
  ${startsAsRoot}${common("512M")}${health(["pg_isready", "-h", "127.0.0.1", "-U", "app", "-d", "app"])}
  stop_grace_period: 60s
`,
        volume: `${host}-data`,
        password: "POSTGRES_PASSWORD",
        url: "DATABASE_URL",
        variables: {
          ...urls(url),
          POSTGRES_URL: url,
          ...parts(["POSTGRES", "PG", "DB", "DATABASE"], host, "5432", must("POSTGRES_PASSWORD")),
        },
      };
    }
    case "mysql": {
      const scheme = `mysql${driver(project, mysqlDrivers)}`;
      const url = `${scheme}://app:${must("MYSQL_PASSWORD")}@${host}:3306/app`;
      return {
        yaml: `
  image: ${serviceImages.mysql}
  environment:
    MYSQL_USER: app
    MYSQL_DATABASE: app
    MYSQL_PASSWORD: ${must("MYSQL_PASSWORD")}
    MYSQL_RANDOM_ROOT_PASSWORD: "yes"
  volumes: ["${host}-data:/var/lib/mysql"]
  ${startsAsRoot}${common("1G")}${health(["mysqladmin", "ping", "--silent", "-h", "127.0.0.1", "-u", "app"])}
  stop_grace_period: 60s
`,
        volume: `${host}-data`,
        password: "MYSQL_PASSWORD",
        url: "DATABASE_URL",
        variables: {
          ...urls(url),
          MYSQL_URL: url,
          ...parts(["MYSQL", "DB", "DATABASE"], host, "3306", must("MYSQL_PASSWORD")),
        },
      };
    }
    case "redis":
      return {
        yaml: `
  image: ${serviceImages.redis}
  command: ["redis-server", "--appendonly", "yes"]
  volumes: ["${host}-data:/data"]
  read_only: true
  tmpfs: [/tmp]
  ${startsAsRoot}${common("256M")}${health(["redis-cli", "ping"])}
`,
        volume: `${host}-data`,
        url: "REDIS_URL",
        variables: {
          ...same(redisUrls, `redis://${host}:6379/0`),
          REDIS_HOST: host,
          CACHE_REDIS_HOST: host,
          REDIS_PORT: "6379",
          CACHE_REDIS_PORT: "6379",
        },
      };
    case "mongo": {
      const url = `mongodb://app:${must("MONGO_PASSWORD")}@${host}:27017/app?authSource=admin`;
      return {
        yaml: `
  image: ${serviceImages.mongo}
  environment:
    MONGO_INITDB_ROOT_USERNAME: app
    MONGO_INITDB_ROOT_PASSWORD: ${must("MONGO_PASSWORD")}
  volumes: ["${host}-data:/data/db"]
  tmpfs: [/tmp, /data/configdb]
  ${startsAsRoot}${common("1G")}${health(["mongosh", "--quiet", "--eval", "db.adminCommand('ping').ok"])}
  stop_grace_period: 60s
`,
        volume: `${host}-data`,
        password: "MONGO_PASSWORD",
        url: "MONGO_URI",
        variables: {
          ...same(["MONGO_URI", "MONGO_URL", "MONGODB_URI", "MONGODB_URL", "MONGODB_HOST"], url),
          ...parts(["MONGO"], host, "27017", must("MONGO_PASSWORD")),
        },
      };
    }
    case "memcached":
      return {
        yaml: `
  image: ${serviceImages.memcached}
  command: ["memcached", "-m", "64"]
  read_only: true
  tmpfs: [/tmp]${common("128M")}${health(["nc", "-z", "127.0.0.1", "11211"])}
`,
        url: "MEMCACHED_URL",
        variables: {
          ...same(
            ["MEMCACHED_URL", "MEMCACHED_SERVERS", "MEMCACHE_SERVERS", "CACHE_MEMCACHED_SERVERS"],
            `${host}:11211`,
          ),
          MEMCACHED_HOST: host,
          MEMCACHED_PORT: "11211",
        },
      };
    case "rabbitmq": {
      const url = `amqp://app:${must("RABBITMQ_PASSWORD")}@${host}:5672/`;
      return {
        yaml: `
  image: ${serviceImages.rabbitmq}
  # The node's name, which its data is filed under.
  hostname: ${host}
  environment:
    RABBITMQ_DEFAULT_USER: app
    RABBITMQ_DEFAULT_PASS: ${must("RABBITMQ_PASSWORD")}
  volumes: ["${host}-data:/var/lib/rabbitmq"]
  ${startsAsRoot}${common("512M")}${health(["rabbitmq-diagnostics", "-q", "ping"])}
  stop_grace_period: 60s
`,
        volume: `${host}-data`,
        password: "RABBITMQ_PASSWORD",
        url: "AMQP_URL",
        variables: {
          ...same(["AMQP_URL", "RABBITMQ_URL", "BROKER_URL", "CELERY_BROKER_URL"], url),
          ...parts(["RABBITMQ"], host, "5672", must("RABBITMQ_PASSWORD")),
        },
      };
    }
  }
}

/** SQLAlchemy's name of each driver, by the package that it comes in. */
const postgresDrivers = {
  psycopg: "psycopg",
  "psycopg-binary": "psycopg",
  "psycopg2-binary": "psycopg2",
  psycopg2: "psycopg2",
  pg8000: "pg8000",
  asyncpg: "asyncpg",
};
const mysqlDrivers = {
  pymysql: "pymysql",
  mysqlclient: "mysqldb",
  "mysql-connector-python": "mysqlconnector",
  asyncmy: "asyncmy",
};

const sqlalchemy = ["sqlalchemy", "flask-sqlalchemy", "flask-sqlalchemy-lite", "flask-migrate", "sqlmodel"];

/** `+psycopg2`: which driver a plain URL means depends on SQLAlchemy's version; without SQLAlchemy, a URL names none. */
function driver({ requirements }: Project, drivers: Readonly<Record<string, string>>): string {
  const names = new Set(requirements.map(({ name }) => name));
  const found = Object.entries(drivers).find(([name]) => names.has(name));
  return found !== undefined && sqlalchemy.some((name) => names.has(name)) ? `+${found[1]}` : "";
}

/** The names that the services have: the one SQL database is `db`, the others are called what they are. */
export function serviceHosts(names: readonly ServiceName[]): ReadonlyMap<ServiceName, string> {
  const databases = names.filter((name) => name === "postgres" || name === "mysql");
  return new Map(names.map((name) => [name, databases.length === 1 && name === databases[0] ? "db" : name]));
}

const redisUrls = [
  "REDIS_URL",
  "REDIS_URI",
  "CACHE_REDIS_URL",
  "CELERY_BROKER_URL",
  "CELERY_RESULT_BACKEND",
  "RATELIMIT_STORAGE_URI",
  "RATELIMIT_STORAGE_URL",
  "RQ_REDIS_URL",
  "SESSION_REDIS",
  "SOCKETIO_MESSAGE_QUEUE",
];

const urls = (url: string) =>
  same(["DATABASE_URL", "DATABASE_URI", "DB_URL", "DB_URI", "SQLALCHEMY_DATABASE_URI", "SQLALCHEMY_DATABASE_URL"], url);

const same = (names: readonly string[], value: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, value]));

/** `DB_HOST`, `PGHOST`, `POSTGRES_USER` and their like. */
const parts = (prefixes: readonly string[], host: string, port: string, password: string) =>
  Object.fromEntries(
    prefixes.flatMap((prefix) =>
      Object.entries({
        HOST: host,
        PORT: port,
        USER: "app",
        USERNAME: "app",
        PASSWORD: password,
        PASS: password,
        DB: "app",
        NAME: "app",
        DATABASE: "app",
      }).map(([suffix, value]) => [`${prefix}${prefix === "PG" ? "" : "_"}${suffix}`, value]),
    ),
  );
