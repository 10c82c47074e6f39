/** Processes that were killed while their container went on. */
export interface Killed {
  readonly count: number;
  /** When the last one was: ISO 8601. */
  readonly last: string;
  /** The kernel did it, since memory ran out; where it is not known, it may have been somebody's `kill`. */
  readonly outOfMemory: boolean;
}

/** Gunicorn's words for a worker that ended by SIGKILL, and for one that it is about to kill itself. */
const killed = /Worker \(pid:\s?(\d+)\) was sent SIGKILL!/;
const timedOut = /WORKER TIMEOUT \(pid:\s?(\d+)\)/;

/**
 * The workers of Gunicorn that somebody else killed, by a log with the engine's times before its lines. Those that did
 * not answer in time Gunicorn kills itself.
 * @param since when the container was started: ISO 8601; what was before that is over
 */
export function killedWorkers(log: string, since: string): Killed | undefined {
  const own = new Set<string>();
  const times: string[] = [];
  for (const line of log.split(/\r?\n/)) {
    const time = /^\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(line)?.[0];
    if (time === undefined || Date.parse(time) < Date.parse(since)) continue;
    const late = timedOut.exec(line)?.[1];
    if (late !== undefined) own.add(late);
    const pid = killed.exec(line)?.[1];
    // The same number may be another worker's later.
    if (pid !== undefined && !own.delete(pid)) times.push(time);
  }
  const last = times.at(-1);
  return last === undefined ? undefined : { count: times.length, last, outOfMemory: false };
}

/** What the log says, with what the engine has told of lack of memory: milliseconds since 1970, in their order. */
export function withOutOfMemory(
  logged: Killed | undefined,
  told: readonly number[],
  since: string,
): Killed | undefined {
  const times = told.filter((time) => time >= Date.parse(since));
  const last = times.at(-1);
  if (last === undefined) return logged;
  return {
    count: Math.max(times.length, logged?.count ?? 0),
    last: new Date(Math.max(last, Date.parse(logged?.last ?? since))).toISOString(),
    outOfMemory: true,
  };
}
