import * as l10n from "@vscode/l10n";
import { parseAddress } from "../../languages/nginx/address";
import type { NginxFiles } from "../../languages/nginx/files";
import { type Directive, type Word, walk } from "../../languages/nginx/tree";
import type { Located } from "../model";

/** What a directive says: its name, its words, and where they stand. */
export interface Said extends Located<string> {
  readonly name: string;
}

/** The server of nginx that a request for the app comes in at. */
export interface NginxServer {
  /** What it listens to and is called, its locations, then the limits and times that hold in it. */
  readonly said: readonly Said[];
  /** Where nginx tells its own numbers, as the machine or container that it runs in reaches it. */
  readonly statusUrl: string | undefined;
}

/** The limits and times that a request meets, in its order; the first two have a default that surprises. */
const limits = [
  ["client_max_body_size", "1m"],
  ["proxy_read_timeout", "60s"],
  ["proxy_connect_timeout"],
  ["proxy_send_timeout"],
  ["client_header_timeout"],
  ["client_body_timeout"],
  ["send_timeout"],
  ["keepalive_timeout"],
  ["limit_req"],
  ["limit_conn"],
] as const;

interface At {
  readonly path: string;
  readonly directive: Directive;
}

/**
 * Reads the server that hands requests on from this place; where that is in an included file, the first that a
 * request could come in at.
 * @param members the files of the configuration, the root first
 * @param pass a `proxy_pass` that leads to the app; undefined where none is known
 */
export function readServer(
  members: readonly string[],
  files: NginxFiles,
  pass: Located<unknown> | undefined,
): NginxServer | undefined {
  const all = members.flatMap((path) => directivesOf(files, path));
  const servers = all.filter(({ directive }) => directive.name.value === "server" && directive.block !== undefined);
  const status = all.find(({ directive }) => directive.name.value === "stub_status");
  const holding = servers.find(
    ({ path, directive }) => path === pass?.path && directive.start <= pass.start && pass.end <= directive.end,
  );
  const server = holding ?? servers.find(({ directive }) => !holds(directive, "stub_status"));
  if (server === undefined) return undefined;
  const own = (name: string) => said(server, name);
  const locations = all.filter(
    ({ path, directive }) => isLocation(directive) && path === server.path && isIn(directive, server.directive),
  );
  return {
    said: [
      ...own("listen"),
      ...own("server_name"),
      ...locations.flatMap(readLocation),
      ...limits.flatMap(([name, preset]) => {
        // What a location or the server says holds before what http does.
        const inner = locations.flatMap((location) => said(location, name));
        const outer = all.filter(
          ({ directive }) =>
            directive.name.value === name && (directive.parent === undefined || directive.parent.name.value === "http"),
        );
        const chosen = [...inner, ...own(name)];
        const found = chosen.length > 0 ? chosen : outer.flatMap(asSaid);
        if (found.length > 0 || preset === undefined) return found;
        const { path, directive } = server;
        return {
          path,
          start: directive.name.start,
          end: directive.name.end,
          name,
          value: l10n.t("{0} (default)", preset),
        };
      }),
    ],
    statusUrl: status && urlOf(status.directive),
  };
}

function directivesOf(files: NginxFiles, path: string): At[] {
  const found: At[] = [];
  const tree = files.tree(path);
  if (tree !== undefined) {
    walk(tree, (directive) => {
      if (directive.name.value === "stream" || directive.name.value === "mail") return false;
      found.push({ path, directive });
      return true;
    });
  }
  return found;
}

/** The directives of a name that stand right in a block. */
function said({ path, directive }: At, name: string): Said[] {
  const items = directive.block?.items ?? [];
  return items.flatMap((item) =>
    item.kind === "directive" && item.name.value === name ? asSaid({ path, directive: item }) : [],
  );
}

function asSaid({ path, directive: { name, args } }: At): Said[] {
  const last = args.at(-1) ?? name;
  return [{ path, start: name.start, end: last.end, name: name.value, value: words(args) }];
}

const words = (args: readonly Word[]): string => args.map(({ value }) => value).join(" ");

const isLocation = ({ name, args }: Directive): boolean =>
  // A named one is no place that a request comes to by its address.
  name.value === "location" && args[0] !== undefined && !args[0].value.startsWith("@");

/** A location, with the folder that its files are in, the place that it hands requests on to, or its own answer. */
function readLocation(at: At): Said[] {
  const { path, directive } = at;
  const [does] = ["alias", "root", "proxy_pass", "return", "stub_status"].flatMap((name) => said(at, name));
  const { name, args } = directive;
  const value = does === undefined ? "" : `${does.name} ${does.value}`.trim();
  return [{ path, start: name.start, end: args.at(-1)?.end ?? name.end, name: `location ${words(args)}`, value }];
}

const isIn = (inner: Directive, outer: Directive): boolean => {
  for (let up = inner.parent; up; up = up.parent) if (up === outer) return true;
  return false;
};

function holds(directive: Directive, name: string): boolean {
  let found = false;
  if (directive.block) {
    walk(directive.block, (inside) => {
      found ||= inside.name.value === name;
    });
  }
  return found;
}

/** The address of a `stub_status`; undefined where it stands in no location of its own, or is reached by a socket. */
function urlOf(status: Directive): string | undefined {
  const location = status.parent;
  const server = location?.parent;
  if (location?.name.value !== "location" || server?.name.value !== "server") return undefined;
  const where = location.args.at(-1)?.value;
  if (where === undefined || !where.startsWith("/") || /^~/.test(location.args[0]?.value ?? "")) return undefined;
  const listen = (server.block?.items ?? []).find((item) => item.kind === "directive" && item.name.value === "listen");
  const address = listen?.kind === "directive" ? listen.args[0]?.value : "80";
  const { kind, host, port } = parseAddress(address ?? "80", { listen: true });
  if (kind === "unix") return undefined;
  if (kind === "ipv6") return `http://[${host.replace(/^::$/, "::1")}]:${port ?? 80}${where}`;
  const local = kind === "any" || host === "0.0.0.0" ? "127.0.0.1" : host;
  return `http://${local}:${port ?? 80}${where}`;
}
