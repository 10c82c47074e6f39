import { type Address, parseAddress } from "../address";
import { type Taken, tryPattern } from "./pattern";
import { bytesOf, type Request, type Typed } from "./request";
import { contents, type Found, named, type Reading, type Step, step, type Why } from "./steps";

interface Server {
  readonly found: Found;
  /** As they are written. */
  readonly names: readonly string[];
  readonly listens: readonly Listen[];
}

interface Listen {
  readonly address: Address;
  readonly isDefault: boolean;
  readonly isTls: boolean;
}

export interface ChosenServer {
  /** Undefined where nobody listens, and where nginx alone knows. */
  readonly found: Found | undefined;
  /** The server whose word counts before nginx has read the name of the host. */
  readonly preset: Found | undefined;
  /** What the pattern of its name has taken of the host. */
  readonly taken?: Taken;
  readonly isUnknown: boolean;
}

/** The request with its port: where none is said, 80 if a server listens there, else the first that one listens at. */
export function withPort(servers: readonly Found[], request: Typed, reading: Reading): Request {
  if (request.port !== undefined) return { ...request, port: request.port };
  const listens = servers.flatMap((found) => listensOf(contents(found, reading)).filter(isOpen));
  const meant = listens.find((listen) => hasPort(listen, 80)) ?? listens[0];
  return { ...request, scheme: meant?.isTls ? "https" : "http", port: meant?.address.port ?? 80 };
}

/** The server that a request comes to, by its port and address first and its name then. */
export function chooseServer(
  servers: readonly Found[],
  request: Request,
  reading: Reading,
  steps: Step[],
): ChosenServer {
  const all = servers.map((found): Server => {
    const own = contents(found, reading);
    const names = named(own, "server_name").flatMap(({ directive }) => directive.args.map(({ value }) => value));
    return { found, names, listens: listensOf(own) };
  });
  const isThere = ({ listens }: Server): boolean => listens.some((listen) => hasPort(listen, request.port));
  const there = all.filter(isThere);
  for (const { found } of all.filter((server) => !isThere(server))) steps.push(step(found, "no-match", "other-port"));
  const address = addressOf(there, request);
  const isAt = (listen: Listen): boolean =>
    hasPort(listen, request.port) && (address === undefined || listen.address.host === address);
  const isCandidate = ({ listens }: Server): boolean => listens.some(isAt);
  const candidates = there.filter(isCandidate);
  for (const { found } of there.filter((server) => !isCandidate(server)))
    steps.push(step(found, "no-match", "other-address"));
  const preset =
    candidates.find(({ listens }) => listens.some((listen) => isAt(listen) && listen.isDefault)) ?? candidates[0];
  const chosen = byName(candidates, request.host.toLowerCase().replace(/\.$/, ""));
  if (chosen.unsure) {
    steps.push(step(chosen.unsure.found, "unknown", "pattern-not-testable"));
    return { found: undefined, preset: preset?.found, isUnknown: true };
  }
  const server = chosen.server ?? preset;
  const why =
    chosen.why ??
    (candidates.length === 1 && !preset?.listens.some(({ isDefault }) => isDefault) ? "only-server" : "default-server");
  for (const candidate of candidates) {
    const taken = candidate === server;
    steps.push(step(candidate.found, taken ? "chosen" : "no-match", taken ? why : "other-name"));
  }
  const taken = chosen.taken ? { taken: chosen.taken } : {};
  return { found: server?.found, preset: preset?.found, ...taken, isUnknown: false };
}

/** A server that says nothing of where it listens does at every address, port 80. */
function listensOf(own: readonly Found[]): Listen[] {
  const listens = named(own, "listen").map(({ directive: { args } }) => ({
    address: parseAddress(args[0]?.value ?? "", { listen: true }),
    isDefault: args.some(({ value }) => value === "default_server" || value === "default"),
    isTls: args.some(({ value }) => value === "ssl"),
  }));
  if (listens.length > 0) return listens;
  return [{ address: parseAddress("80", { listen: true }), isDefault: false, isTls: false }];
}

/** A socket of this machine's own has no port; one that a template leaves open is none. */
const isOpen = ({ address: { kind, fault, host } }: Listen): boolean =>
  kind !== "unix" && fault === undefined && !host.includes("$");

function hasPort(listen: Listen, wanted: number): boolean {
  const { port = 80, lastPort = port } = listen.address;
  return isOpen(listen) && port <= wanted && wanted <= lastPort;
}

const anywhere: readonly string[] = ["0.0.0.0", "::"];

/**
 * The address that a request comes in at, as a `listen` names it: an address that somebody listens at is stronger than
 * all of them. Undefined where that is not known: then every server of the port is asked for its name.
 */
function addressOf(there: readonly Server[], { host, port }: Request): string | undefined {
  const listened = there.flatMap(({ listens }) =>
    listens.flatMap((listen) => (hasPort(listen, port) ? [listen.address.host] : [])),
  );
  const typed =
    host === "localhost" && !listened.includes("localhost") ? "127.0.0.1" : host.replace(/^\[(.*)\]$/, "$1");
  return [typed, ...anywhere].find((address) => listened.includes(address));
}

type Named = { readonly server?: Server; readonly why?: Why; readonly taken?: Taken; readonly unsure?: Server };

/** nginx's order: the exact name, the longest wildcard in front, the longest behind, the first regular expression. */
function byName(candidates: readonly Server[], host: string): Named {
  const plain = candidates.map((server) => ({ server, names: server.names.map((name) => name.toLowerCase()) }));
  const exact = plain.find(({ names }) => names.includes(host) || names.includes(`.${host}`));
  if (exact) return { server: exact.server, why: "exact-name" };
  const wild = (fits: (name: string) => boolean): Server | undefined => {
    const all = plain.flatMap(({ server, names }) => names.filter(fits).map((name) => ({ server, name })));
    return all.sort((a, b) => b.name.length - a.name.length)[0]?.server;
  };
  const leading = wild((name) => /^\*?\./.test(name) && host.endsWith(name.replace(/^\*/, "")));
  if (leading) return { server: leading, why: "leading-wildcard" };
  const trailing = wild((name) => name.endsWith(".*") && host.startsWith(name.slice(0, -1)));
  if (trailing) return { server: trailing, why: "trailing-wildcard" };
  for (const server of candidates) {
    for (const name of server.names) {
      if (!name.startsWith("~")) continue;
      // nginx reads a pattern with capital letters as one without regard to case; the host has small ones anyway.
      const taken = tryPattern(name.slice(1), bytesOf(host), /[A-Z]/.test(name));
      if (taken === undefined) return { unsure: server };
      if (taken) return { server, why: "regex-name", taken };
    }
  }
  return {};
}
