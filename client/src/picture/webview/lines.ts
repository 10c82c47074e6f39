import type { Point } from "../history";
import type { Chart, Texts } from "../texts";

/** One line of a chart: what it is called, and its value at each point. */
export interface Line {
  readonly label: string;
  readonly values: readonly (number | null)[];
}

/** The lines of a chart; of CPU and memory one for each container that there was. */
export function linesOf(chart: Chart, points: readonly Point[], texts: Texts["lines"]): readonly Line[] {
  const line = (label: string, value: (point: Point) => number | null): Line => ({ label, values: points.map(value) });
  switch (chart) {
    case "rate":
      return [line(texts.logged, ({ logged }) => logged), line(texts.taken, ({ taken }) => taken)];
    case "errors":
      return [line(texts.failed, ({ failed }) => failed), line(texts.refused, ({ refused }) => refused)];
    case "time":
      return [
        line(texts.median, ({ median }) => median),
        line(texts.slow, ({ slow }) => slow),
        line(texts.upstream, ({ upstream }) => upstream),
      ];
    case "cpu":
      return containersOf(points).map((name) => line(name, ({ usage }) => usage[name]?.cpu ?? null));
    case "memory":
      return containersOf(points).map((name) =>
        line(name, ({ usage }) => (usage[name] === undefined ? null : usage[name].memory / 2 ** 20)),
      );
  }
}

const containersOf = (points: readonly Point[]): readonly string[] =>
  [...new Set(points.flatMap(({ usage }) => Object.keys(usage)))].sort();

/** The last value, the mean and the most of a line; null where nothing was measured. */
export function numbersOf({ values }: Line): {
  readonly now: number | null;
  readonly mean: number | null;
  readonly most: number | null;
} {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { now: null, mean: null, most: null };
  return {
    now: values.at(-1) ?? null,
    mean: known.reduce((sum, value) => sum + value, 0) / known.length,
    most: known.reduce((most, value) => Math.max(most, value), 0),
  };
}

/** A number as a person reads it, with its unit; a dash where there is none. */
export function written(value: number | null, unit: string, language: string): string {
  if (value === null) return "–";
  const digits = value < 10 ? 1 : 0;
  const text = new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  return unit.startsWith("/") ? `${text}${unit}` : `${text} ${unit}`;
}
