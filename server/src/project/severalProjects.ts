import { within } from "../workspace/paths";
import type { Ranked } from "./choose";
import type { Sources } from "./sources";
import type { Stated } from "./stated";

/** Folders that hold the one app of a repository, whatever else lies beside them. */
const usual = /^(src|app|application|backend|server|api|web|website|webapp|site|flask|flask_?app|python|code)$/i;

/** One of these at the top says that all of it is one project. */
const manifests = ["requirements.txt", "pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "environment.yml"];

/** As much as names, views and depth make between two apps of the same kind. */
const closePoints = 45;

/**
 * A folder of several projects: the best of each gets the same score, so that a person is asked. Left as they are where
 * an app or a manifest is at the top, where what lies at the top names one, or where one folder has a usual name.
 */
export function levelProjects(
  ranked: readonly Ranked[],
  stated: readonly Stated[],
  { tree }: Sources,
): readonly Ranked[] {
  const [first] = ranked;
  if (first === undefined || manifests.some(tree.has)) return ranked;
  const best = new Map<string, Ranked>();
  for (const candidate of ranked) {
    const top = topOf(candidate);
    if (!best.has(top) && candidate.source.role === "app") best.set(top, candidate);
  }
  if (best.has(".") || stated.some(({ found, statement }) => within(statement.file, topOf(found)) === undefined))
    return ranked;
  const rivals = [...best.values()].filter(
    (it) => it.how !== "guess" && it.unsaid >= first.unsaid - closePoints && it.unsaid > 0,
  );
  const named = rivals.filter((it) => usual.test(topOf(it)));
  const different = new Set(rivals.map(({ identity }) => identity));
  if (different.size < 2 || named.length === 1 || !rivals.includes(first)) return ranked;
  const level = ranked.map((it) => (rivals.includes(it) ? { ...it, score: first.score } : it));
  return level.sort((a, b) => b.score - a.score);
}

/** The folder at the top that a candidate starts in. */
const topOf = ({ layout }: Pick<Ranked, "layout">): string => layout?.workingDirectory.split("/")[0] ?? ".";
