import { distributionsOf } from "./knownPackages";
import { outboundModules, websocketModules } from "./services";
import type { Source } from "./sources";

/**
 * The files that may import one of these modules, or what is below it; all that need be parsed to know.
 * @param modules full names, whose first one counts; each of the tables of `services.ts` and `knownPackages.ts`
 */
export function importing(own: readonly Source[], modules: Iterable<string>): readonly Source[] {
  const asked = [...modules];
  if (asked.length === 0) return [];
  const ofThese = importOf(asked);
  return own.filter((source) => source.isAmong(ofAny) && source.matches(ofThese));
}

const importOf = (modules: Iterable<string>): RegExp => {
  const first = new Set([...modules].map((module) => module.split(".")[0]));
  // Also behind others: `import os, requests`.
  return new RegExp(`\\b(?:import|from)[ \\t]+(?:[\\w., \\t]{0,200},[ \\t]*)?(?:${[...first].join("|")})\\b`);
};

/** All files are looked through once, for whatever is asked about. */
const ofAny = importOf([...outboundModules, ...websocketModules, ...Object.keys(distributionsOf)]);
