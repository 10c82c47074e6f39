import type { Logged } from "./accessLog";

/** How far the lines reach back, and how often there is a point: seconds. */
export const span = 600;
export const step = 2;

/** What one step was like. What could not be measured is null. */
export interface Point {
  /** Its end: seconds since 1970. */
  readonly time: number;
  /** Requests per second that nginx took, with health checks and static files. */
  readonly taken: number | null;
  /** Requests per second in the access log: what the app was asked. */
  readonly logged: number | null;
  /** Percent of the logged ones that were answered with 5xx, and with 4xx. */
  readonly failed: number | null;
  readonly refused: number | null;
  /** Milliseconds: half of the logged requests took less, 95 % took less, and half of what Flask was asked. */
  readonly median: number | null;
  readonly slow: number | null;
  readonly upstream: number | null;
  /** By the container's name. */
  readonly usage: Readonly<Record<string, Used>>;
}

export interface Used {
  /** 100 is one CPU that has no rest. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
}

/**
 * What the requests of one step come to.
 * @param logged undefined where the log could not be followed
 * @param seconds how long the step was
 */
export function pointOf(
  time: number,
  seconds: number,
  logged: readonly Logged[] | undefined,
  taken: number | undefined,
  usage: Point["usage"],
): Point {
  const times = sorted((logged ?? []).map(({ milliseconds }) => milliseconds));
  const count = logged?.length ?? 0;
  const share = (wanted: number) =>
    count === 0
      ? null
      : ((logged ?? []).filter(({ status }) => Math.floor(status / 100) === wanted).length / count) * 100;
  return {
    time,
    taken: taken ?? null,
    logged: logged === undefined ? null : count / seconds,
    failed: share(5),
    refused: share(4),
    median: quantile(times, 0.5),
    slow: quantile(times, 0.95),
    upstream: quantile(sorted((logged ?? []).map(({ upstream }) => upstream)), 0.5),
    usage,
  };
}

/** The points with one more, without those that are too old by now. */
export const withPoint = (points: readonly Point[], point: Point): readonly Point[] => [
  ...points.filter(({ time }) => time > point.time - span && time < point.time),
  point,
];

const sorted = (values: readonly (number | undefined)[]): readonly number[] =>
  values.filter((value) => value !== undefined).sort((one, other) => one - other);

/** The value that this share of all are not above; null where there is none. */
export function quantile(ascending: readonly number[], share: number): number | null {
  return ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)] ?? null;
}
