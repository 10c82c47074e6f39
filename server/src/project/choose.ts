import * as l10n from "@vscode/l10n";
import type { Found } from "./candidates";
import { type Field, score } from "./score";
import type { Stated } from "./stated";
import { identity } from "./values";

export interface Ranked extends Found {
  readonly score: number;
  /** The part of it that does not come from what the project says. */
  readonly unsaid: number;
  readonly reason: string;
}

/** What the project says outweighs all that can be guessed; among several sayings the weightier one wins. */
const sayingPoints = 10;
/** The project starts the module as a program, or names it without a callable that is there. */
const programPoints = 45;

/** The candidates that can be given to a server, best first; of several names of one object at one target the best. */
export function rank(field: Field, stated: readonly Stated[]): readonly Ranked[] {
  const best = new Map<string, Ranked>();
  const all = [...field.all, ...stated.flatMap((it) => (it.exact ? [it.found] : []))];
  for (const candidate of all) {
    if (candidate.target === undefined) continue;
    const said = stated.find((it) => it.exact && names(it, candidate));
    const program = stated.some((it) => !it.exact && application(it.found) === application(candidate));
    const points = said !== undefined ? sayingPoints * said.statement.weight : program ? programPoints : 0;
    const unsaid = score(candidate, field);
    const ranked = {
      ...candidate,
      score: unsaid + points,
      unsaid,
      reason: said === undefined ? reasonOf(candidate) : l10n.t("{0} names it", said.statement.file),
    };
    const key = `${candidate.layout?.workingDirectory}:${candidate.target}`;
    const known = best.get(key);
    if (known === undefined || known.score < ranked.score) best.set(key, ranked);
  }
  return [...best.values()].sort((a, b) => b.score - a.score || compare(a.source.path, b.source.path) || a.at - b.at);
}

/**
 * Whether a saying means this candidate. The flask command calls a factory by itself, so one that names a factory
 * also means a module that has called it.
 */
function names({ found, statement }: Stated, candidate: Found): boolean {
  if (found.source.path === candidate.source.path && found.name === candidate.name) {
    return statement.served.kind === "flask" || found.target === candidate.target;
  }
  const called = statement.served.kind === "flask" && found.how === "factory" && candidate.how === "made";
  return called && application(found) === application(candidate);
}

/** The application that a candidate stands for, whichever name or factory it is reached by. */
function application({ value, identity: own }: Found): string {
  return value === undefined ? own : identity(value);
}

/** The one to serve: the best, unless another application is as good. */
export function choose(ranked: readonly Ranked[]): Ranked | undefined {
  const [first, ...others] = ranked;
  if (first === undefined) return undefined;
  return others.some((other) => other.score === first.score && other.identity !== first.identity) ? undefined : first;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function reasonOf({ how, value }: Found): string {
  switch (how) {
    case "made":
      return value !== undefined && value.inner.length > 0
        ? l10n.t("A middleware around the Flask app, made when the module is imported")
        : l10n.t("A Flask app that is made when the module is imported");
    case "imported":
      return l10n.t("A Flask app that the module imports from another one");
    case "factory":
      return l10n.t("An application factory that can be called without arguments");
    case "guess":
      return l10n.t("Its name is that of an application factory");
  }
}
