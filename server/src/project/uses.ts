import type { Constants } from "./constants";
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
  for (const name of [
    "SQLALCHEMY_DATABASE_URI",
    "CELERY_BROKER_URL",
    "BROKER_URL",
    "broker_url",
    "REDIS_URL",
    "MONGO_URI",
  ]) {
    for (const url of settingValues(own, name, constants)) {
      const scheme = typeof url === "string" ? /^([a-z0-9]+)(?:\+\w+)?:\/\//.exec(url)?.[1] : undefined;
      const service = scheme === undefined ? undefined : serviceOfScheme[scheme];
      if (service !== undefined) found.add(service);
    }
  }
  return [...found].sort();
}

export function usesWebsockets(requirements: readonly Requirement[], own: readonly Source[]): boolean {
  return requirements.some(({ name }) => websocketPackages.has(name)) || importsAny(own, websocketModules);
}

export function callsOut(requirements: readonly Requirement[], own: readonly Source[]): boolean {
  return requirements.some(({ name }) => outboundPackages.has(name)) || importsAny(own, outboundModules);
}

export function usesProxyFix(own: readonly Source[]): boolean {
  return own.some(
    (source) =>
      source.mentions("ProxyFix") &&
      source
        .python()
        .deep()
        .calls.some(
          ({ call: { callee } }) =>
            (callee.kind === "name" || callee.kind === "attribute") && callee.name === "ProxyFix",
        ),
  );
}

/** Any file imports one of these modules, or what is below it. */
function importsAny(own: readonly Source[], modules: ReadonlySet<string>): boolean {
  const matches = (path: string) => {
    const names = path.split(".");
    return names.some((_, i) => modules.has(names.slice(0, i + 1).join(".")));
  };
  return own.some(
    (source) =>
      source.mentions(...modules) &&
      [
        source.python().scope,
        ...source
          .python()
          .deep()
          .functions.map(({ function: it }) => it.scope()),
      ].some((scope) =>
        scope.bindings.some(
          ({ value, name }) =>
            (value.kind === "module" && matches(value.module === name ? name : value.module)) ||
            (value.kind === "imported" &&
              value.source.level === 0 &&
              (matches(value.source.path) || matches(`${value.source.path}.${value.name}`))),
        ),
      ),
  );
}
