import type { Scope } from "../languages/python/facts";
import type { Constants } from "./constants";
import { importing } from "./importing";
import type { Requirement, ServiceName } from "./project";
import {
  outboundModules,
  outboundPackages,
  serviceOf,
  serviceOfExtra,
  serviceOfScheme,
  websocketModules,
  websocketPackages,
} from "./services";
import { settingValues } from "./settings";
import type { Source } from "./sources";
import type { Topic } from "./topics";

/** Settings that hold the URL of a service. */
const connectionSettings: readonly (readonly [Topic, readonly string[]])[] = [
  ["SQLALCHEMY_DATABASE_URI", ["SQLALCHEMY_DATABASE_URI"]],
  ["BROKER_URL", ["CELERY_BROKER_URL", "BROKER_URL"]],
  ["broker_url", ["broker_url"]],
  ["REDIS_URL", ["REDIS_URL"]],
  ["MONGO_URI", ["MONGO_URI"]],
];

/** The services that the dependencies imply, and those that the connection URLs in the code name. */
export function findServices(
  requirements: readonly Requirement[],
  own: readonly Source[],
  constants: Constants,
): readonly ServiceName[] {
  const found = new Set<ServiceName>();
  for (const { name, text } of requirements) {
    const service = serviceOf[name];
    if (service !== undefined) found.add(service);
    const extras = /\[([^\]]*)\]/.exec(text)?.[1]?.split(",") ?? [];
    for (const extra of extras) {
      const implied = serviceOfExtra[extra.trim().toLowerCase()];
      if (implied !== undefined) found.add(implied);
    }
  }
  for (const [topic, names] of connectionSettings) {
    for (const url of settingValues(own, topic, names, constants)) {
      const scheme = typeof url === "string" ? /^([a-z0-9]+)(?:\+\w+)?:\/\//.exec(url)?.[1] : undefined;
      const service = scheme === undefined ? undefined : serviceOfScheme[scheme];
      if (service !== undefined) found.add(service);
    }
  }
  return [...found].sort();
}

/** Whether a package or an import of the app speaks WebSocket. */
export function usesWebsockets(requirements: readonly Requirement[], own: readonly Source[]): boolean {
  return requirements.some(({ name }) => websocketPackages.has(name)) || importsAny(own, websocketModules);
}

/** Whether a package or an import of the app calls other hosts. */
export function callsOut(requirements: readonly Requirement[], own: readonly Source[]): boolean {
  return requirements.some(({ name }) => outboundPackages.has(name)) || importsAny(own, outboundModules);
}

/** Whether the app reads a proxy's headers by itself. */
export function usesProxyFix(own: readonly Source[]): boolean {
  return own.some((source) => source.mentions("ProxyFix") && source.python().find.calls("ProxyFix").length > 0);
}

/** Any file imports one of these modules, or what is below it. */
function importsAny(own: readonly Source[], modules: ReadonlySet<string>): boolean {
  const matches = (path: string) => {
    const names = path.split(".");
    return names.some((_, i) => modules.has(names.slice(0, i + 1).join(".")));
  };
  const imports = ({ bindings }: Scope) =>
    bindings.some(({ value }) => {
      if (value.kind === "module") return matches(value.path);
      return value.kind === "imported" && value.source.level === 0 && matches(`${value.source.path}.${value.name}`);
    });
  return importing(own, modules).some((source) => {
    const { scope, find } = source.python();
    return imports(scope) || find.functions().some(({ function: it }) => imports(it.scope()));
  });
}
