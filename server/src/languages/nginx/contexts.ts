import { contextBit } from "./catalog/catalog";

/** A surrounding in which directives stand: `main`, `http`, `http/server`, ... as the catalog names them. */
export type ContextName = string;

/** Which context a block directive opens, by its name and where it stands; undefined where its block is no context. */
export function contextInside(directive: string, context: ContextName): ContextName | undefined {
  const family = familyOf(context);
  switch (directive) {
    case "events":
    case "http":
    case "stream":
    case "mail":
    case "rtmp":
    case "mgmt":
      return directive;
    case "server":
    case "upstream":
    case "match":
    case "limit_except":
    case "oidc_provider":
    case "acme_issuer":
    case "application":
    case "recorder":
      return family === "main" ? undefined : known(`${family}/${directive}`);
    case "otel_exporter":
      return "http/otel_exporter";
    case "location":
      return "http/location";
    case "if":
      return context === "http/server" ? "http/server/if" : "http/location/if";
    default:
      return undefined;
  }
}

const known = (name: string): ContextName | undefined => (contextBit(name) ? name : undefined);

/** `http`, `stream`, `mail`, `rtmp`, or `main` for what belongs to none of them. */
export function familyOf(context: ContextName): "http" | "stream" | "mail" | "rtmp" | "main" {
  const family = context.split("/", 1)[0];
  return family === "http" || family === "stream" || family === "mail" || family === "rtmp" ? family : "main";
}
