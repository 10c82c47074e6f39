import { parseAddress } from "../languages/nginx/address";
import type { Configuration } from "../languages/nginx/configurations";
import type { NginxFiles } from "../languages/nginx/files";
import { type Directive, type Word, walk } from "../languages/nginx/tree";
import { parseTime } from "../languages/nginx/values";
import type { Located, NginxProxy, ProxyPass, Upstream } from "./model";

/** Seconds that nginx keeps an idle connection to an upstream where it is not told: `ngx_http_upstream_keepalive_module`. */
const keepaliveTimeout = 60;

/** What one nginx listens to, and where it hands requests on to. */
export function readProxy({ root, members }: Configuration, files: NginxFiles): NginxProxy {
  const listens: Located<number>[] = [];
  const passes: { readonly path: string; readonly word: Word }[] = [];
  const upstreams = new Map<string, Pick<ProxyPass, "servers"> & { readonly upstream: Upstream }>();
  for (const path of members) {
    const tree = files.tree(path);
    if (tree === undefined) continue;
    walk(tree, (directive) => {
      const [first] = directive.args;
      if (first === undefined || isStream(directive)) return;
      const name = directive.name.value;
      if (name === "listen") {
        const { port } = parseAddress(first.value, { listen: true });
        listens.push({ path, start: first.start, end: first.end, value: port ?? 80 });
      } else if (name === "upstream") upstreams.set(first.value, readUpstream(directive, first, path));
      else if (name === "proxy_pass") passes.push({ path, word: first });
    });
  }
  return { path: root, listens, passes: passes.flatMap(({ path, word }) => readPass(word, path, upstreams)) };
}

const isStream = ({ parent }: Directive): boolean => {
  for (let up = parent; up; up = up.parent) if (up.name.value === "stream" || up.name.value === "mail") return true;
  return false;
};

function readUpstream(
  directive: Directive,
  { value, start, end }: Word,
  path: string,
): Pick<ProxyPass, "servers"> & { readonly upstream: Upstream } {
  const inside = (directive.block?.items ?? []).filter((item) => item.kind === "directive");
  const said = (name: string): Located<string> | undefined => {
    const word = inside.find((it) => it.name.value === name)?.args[0];
    return word && { path, start: word.start, end: word.end, value: word.value };
  };
  const kept = said("keepalive");
  const number = Number(kept?.value);
  const timeout = said("keepalive_timeout");
  const milliseconds = timeout && parseTime(timeout.value, "msec");
  return {
    servers: inside.flatMap(({ name, args: [address] }) => {
      // What envsubst puts there is not known.
      if (name.value !== "server" || address === undefined || address.value.includes("$")) return [];
      return [{ path, start: address.start, end: address.end, value: hostOf(address.value) }];
    }),
    upstream: {
      path,
      start,
      end,
      value,
      keepalive: kept && Number.isInteger(number) ? { ...kept, value: number } : undefined,
      keepaliveTimeout: milliseconds === undefined ? keepaliveTimeout : milliseconds / 1000,
      keepaliveTimeoutAt: timeout,
    },
  };
}

function readPass(
  { value, start, end }: Word,
  path: string,
  upstreams: ReadonlyMap<string, Pick<ProxyPass, "servers"> & { readonly upstream: Upstream }>,
): readonly ProxyPass[] {
  const [, scheme, rest = ""] = /^(https?):\/\/(.*)$/s.exec(value) ?? [];
  if (scheme === undefined || rest.includes("$")) return [];
  const named = upstreams.get(rest.replace(/[/?].*$/s, ""));
  if (named !== undefined) return [{ path, start, end, value, ...named }];
  const { host, port } = hostOf(rest);
  const server = { path, start, end, value: { host, port: port ?? (scheme === "https" ? 443 : 80) } };
  return [{ path, start, end, value, upstream: undefined, servers: [server] }];
}

/** A unix socket's host is its path, with `unix:` before it. */
function hostOf(address: string): { readonly host: string; readonly port: number | undefined } {
  const { kind, host, port } = parseAddress(address, { uriPart: true });
  return kind === "unix" ? { host: `unix:${host}`, port: undefined } : { host, port };
}
