/** What came of the files that were asked for last, by path: as many as somebody may have open at once. */
export type Latest<T> = Map<string, T>;

const mostKept = 16;

/** Keeps what came of a file; what was asked for longest ago is let go. */
export function keep<T>(latest: Latest<T>, path: string, value: T): T {
  latest.delete(path);
  latest.set(path, value);
  for (const oldest of latest.keys()) if (latest.size > mostKept) latest.delete(oldest);
  return value;
}
