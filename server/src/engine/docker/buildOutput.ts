import * as l10n from "@vscode/l10n";

/** BuildKit's plain output: `#12 [web build 3/6] RUN ...` names a step once, `#12 0.53 text` is what it says. */
const stepName = /^#\d+ \[((?:([^\]]+) )?(\d+)\/\d+)\] (.+)$/;

/**
 * Turns the lines of a build into steps for a person: each instruction once, when it begins, and the numbers of a stage
 * only ever rising. A step of the cache that the builder tells of when later ones run already, and loading of contexts
 * and the like, are left out.
 */
export function buildSteps(step: (message: string) => void): (line: string) => void {
  const reached = new Map<string, number>();
  return (line) => {
    const [, where, stage = "", number, instruction] = stepName.exec(line) ?? [];
    if (where === undefined || instruction === undefined) return;
    if (Number(number) <= (reached.get(stage) ?? 0)) return;
    reached.set(stage, Number(number));
    step(l10n.t("Building [{0}] {1}", where, short(instruction)));
  };
}

/** As long as a line of a terminal: what an instruction does stands at its beginning, behind its options. */
const longest = 100;

function short(instruction: string): string {
  const text = instruction.replace(/(?<=^(?:RUN|COPY|ADD) )(?:--\S+\s+)+/, "").replace(/\s+/g, " ");
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** A step as it is told to a person: `[web build 3/4] RUN pip install -r requirements.txt`. */
export const shortStep = (step: string): string =>
  step.replace(/^(\[[^\]]*\] )([\s\S]*)$/, (_, where: string, instruction: string) => where + short(instruction));

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

/** The step of a build that failed. */
export interface FailingStep {
  /** `[web build 3/6] RUN ...` */
  readonly step: string;
  /** Its last lines, as BuildKit repeats them. */
  readonly lines: string;
  /** All that it said, as far as the output has it. */
  readonly all: string;
}

/**
 * The failing step out of a build's output: BuildKit repeats its last lines at the end, between two lines of dashes,
 * under ` > [web build 3/6] RUN ...:`. Undefined where no step failed.
 */
export function failingStep(output: string): FailingStep | undefined {
  const lines = output.split(/\r?\n/);
  const title = lines.findLastIndex((line) => /^ > \[/.test(line));
  if (title < 0) return undefined;
  const end = lines.findIndex((line, index) => index > title && /^-{4,}$/.test(line));
  const step = (lines[title] ?? "").replace(/^ > /, "").replace(/:$/, "");
  const number = lines.find((line) => /^#\d+ /.test(line) && line.endsWith(` ${step}`))?.split(" ")[0];
  const said = lines.filter((line) => line.startsWith(`${number} `) && /^#\d+ \d+\.\d+ /.test(line));
  return {
    step,
    lines: lines.slice(title + 1, end < 0 ? undefined : end).join("\n"),
    all: said.map((line) => line.slice(line.indexOf(" ") + 1)).join("\n"),
  };
}
