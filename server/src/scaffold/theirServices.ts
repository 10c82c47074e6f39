import { type Plain, record } from "../record";

/** How the app speaks to a database of the user's: what stands in its own URL and variables. */
export interface Access {
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
}

interface Kind {
  /** What an image is, whoever made it: a user's `bitnami/postgresql:16` is the Postgres that our `db` would be. */
  readonly image: RegExp;
  /** How the variables of the app that are about it begin. */
  readonly prefix: RegExp;
  /** The password of ours, which is not that of theirs. */
  readonly password?: string;
  /** What its environment says of how to speak to it; undefined where it does not say. */
  readonly access: (environment: Plain, service: Plain) => Access | undefined;
}

const kinds: readonly Kind[] = [
  {
    image: /postg|pgvector|timescale/i,
    prefix: /^(POSTGRES_|PG|DB_|DATABASE_)/,
    password: "POSTGRES_PASSWORD",
    access(environment) {
      const user = text(environment.POSTGRES_USER ?? environment.POSTGRESQL_USERNAME) ?? "postgres";
      const password = text(environment.POSTGRES_PASSWORD ?? environment.POSTGRESQL_PASSWORD);
      const open = environment.POSTGRES_HOST_AUTH_METHOD === "trust";
      const database = text(environment.POSTGRES_DB ?? environment.POSTGRESQL_DATABASE) ?? user;
      if (password === undefined) return open ? { user, database } : undefined;
      return { user, password, database };
    },
  },
  {
    image: /mysql|mariadb/i,
    prefix: /^(MYSQL_|DB_|DATABASE_)/,
    password: "MYSQL_PASSWORD",
    access(environment) {
      const said = (key: string) => text(environment[`MYSQL_${key}`] ?? environment[`MARIADB_${key}`]);
      const database = said("DATABASE");
      if (database === undefined) return undefined;
      const user = said("USER");
      const password = said(user === undefined ? "ROOT_PASSWORD" : "PASSWORD");
      return password === undefined ? undefined : { user: user ?? "root", password, database };
    },
  },
  {
    image: /redis|valkey|keydb|dragonfly/i,
    prefix: /^(CACHE_)?REDIS_/,
    access: (environment, service) =>
      /requirepass/.test(JSON.stringify(service)) || Object.keys(environment).some((key) => /PASSWORD/.test(key))
        ? undefined
        : {},
  },
  {
    image: /mongo/i,
    prefix: /^MONGO_/,
    password: "MONGO_PASSWORD",
    access(environment) {
      const user = text(environment.MONGO_INITDB_ROOT_USERNAME);
      const password = text(environment.MONGO_INITDB_ROOT_PASSWORD);
      return user === undefined || password === undefined ? undefined : { user, password };
    },
  },
  { image: /memcached/i, prefix: /^MEMCACHED_/, access: () => ({}) },
  {
    image: /rabbitmq/i,
    prefix: /^RABBITMQ_/,
    password: "RABBITMQ_PASSWORD",
    access: (environment) => ({
      user: text(environment.RABBITMQ_DEFAULT_USER) ?? "guest",
      password: text(environment.RABBITMQ_DEFAULT_PASS) ?? "guest",
    }),
  },
];

/** Tools for a database, whose images bear its name. */
const beside = /exporter|express|commander|insight|admin|backup|postgrest|operator|sentinel|[-_]ui$/i;

/** What the image of a service is; undefined where it is no database or cache that is known here. */
export function kindOf({ image }: Plain): number | undefined {
  if (typeof image !== "string") return undefined;
  const repository =
    (image.split("@")[0] ?? "")
      .replace(/:[^/]*$/, "")
      .split("/")
      .at(-1) ?? "";
  const index = beside.test(repository) ? -1 : kinds.findIndex((kind) => kind.image.test(repository));
  return index === -1 ? undefined : index;
}

/** The service of theirs that is what ours would be: by what its image is, or by its name. */
export function samePart(ourName: string, ours: Plain, theirs: Plain): string | undefined {
  const named = Object.hasOwn(theirs, ourName) ? ourName : undefined;
  const kind = kindOf(ours);
  if (kind === undefined || (named !== undefined && kindOf(record(theirs[named])) === kind)) return named;
  return Object.keys(theirs).find((name) => kindOf(record(theirs[name])) === kind) ?? named;
}

/**
 * What the app is to be told of a service of theirs, from what it would be told of ours: every variable of `told` that
 * is about ours, with its new value, or undefined where the file does not say how to speak to theirs.
 */
export function retold(
  told: Plain,
  [ourName, ours]: readonly [string, Plain],
  [theirName, theirs]: readonly [string, Plain],
): ReadonlyMap<string, string | undefined> {
  const kind = kinds[kindOf(ours) ?? -1];
  const made = new Map<string, string | undefined>();
  if (kind === undefined) return made;
  const known = kindOf(theirs) === kindOf(ours);
  const access = known ? kind.access(environmentOf(theirs), theirs) : undefined;
  const url = new RegExp(`^([a-z0-9+]+://)?(?:app:\\$\\{[^}]*\\}@)?${ourName}(:\\d+)(/app|/)?(.*)$`);
  for (const [variable, value] of Object.entries(told).map(([key, value]) => [key, String(value)] as const)) {
    const [, scheme = "", port = "", path = "", rest = ""] = url.exec(value) ?? [];
    if (url.test(value)) {
      const { user, password, database } = access ?? {};
      const who = user === undefined ? "" : `${quoted(user)}${password === undefined ? "" : `:${quoted(password)}`}@`;
      const where = path === "/app" && database !== undefined ? `/${quoted(database)}` : path;
      made.set(variable, access && `${scheme}${who}${theirName}${port}${where}${rest}`);
    } else if (value === ourName) made.set(variable, theirName);
    else if (kind.password !== undefined && value.startsWith(`\${${kind.password}`)) {
      made.set(variable, access?.password);
    } else if (value === "app" && kind.prefix.test(variable)) {
      made.set(variable, /USER(NAME)?$/.test(variable) ? access?.user : access?.database);
    }
  }
  return made;
}

/** The networks that a service is on: compose's `default` where it names none. */
export function networksOf({ networks, network_mode }: Plain): readonly string[] {
  if (network_mode !== undefined) return [];
  if (networks === undefined || networks === null) return ["default"];
  return Array.isArray(networks) ? networks.map(String) : Object.keys(record(networks));
}

function environmentOf({ environment }: Plain): Plain {
  if (!Array.isArray(environment)) return record(environment);
  return Object.fromEntries(
    environment
      .map((entry) => /^([^=]*)=(.*)$/s.exec(String(entry)))
      .flatMap((found) => (found === null ? [] : [[found[1], found[2]]])),
  );
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? String(value) : undefined;

/** As a URL takes it; what compose fills in stays for compose. */
const quoted = (value: string): string => (value.includes("$") ? value : encodeURIComponent(value));
