import * as l10n from "@vscode/l10n";
import type { Found } from "./candidates";
import { score } from "./score";

export interface Ranked extends Found {
  readonly score: number;
  readonly reason: string;
}

/** The candidates that can be given to a server, best first; of several names of one object at one target the best. */
export function rank(found: readonly Found[]): readonly Ranked[] {
  const best = new Map<string, Ranked>();
  for (const candidate of found) {
    if (candidate.target === undefined) continue;
    const ranked = { ...candidate, score: score(candidate), reason: reasonOf(candidate) };
    const key = `${candidate.layout?.workingDirectory}:${candidate.target}`;
    const known = best.get(key);
    if (known === undefined || known.score < ranked.score) best.set(key, ranked);
  }
  return [...best.values()].sort((a, b) => b.score - a.score || compare(a.source.path, b.source.path) || a.at - b.at);
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
