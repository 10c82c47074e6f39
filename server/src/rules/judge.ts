import type { Finding, Severity, Span } from "../findings";
import { isDeployed, onlyFor } from "./deployment";
import { rules } from "./registry";
import type { Rule, Subject } from "./rule";
import { placeOf } from "./settings";

/**
 * What the rules say of the Gunicorns of a project. Where a place that several of them share (a config file that two
 * commands name) is right for some, it is said for which deployment it is wrong; nothing is offered then, for what mends
 * the one may break the other.
 */
export function judge(subjects: readonly Subject[]): readonly Finding[] {
  const found = new Map<string, { readonly finding: Finding; readonly rule: Rule; readonly by: Set<Subject> }>();
  for (const subject of subjects) {
    for (const rule of rules) {
      const { code, severity } = rule;
      for (const said of rule.check(subject)) {
        const key = `${code} ${said.path} ${said.start} ${said.end}`;
        const finding = {
          code,
          severity,
          ...said,
          ...(mayDiffer(subject, said) ? milder(said.severity ?? severity) : {}),
        };
        const known = found.get(key) ?? { finding, rule, by: new Set() };
        known.by.add(subject);
        found.set(key, known);
      }
    }
  }
  return [...found.values()].flatMap(({ finding, rule, by }) => {
    if (subjects.every((subject) => by.has(subject) || !shares(subject, finding))) return finding;
    const deployed = [...by].filter(isDeployed);
    if (rule.unlessUsed || deployed.length === 0) return [];
    return { ...finding, message: onlyFor(finding.message, deployed), fixes: [] };
  });
}

/** Whether a value may be another one: a variable decides it that nothing of the project is known to set. */
function mayDiffer({ gunicorn }: Subject, at: Span & { readonly path: string }): boolean {
  const set = gunicorn.command?.command.environment;
  return [...gunicorn.settings.values()].some(({ given }) => {
    if (given === undefined || given.evaluated.variables.length === 0) return false;
    const place = placeOf(given);
    return place.path === at.path && place.start === at.start && !given.evaluated.variables.every((it) => set?.has(it));
  });
}

/** What is only wrong by its default does not keep Gunicorn from starting for sure. */
const milder = (severity: Severity): { readonly severity: Severity } => ({
  severity: severity === "error" ? "warning" : severity,
});

/** Whether a place has a say in how a Gunicorn is configured. */
function shares({ gunicorn }: Subject, at: Span & { readonly path: string }): boolean {
  const deciding = [...gunicorn.settings.values()].flatMap(({ given }) => given ?? []).map(placeOf);
  if (deciding.some((it) => it.path === at.path && it.start === at.start)) return true;
  return gunicorn.file === at.path && !overridden(gunicorn.settings, at);
}

/** A setting that another place overrides has no say, though its file has. */
const overridden = (settings: Subject["gunicorn"]["settings"], at: Span & { readonly path: string }): boolean =>
  [...settings.values()].some((it) =>
    it.overridden.map(placeOf).some((to) => to.path === at.path && to.start === at.start),
  );
