/** Parameters that not every nginx has: by their key, `plus` or the release they came with. */
export type Limits = Readonly<Record<string, string>>;

/** By directive, and by nginx's world where it is another one there; `server` is that of an upstream. */
const limits: Readonly<Record<string, Limits>> = {
  "stream listen": {
    ...{ default_server: "1.25.5", deferred: "1.25.5", "setfib=": "1.25.5", "accept_filter=": "1.25.5" },
    multipath: "1.29.7",
  },
  listen: { quic: "1.25.0", multipath: "1.29.7" },
  resolver: { "ipv4=": "1.23.1", "status_zone=": "plus" },
  random: { "least_time=": "plus" },
  server: {
    drain: "1.29.6",
    "route=": "1.29.6",
    "slow_start=": "plus",
    resolve: "1.27.3",
    "service=": "1.27.3",
  },
  limit_req_zone: { sync: "plus" },
  keepalive: { local: "1.29.7" },
  cache_path: { "purger=": "plus", "purger_files=": "plus", "purger_sleep=": "plus", "purger_threshold=": "plus" },
};

const none: Limits = {};

/** The parameters of a directive that not every nginx has. */
export const limitsOf = (name: string, family: string): Limits =>
  limits[`${family} ${name}`] ?? limits[name.endsWith("_cache_path") ? "cache_path" : name] ?? none;
