/** A line by which a program says what went wrong: pip's `ERROR: ...`, `error: ...`, a compiler's `x.c:1: fatal error: ...`. */
const errorLine = /(?:^|[\s:])(?:ERROR|[Ee]rror): /;
/** pip's words around the error of another program, which say nothing themselves. */
const wrapping = /error: (?:subprocess-exited-with-error|metadata-generation-failed)/;

/**
 * The last lines of a program that failed, with its first error above them where that came earlier: what follows it is
 * often only what came of it.
 * @param all everything that it wrote
 * @param shown its last lines, as they are shown
 */
export function withFirstError(all: string, shown: string): string {
  const first = all.split(/\r?\n/).find((line) => errorLine.test(line) && !wrapping.test(line));
  return first === undefined || shown.includes(first.trim()) ? shown : `${first}\n...\n${shown}`;
}
