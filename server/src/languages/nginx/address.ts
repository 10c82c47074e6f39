import { parseNumber } from "./values";

/** `host`, `host:port`, `[::1]:port`, `unix:/path`, a port alone; with a URI where one may follow. */
export interface Address {
  readonly kind: "ipv4" | "ipv6" | "host" | "unix" | "any";
  readonly host: string;
  readonly port: number | undefined;
  /** The last port of a range that `listen` takes. */
  readonly lastPort?: number;
  readonly uri: string;
  readonly fault?: "invalid-port" | "invalid-host" | "no-host" | "no-path" | "invalid-range" | "invalid-ipv6";
}

/**
 * Reads an address as nginx does (`ngx_parse_url`).
 * @param listen a `listen` directive: a port alone and `*` are allowed
 * @param uriPart a path may follow
 */
export function parseAddress(text: string, { listen = false, uriPart = false } = {}): Address {
  if (/^unix:/i.test(text)) {
    const path = text.slice(5);
    const colon = uriPart ? path.indexOf(":") : -1;
    const host = colon < 0 ? path : path.slice(0, colon);
    const address = { kind: "unix" as const, host, port: undefined, uri: colon < 0 ? "" : path.slice(colon + 1) };
    return host === "" ? { ...address, fault: "no-path" } : address;
  }
  if (text.startsWith("[")) return parseIpv6(text, listen, uriPart);
  const slash = text.search(/[/?]/);
  const authority = slash < 0 ? text : text.slice(0, slash);
  const uri = slash < 0 ? "" : text.slice(slash);
  const address = { kind: "host" as const, host: authority, port: undefined, uri };
  if (slash >= 0 && (listen || !uriPart)) return { ...address, fault: "invalid-host" };
  const colon = authority.indexOf(":");
  if (colon < 0 && listen && slash < 0) {
    const alone = portRange(authority, true);
    if (alone) return { kind: "any", host: "0.0.0.0", uri, ...alone };
  }
  const host = colon < 0 ? authority : authority.slice(0, colon);
  const port =
    colon < 0
      ? { port: undefined }
      : (portRange(authority.slice(colon + 1), listen) ?? { port: undefined, fault: "invalid-port" as const });
  if (port.fault) return { ...address, host, ...port };
  if (host === "") return { ...address, host, ...port, fault: "no-host" };
  if (listen && host === "*") return { ...address, kind: "any", host: "0.0.0.0", ...port };
  return { ...address, kind: isIpv4(host) ? "ipv4" : "host", host, ...port };
}

type Ports = Pick<Address, "port" | "lastPort" | "fault">;

/** A port or, for `listen`, two with a dash; undefined where there are no such digits. */
function portRange(text: string, range: boolean): Ports | undefined {
  const dash = range ? text.indexOf("-") : -1;
  const first = parseNumber(dash < 0 ? text : text.slice(0, dash));
  if (first === undefined) return undefined;
  const last = dash < 0 ? undefined : parseNumber(text.slice(dash + 1));
  if (dash >= 0 && last === undefined) return undefined;
  if (first < 1 || first > 65535 || (last !== undefined && (last < 1 || last > 65535))) {
    return { port: first, fault: "invalid-port" };
  }
  if (last !== undefined && first > last) return { port: first, lastPort: last, fault: "invalid-range" };
  return last === undefined ? { port: first } : { port: first, lastPort: last };
}

function parseIpv6(text: string, listen: boolean, uriPart: boolean): Address {
  const close = text.indexOf("]");
  const host = text.slice(1, close < 0 ? undefined : close);
  const address = { kind: "ipv6" as const, host, port: undefined, uri: "" };
  if (close < 0) return { ...address, fault: "invalid-host" };
  const rest = text.slice(close + 1);
  const slash = rest.search(/[/?]/);
  const uri = slash < 0 ? "" : rest.slice(slash);
  if (slash >= 0 && (listen || !uriPart)) return { ...address, fault: "invalid-host" };
  const tail = slash < 0 ? rest : rest.slice(0, slash);
  if (tail !== "" && !tail.startsWith(":")) return { ...address, uri, fault: "invalid-host" };
  if (host === "") return { ...address, uri, fault: "no-host" };
  const port = tail === "" ? { port: undefined } : portRange(tail.slice(1), listen);
  if (!port) return { ...address, uri, fault: "invalid-port" };
  return isIpv6(host) ? { ...address, uri, ...port } : { ...address, uri, ...port, fault: "invalid-ipv6" };
}

/** Four numbers to 255, as nginx's own reader takes them: one that is left out is 0 to it. */
export function isIpv4(text: string): boolean {
  let dots = 0;
  let number = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      dots++;
      number = 0;
    } else if (code >= 48 && code <= 57) {
      number = number * 10 + code - 48;
      digits++;
      if (number > 255) return false;
    } else return false;
  }
  return dots === 3 && digits > 0;
}

/** Without brackets: one `::` at the most, the last four bytes also as IPv4. */
export function isIpv6(text: string): boolean {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return false;
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const all = [...groups(head), ...groups(tail ?? "")];
  const last = all.at(-1);
  const dotted = last?.includes(".") === true;
  if (dotted && !isIpv4(last)) return false;
  const plain = dotted ? all.slice(0, -1) : all;
  if (!plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const count = plain.length + (dotted ? 2 : 0);
  return tail === undefined ? count === 8 : count < 8;
}

/** An address with fewer than four numbers, such as `127.1`, as C's `inet_aton` takes it wherever nginx looks for a host. */
export function isShortIpv4(text: string): boolean {
  if (!/^\d+(?:\.\d+){0,2}$/.test(text)) return false;
  const numbers = text.split(".").map(Number);
  const last = numbers.pop() ?? 0;
  return numbers.every((number) => number <= 255) && last < 256 ** (4 - numbers.length);
}

/** An address or a network such as `10.0.0.0/8`, as nginx's `ngx_ptocidr` takes it. */
export function isCidr(text: string): boolean {
  const [address = "", mask, ...more] = text.split("/");
  if (more.length > 0) return false;
  const bits = mask === undefined ? undefined : parseNumber(mask);
  if (isIpv4(address)) return mask === undefined || (bits !== undefined && bits <= 32) || isIpv4(mask);
  return isIpv6(address) && (mask === undefined || (bits !== undefined && bits <= 128));
}
