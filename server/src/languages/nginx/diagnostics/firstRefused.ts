import type { Config, FirstRefused, Range, Source } from "./model";

/** The first place of a file that nginx would not take, as far as the file has been read. */
export function firstRefused({ findings }: Config, first: FirstRefused, path: string): Range | undefined {
  for (; first.seen < findings.length; first.seen++) {
    const finding = findings[first.seen];
    if (finding?.severity !== "error" || finding.path !== path) continue;
    // Where nginx notices it counts, which may be elsewhere.
    const range = finding.related?.at(-1) ?? finding;
    if (!first.range || range.end < first.range.end) first.range = range;
  }
  return first.range;
}

/** Whether an item stands past the first place that nginx would not take, where that alone is asked for. */
export function isPastFirst(item: Range, config: Config, { path }: Source): boolean {
  const { first } = config;
  if (!first) return false;
  const range = firstRefused(config, first, path);
  if (range && item.start >= range.end) first.stopped = true;
  return first.stopped;
}
