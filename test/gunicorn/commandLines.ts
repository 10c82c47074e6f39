import type { Catalog, SettingSpec } from "../../server/src/languages/gunicorn/catalog/catalog";

const integers = [
  "0",
  "1",
  "4",
  "300",
  "+2",
  " 7 ",
  "1_000",
  "-1",
  "-3",
  "",
  "x",
  "1.5",
  "1e3",
  "0x10",
  "022",
  "08",
  "٣",
  "--",
  "true",
];
const texts = [
  "a",
  "",
  "a b",
  "-",
  "-x y",
  "x=y",
  "'",
  '"',
  "한글",
  "--",
  "$HOME",
  "a\\b",
  "None",
  "true",
  '%(h)s "%(r)s"',
];
/** Values that mean something to a validator; those that ask the machine (users, folders) are left out. */
const own: Readonly<Record<string, readonly string[]>> = {
  bind: ["127.0.0.1:8000", "0.0.0.0:80", "[::1]:8000", "unix:/run/x.sock", ":80", "fd://3", "localhost"],
  worker_class: ["sync", "gthread", "gevent", "uvicorn.workers.UvicornWorker", "egg:x"],
  reload_engine: ["auto", "poll", "inotify", "x", "AUTO"],
  raw_env: ["A=1", "A", "A="],
  umask: ["0", "022", "0o22", "0x1f", "8", "-1", "077", "09", "0_7"],
  header_map: ["drop", "refuse", "dangerous", "DROP", "x"],
  proxy_protocol: ["off", "v1", "v2", "auto", "true", "x"],
  forwarded_allow_ips: ["*", "127.0.0.1", "10.0.0.0/8", "::1,10.0.0.1", "x", "10.0.0.1/8"],
  proxy_allow_ips: ["*", "127.0.0.1", "10.0.0.0/33"],
  uwsgi_allow_ips: ["*", "::/0", "y"],
  statsd_host: ["localhost:8125", "unix:///x", "localhost", ":1", "a:b"],
  cert_reqs: ["0", "1", "2", "x", "-1"],
  ssl_version: ["TLS", "TLSv1_2", "SSLv23", "5", "x"],
  http_protocols: ["h1", "h2,h1", "h3", "x"],
  asgi_loop: ["auto", "uvloop", "x"],
  asgi_lifespan: ["auto", "on", "off", "x"],
  http_parser: ["auto", "python", "fast", "x"],
  protocol: ["http", "uwsgi", "x"],
  loglevel: ["debug", "x"],
};
const onMachine = new Set(["user", "group", "chdir", "config", "paste", "reload_extra_files"]);

/** One command line as a text for a shell, of options and targets right and wrong. */
export function commandLine(catalog: Catalog, next: () => number): string {
  const pick = <T>(list: readonly T[]): T => {
    const item = list[Math.floor(next() * list.length)];
    if (item === undefined) throw new Error("Nothing to pick from.");
    return item;
  };
  const flags = [...catalog.byFlag].filter(([, { name }]) => !onMachine.has(name));
  const words: string[] = [];
  const count = Math.floor(next() * 4);
  for (let i = 0; i <= count; i++) {
    const kind = next();
    if (kind < 0.12) words.push(pick(["app:app", "a:create_app()", "pkg.mod", "x", "-1", "-", "a b"]));
    else if (kind < 0.15)
      words.push(pick(["--", "-v", "--version", "--vers", "-h", "-Z", "-1x", "--no", "-=", "-R=x"]));
    else if (kind < 0.2) words.push(`-${pick(["D", "R", "DR", "RD"])}${pick(["", "w4", "b", "x", "=1", "w"])}`);
    else words.push(...option(pick(flags), pick, next));
  }
  return words.map((word) => quoted(word, next)).join(pick([" ", "  "]));
}

function option(
  [flag, spec]: readonly [string, SettingSpec],
  pick: <T>(list: readonly T[]) => T,
  next: () => number,
): string[] {
  const name = written(flag, next);
  const takes = spec.action === "store" || spec.action === "append";
  const values = own[spec.name] ?? (spec.type === "str" ? (/int/.test(spec.validator) ? integers : texts) : integers);
  // Mostly right, so that what follows is looked at as well.
  const value = next() < 0.6 ? (values[0] ?? "") : pick(values);
  if (!takes) return next() < 0.9 ? [name] : [`${name}=${value}`];
  const form = next();
  if (form < 0.05) return [name];
  if (form < 0.45) return [`${name}=${value}`];
  return flag.startsWith("--") || form < 0.75 ? [name, value] : [`${name}${value}`];
}

function written(flag: string, next: () => number): string {
  const how = next();
  const at = 2 + Math.floor(next() * (flag.length - 2));
  if (!flag.startsWith("--") || how < 0.6) return flag;
  if (how < 0.8) return flag.slice(0, Math.max(at, 3));
  if (how < 0.87) return flag.slice(0, at) + flag.slice(at + 1);
  if (how < 0.94) return flag.slice(0, at) + flag.charAt(at) + flag.slice(at);
  return flag.replaceAll("-", "_").replace("__", "--");
}

/** A word as a shell and `shlex.split` read it alike. */
function quoted(word: string, next: () => number): string {
  const how = next();
  const safe = /^[\w:=./,*+%@-]+$/.test(word);
  if (safe && how < 0.7) return word;
  if (!word.includes("'") && how < 0.85) return `'${word}'`;
  // In double quotes, `$` is a shell's and not `shlex`'s.
  if (!/[$`\\]/.test(word) && how < 0.95) return `"${word.replace(/"/g, '\\"')}"`;
  return word === "" ? "''" : word.replace(/[^\w:=./,*+%@-]/gsu, (letter) => `\\${letter}`);
}
