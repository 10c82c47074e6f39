import { rememberedByKey } from "../../../workspace/remembered";
import { compareVersions } from "../../versions";
import { builtInVariables } from "../catalog/catalog";
import type { Config } from "../diagnostics/model";
import { variableSince } from "../diagnostics/newer";

type World = "http" | "stream";

/** A variable that is there in any configuration of a world. */
export interface Known {
  /** Without the `$`. For a group of names it ends in `_`. */
  readonly name: string;
  /** Its place among those that are used most, from 0. */
  readonly place: number | undefined;
  /** The release that it came with, where it has not long been there. */
  readonly since: string | undefined;
  /** It is another module's than those that are in nginx itself. */
  readonly foreign: boolean;
}

/** What configs name most, in the order in which it is offered: of groups of variables those that are asked for. */
const usual: Readonly<Record<World, readonly string[]>> = {
  http: "host remote_addr request_uri scheme uri args proxy_add_x_forwarded_for http_upgrade request_method server_name server_port http_host http_user_agent http_referer is_args query_string binary_remote_addr request status body_bytes_sent request_time upstream_response_time upstream_addr upstream_status upstream_cache_status request_id document_root request_filename fastcgi_script_name time_local time_iso8601 remote_user https ssl_protocol http_x_forwarded_for http_x_forwarded_proto http_authorization http_origin http_accept cookie_session".split(
    " ",
  ),
  stream:
    "remote_addr server_port status bytes_sent bytes_received session_time ssl_preread_server_name upstream_addr time_local time_iso8601 protocol binary_remote_addr".split(
      " ",
    ),
};

/** Modules that Debian, the official image's packages and others have beside nginx's own, or NGINX Plus. */
const foreign =
  /^(?:acme|brotli|echo|fancyindex|geoip|jwt|memc|oidc|otel|session_log|srcache|upload|uploadprogress|vts)_/;

/** Names of nginx's sources that no configuration is meant to use. */
const internal = /^(?:proxy_internal_|grpc_internal_|proxy_add_via$)/;

const knownIn = rememberedByKey((key): readonly Known[] => {
  const world = key === "stream" ? "stream" : "http";
  const names = [...new Set([...usual[world], ...builtInVariables(world)])].filter((name) => !internal.test(name));
  return names.map((name) => {
    const place = usual[world].indexOf(name);
    return {
      name,
      place: place < 0 ? undefined : place,
      since: variableSince(name, world),
      foreign: foreign.test(name),
    };
  });
});

/** The variables that the nginx which will read a configuration has, as far as that is known. */
export function variablesThere({ environment, loadsModules, foreignModules }: Config, world: World): readonly Known[] {
  const { version, stock } = environment;
  const noModules = stock === true && !loadsModules && !foreignModules;
  return knownIn(world).filter(
    ({ since, foreign: ofModule }) =>
      !(noModules && ofModule) && (since === undefined || !version || compareVersions(version, since) >= 0),
  );
}
