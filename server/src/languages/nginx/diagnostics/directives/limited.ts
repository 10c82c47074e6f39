/** Parameters that not every nginx has: by their key, `plus` or the release they came with. */
export type Limits = Readonly<Record<string, string>>;

/** By directive; `server` is that of an upstream. */
const limits: Readonly<Record<string, Limits>> = {
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
  keepalive: { local: "1.29.7" },
  cache_path: { "purger=": "plus", "purger_files=": "plus", "purger_sleep=": "plus", "purger_threshold=": "plus" },
};

const none: Limits = {};

/** The parameters of a directive that not every nginx has. */
export const limitsOf = (name: string): Limits => limits[name.endsWith("_cache_path") ? "cache_path" : name] ?? none;
