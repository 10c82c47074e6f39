import type { ComposeFacts, ComposeService } from "../languages/compose/facts";
import { join, nameOf, normalize, parentOf } from "../workspace/paths";
import type { In, Located, Service } from "./model";

/** The names of the file that others are put on top of. */
const baseNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/**
 * Every service of every compose file. One that has neither an image nor a build is a part of the service of that name
 * in the base file beside it, as with `compose.override.yaml`: it has what that one has.
 */
export function allServices(compose: readonly In<ComposeFacts>[]): readonly Service[] {
  return compose.flatMap(({ path, facts }) =>
    facts.services.map((service) => {
      const base = isPart(service) ? baseOf(path, service.value, compose) : undefined;
      return { path, facts: base === undefined ? service : merged(base.facts, service), base };
    }),
  );
}

/** A fact of a service with the file that says it. */
export function located<T extends object>(
  fact: T | undefined,
  { path, base }: Service,
  all: (service: ComposeService) => readonly unknown[] | unknown,
): (T & Pick<Located<unknown>, "path">) | undefined {
  if (fact === undefined) return undefined;
  const there = base && [all(base.facts)].flat().includes(fact);
  return { ...fact, path: there ? base.path : path };
}

const isPart = ({ image, build }: ComposeService): boolean => image === undefined && build === undefined;

function baseOf(path: string, name: string, compose: readonly In<ComposeFacts>[]): In<ComposeService> | undefined {
  for (const baseName of baseNames) {
    const base = compose.find((it) => it.path === join(parentOf(path), baseName) && it.path !== path);
    const service = base?.facts.services.find(({ value }) => value === name);
    if (base !== undefined && service !== undefined && !isPart(service)) return { path: base.path, facts: service };
  }
  return undefined;
}

/** As `docker compose -f base -f part` joins them. */
function merged(base: ComposeService, part: ComposeService): ComposeService {
  const own = Object.fromEntries(
    Object.entries(part).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
  return {
    ...base,
    ...own,
    environment: [...base.environment, ...part.environment],
    ports: [...base.ports, ...part.ports],
    volumes: [...base.volumes, ...part.volumes],
    tmpfs: [...base.tmpfs, ...part.tmpfs],
    incomplete: base.incomplete || part.incomplete,
  };
}

/** The Dockerfile that a service is built from, relative to the workspace. */
export function dockerfileOf({ path, facts: { build } }: In<ComposeService>): string | undefined {
  if (build?.dockerfile === undefined || build.context.includes("://")) return undefined;
  return normalize(join(join(parentOf(path), build.context), build.dockerfile));
}

/** The name of a file, service or stage, or a folder of the file, says that it is there for development. */
export const isForDevelopment = (path: string): boolean =>
  /(^|[^a-z])(dev|devel|development|local|debug|test|tests|testing|ci|override)([^a-z]|$)/i.test(nameOf(path)) ||
  /(^|\/)(dev|devel|development|local|tests?|e2e)\//i.test(path);
