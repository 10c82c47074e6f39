import { parseNginx } from "../../languages/nginx/parser";
import { type Directive, type Edit, edit, type NginxTree, quoteWord, walk } from "../../languages/nginx/tree";

/** What differs between the container that an nginx.conf was written for and this machine. */
export interface HostPlace {
  /** The port that the generated config listens at and compose publishes; where the config has no such one, its first. */
  readonly containerPort: number;
  /** Where that port is published on this machine. */
  readonly publishedPort: number;
  /** For each further port that the config listens at (`stub_status`): one on the loopback address. */
  readonly privatePort: (containerPort: number) => number;
  /** The names by which the config reaches Gunicorn, such as `web`. */
  readonly gunicornHosts: ReadonlySet<string>;
  /** `127.0.0.1:43121`. */
  readonly gunicorn: string;
  /** The folder on this machine for a location's `alias`, given the location's path; undefined where none is known. */
  readonly staticFolder: (location: string) => string | undefined;
  /** Absolute path on this machine for a file that the config includes. */
  readonly included: (path: string) => string;
  /** Absolute folder that is ours to write: pid, temporary files. */
  readonly stateFolder: string;
  /** Absolute path of the file that all logs go to. */
  readonly log: string;
  /** The value of `user`; undefined where Nginx is not started as root and has no say in it. */
  readonly user: string | undefined;
  /** Names of the `*_temp_path` directives that this Nginx knows. */
  readonly tempPaths: readonly string[];
  readonly ipv6: boolean;
}

/** Directives of the main context that this machine decides, whatever the config says. */
const replacedInMain: ReadonlySet<string> = new Set(["daemon", "pid", "user", "lock_file", "load_module"]);

/**
 * The same nginx.conf for this machine: ports, the upstream, the folders of static files, and the paths that Nginx
 * writes to are changed where they stand, and nothing else.
 */
export function renderForHost(text: string, written: HostPlace): string {
  const tree = parseNginx(text);
  const place = { ...written, containerPort: publicPort(tree, written.containerPort) };
  const edits: Edit[] = [];
  const drop = (directive: Directive) => edits.push({ start: directive.start, end: directive.end, text: "" });
  walk(tree, (directive) => {
    const name = directive.name.value;
    const context = directive.parent?.name.value;
    if (context === undefined && replacedInMain.has(name)) {
      drop(directive);
      return false;
    }
    if (name === "http" && directive.block) {
      const lines = place.tempPaths.map((temp) => `\n    ${temp} ${quoteWord(`${place.stateFolder}/${temp}`)};`);
      edits.push({ start: directive.block.open + 1, end: directive.block.open + 1, text: lines.join("") });
    } else if (place.tempPaths.includes(name)) drop(directive);
    else if (name === "listen") edits.push(...listenEdits(directive, place));
    else if (name === "server" && context === "upstream") edits.push(...upstreamEdits(directive, place));
    else if (name === "proxy_pass") edits.push(...proxyPassEdits(directive, place));
    else if (name === "alias") edits.push(...aliasEdits(directive, place));
    else if (name === "include") edits.push(...argumentEdit(directive, 0, (path) => place.included(path)));
    else if (name === "access_log" || name === "error_log") edits.push(...logEdits(directive, place));
    // Docker's own name server answers nowhere else.
    else if (name === "resolver" && directive.args.some(({ value }) => value.startsWith("127.0.0.11"))) drop(directive);
    return true;
  });
  const hasErrorLog = tree.items.some((item) => item.kind === "directive" && item.name.value === "error_log");
  const main = [
    `pid ${quoteWord(`${place.stateFolder}/nginx.pid`)};`,
    ...(hasErrorLog ? [] : [`error_log ${quoteWord(place.log)} warn;`]),
    "daemon off;",
    ...(place.user === undefined ? [] : [`user ${place.user};`]),
  ];
  return `${main.join("\n")}\n${edit(text, edits)}`;
}

