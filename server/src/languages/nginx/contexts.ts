import { contextBit } from "./catalog/catalog";

/** A surrounding in which directives stand: `main`, `http`, `http/server`, ... as the catalog names them. */
export type ContextName = string;

const insides = new Map<ContextName, Map<string, ContextName | undefined>>();

/** Which context a block directive opens, by its name and where it stands; undefined where its block is no context. */
export function contextInside(directive: string, context: ContextName): ContextName | undefined {
  let known = insides.get(context);
  if (!known) {
    known = new Map();
    insides.set(context, known);
  }
  if (!known.has(directive)) known.set(directive, findInside(directive, context));
  return known.get(directive);
}

function findInside(directive: string, context: ContextName): ContextName | undefined {
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

export type Family = "http" | "stream" | "mail" | "rtmp" | "main";

const families = new Map<ContextName, Family>();

/** `http`, `stream`, `mail`, `rtmp`, or `main` for what belongs to none of them. */
export function familyOf(context: ContextName): Family {
  const known = families.get(context);
  if (known) return known;
  const first = context.split("/", 1)[0];
  const family = first === "http" || first === "stream" || first === "mail" || first === "rtmp" ? first : "main";
  families.set(context, family);
  return family;
}
