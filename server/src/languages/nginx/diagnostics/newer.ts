import { compareVersions } from "../../versions";
import type { Config } from "./model";

/** Whether the nginx that is judged for has what came with a release; the newest is meant where none is known. */
export const hasRelease = ({ environment: { version } }: Config, release: string): boolean =>
  version === undefined || compareVersions(version, release) >= 0;

/** Words of enumerations, or beside `on` and `off`, that came later than the directive, with the release (nginx's docs). */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  proxy_http_version: { 2: "1.29.4" },
  proxy_protocol: { v2: "1.31.4" },
};

/** Directives that variables may stand in since a release (nginx's docs). */
const variables: Readonly<Record<string, string>> = {
  proxy_limit_rate: "1.27.0",
  fastcgi_limit_rate: "1.27.0",
  scgi_limit_rate: "1.27.0",
  uwsgi_limit_rate: "1.27.0",
};

/** Built-in variables that came with a release (nginx's docs and CHANGES): those of http and of stream, those of one. */
const builtIn: Readonly<Record<"both" | "http" | "stream", Readonly<Record<string, string>>>> = {
  both: {
    limit_conn_status: "1.17.6",
    proxy_protocol_server_addr: "1.17.6",
    proxy_protocol_server_port: "1.17.6",
    proxy_protocol_tlv_: "1.23.2",
    ssl_alpn_protocol: "1.21.4",
    ssl_client_sigalg: "1.29.3",
    ssl_curve: "1.21.5",
    ssl_ech_outer_server_name: "1.29.4",
    ssl_ech_status: "1.29.4",
    ssl_sigalg: "1.29.3",
    ssl_sigalgs: "1.31.2",
  },
  http: {
    connection_time: "1.19.10",
    http3: "1.25.0",
    is_request_port: "1.29.3",
    limit_req_status: "1.17.6",
    request_port: "1.29.3",
  },
  stream: { server_name: "1.25.5" },
};

/** With which release a built-in variable came; undefined for one that has long been there, or where it is not known. */
export const variableSince = (name: string, world: "http" | "stream"): string | undefined =>
  builtIn[world][name] ?? builtIn.both[name];

/** The words that a directive takes in the nginx that is judged for. */
export function wordsOf(config: Config, name: string, known: readonly string[]): readonly string[] {
  const later = words[name];
  if (!later) return known;
  return [...known, ...Object.keys(later).filter((word) => hasRelease(config, later[word] ?? ""))];
}

/** Whether variables may stand where an older nginx took a size alone. */
export const takesVariables = (config: Config, name: string): boolean => {
  const release = variables[name];
  return release !== undefined && hasRelease(config, release);
};
