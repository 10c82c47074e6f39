import * as l10n from "@vscode/l10n";

/** BuildKit's plain output: `#12 [web build 3/6] RUN ...` names a step once, `#12 0.53 text` is what it says. */
const stepName = /^#\d+ \[((?:[^\]]+ )?\d+\/\d+)\] (.+)$/;

/**
 * Turns the lines of a build into steps for a person: each instruction once, when it begins. Loading of contexts and
 * the like is left out.
 */
export function buildSteps(step: (message: string) => void): (line: string) => void {
  const told = new Set<string>();
  return (line) => {
    const [, where, instruction] = stepName.exec(line) ?? [];
    if (where === undefined || instruction === undefined) return;
    const key = `${where} ${instruction}`;
    if (told.has(key)) return;
    told.add(key);
    step(l10n.t("Building [{0}] {1}", where, instruction.replace(/\s+/g, " ")));
  };
}

/** Each container's way as compose tells it: ` Container demo-web-1  Healthy`. */
const containerLine = /^\s*Container (\S+)\s+(Created|Started|Healthy|Exited|Error|Stopped|Removed|Recreated)\s*$/;

/** Turns the lines of `up` and `down` into steps: what became of each container. */
export function containerSteps(step: (message: string) => void): (line: string) => void {
  // Who waits for one container is told of it again for each that depends on it.
  const told = new Set<string>();
  return (line) => {
    const [, container, became] = containerLine.exec(line) ?? [];
    if (container === undefined || became === undefined) return;
    const said: Readonly<Record<string, string>> = {
      Started: l10n.t("{0} is started", container),
      Healthy: l10n.t("{0} is healthy", container),
      Stopped: l10n.t("{0} is stopped", container),
      Removed: l10n.t("{0} is removed", container),
      Error: l10n.t("{0} has failed", container),
      Exited: l10n.t("{0} has ended", container),
    };
    const message = said[became];
    if (message === undefined || told.has(message)) return;
    told.add(message);
    step(message);
  };
}

/**
 * The failing step's own lines out of a build's output: BuildKit repeats them at the end, between two lines of dashes,
 * under ` > [web build 3/6] RUN ...:`. Undefined where no step failed.
 */
export function failingStep(output: string): { readonly step: string; readonly lines: string } | undefined {
  const lines = output.split(/\r?\n/);
  const title = lines.findLastIndex((line) => /^ > \[/.test(line));
  if (title < 0) return undefined;
  const end = lines.findIndex((line, index) => index > title && /^-{4,}$/.test(line));
  return {
    step: (lines[title] ?? "").replace(/^ > /, "").replace(/:$/, ""),
    lines: lines.slice(title + 1, end < 0 ? undefined : end).join("\n"),
  };
}
