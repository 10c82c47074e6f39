/** What a parameter is often given, by its key: what completion writes after the `=`. */
const byKey: Readonly<Record<string, string>> = {
  backlog: "511",
  burst: "20",
  delay: "10",
  error: "401",
  fails: "1",
  fail_timeout: "10s",
  fastopen: "256",
  flush: "5s",
  gzip: "5",
  inactive: "10m",
  interval: "5s",
  keys_zone: "NAME:10m",
  levels: "1:2",
  max: "1000",
  max_conns: "100",
  max_fails: "3",
  max_size: "1g",
  min_free: "1g",
  min_uses: "2",
  rate: "10r/s",
  threads: "32",
  valid: "30s",
  weight: "5",
};

/** The same by what the docs call the value. */
const byPlace: Readonly<Record<string, string>> = {
  "<number>": "1",
  "<N>": "1",
  "<size>": "64k",
  "<time>": "10s",
  "<name>": "NAME",
  "<name>:<size>": "NAME:10m",
};

/**
 * A value to begin with, for a parameter that takes one.
 * @param value as the docs write it, such as `<size>`
 */
export const sampleOf = (key: string, value: string): string => byKey[key] ?? byPlace[value] ?? "";