function argumentEdit(directive: Directive, index: number, change: (value: string) => string | undefined): Edit[] {
  const word = directive.args[index];
  const value = word && change(word.value);
  return word === undefined || value === undefined || value === word.value
    ? []
    : [{ start: word.start, end: word.end, text: quoteWord(value) }];
}

/** What a `listen` names: the address (empty for all of them) and the port; undefined for a socket file. */
function listenPlace(directive: Directive): { readonly address: string; readonly port: number } | undefined {
  const value = directive.args[0]?.value ?? "";
  if (value.startsWith("unix:")) return undefined;
  const colon = value.startsWith("[") ? value.indexOf("]:") + 1 : value.lastIndexOf(":");
  const address = colon > 0 ? value.slice(0, colon) : "";
  const port = Number(colon > 0 ? value.slice(colon + 1) : value);
  return Number.isInteger(port) && port > 0 ? { address, port } : undefined;
}

/** The port that is reached from outside: the generated one, else the first that is not for this machine alone. */
function publicPort(tree: NginxTree, generated: number): number {
  const ports: number[] = [];
  walk(tree, (directive) => {
    const place = directive.name.value === "listen" ? listenPlace(directive) : undefined;
    if (place && place.address !== "127.0.0.1" && place.address !== "[::1]") ports.push(place.port);
  });
  return ports.includes(generated) ? generated : (ports[0] ?? generated);
}

/** `8080`, `*:8080`, `[::]:8080`, `127.0.0.1:8081`: the published one moves, all others go to the loopback address. */
function listenEdits(directive: Directive, place: HostPlace): Edit[] {
  const word = directive.args[0];
  const listens = listenPlace(directive);
  if (word === undefined || listens === undefined) return [];
  const { address, port } = listens;
  if (address.startsWith("[") && (!place.ipv6 || port !== place.containerPort)) {
    return [{ start: directive.start, end: directive.end, text: "" }];
  }
  const here =
    port === place.containerPort
      ? `${address === "" ? "" : `${address}:`}${place.publishedPort}`
      : `127.0.0.1:${place.privatePort(port)}`;
  return [{ start: word.start, end: word.end, text: here }];
}

/** `server web:8000 resolve;`: names of containers mean nothing here, and need not be looked up again. */
function upstreamEdits(directive: Directive, place: HostPlace): Edit[] {
  const edits = argumentEdit(directive, 0, (value) =>
    place.gunicornHosts.has(hostOf(value)) ? place.gunicorn : undefined,
  );
  if (edits.length === 0) return [];
  const resolve = directive.args.filter(({ value }) => value === "resolve");
  return [...edits, ...resolve.map(({ start, end }) => ({ start, end, text: "" }))];
}

function proxyPassEdits(directive: Directive, place: HostPlace): Edit[] {
  return argumentEdit(directive, 0, (value) => {
    const scheme = value.indexOf("://");
    if (scheme < 0) return undefined;
    const rest = value.slice(scheme + 3);
    const slash = rest.indexOf("/");
    const authority = slash < 0 ? rest : rest.slice(0, slash);
    // Without a port it is the name of an upstream block.
    if (!authority.includes(":") || !place.gunicornHosts.has(hostOf(authority))) return undefined;
    return `${value.slice(0, scheme + 3)}${place.gunicorn}${slash < 0 ? "" : rest.slice(slash)}`;
  });
}

const hostOf = (authority: string): string => authority.split(":")[0] ?? authority;

function aliasEdits(directive: Directive, place: HostPlace): Edit[] {
  const location = directive.parent?.name.value === "location" ? directive.parent.args.at(-1)?.value : undefined;
  const folder = location === undefined ? undefined : place.staticFolder(location);
  if (folder === undefined) return [];
  return argumentEdit(directive, 0, (value) => (value.endsWith("/") ? `${folder}/` : folder));
}

/** Logs of a container go to its stdout and stderr; here both are one file, which `logs` reads. */
const logEdits = (directive: Directive, place: HostPlace): Edit[] =>
  argumentEdit(directive, 0, (value) => (value === "off" || value.startsWith("syslog:") ? undefined : place.log));
