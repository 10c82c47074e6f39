import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as sleep } from "node:timers/promises";

const chunk = 64 * 1024;

/** The offset at which the last `count` lines of an open file begin. */
function tailOffset(file: number, count: number): number {
  const buffer = Buffer.alloc(chunk);
  const { size } = fstatSync(file);
  let newlines = 0;
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - chunk);
    const length = readSync(file, buffer, 0, end - start, start);
    for (let at = length - 1; at >= 0; at--) {
      // The one that ends the file begins no line.
      if (buffer[at] === 10 && start + at !== size - 1 && ++newlines >= count) return start + at + 1;
    }
    end = start;
  }
  return 0;
}

/**
 * Tells the lines of a file, the last `tail` or all, and goes on with those that are added until the signal fires
 * where `follow` is set. A file that is made anew is read from its start.
 */
export async function followFile(
  path: string,
  options: { readonly tail?: number | undefined; readonly follow?: boolean | undefined },
  line: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let file = open(path);
  let at =
    file === undefined || options.tail === undefined
      ? 0
      : options.tail === 0
        ? fstatSync(file).size
        : tailOffset(file, options.tail);
  let decoder = new StringDecoder("utf8");
  let rest = "";
  const buffer = Buffer.alloc(chunk);
  const read = () => {
    if (file === undefined) return;
    for (let length = readSync(file, buffer, 0, chunk, at); length > 0; length = readSync(file, buffer, 0, chunk, at)) {
      at += length;
      const lines = (rest + decoder.write(buffer.subarray(0, length))).split("\n");
      rest = lines.pop() ?? "";
      for (const complete of lines) line(complete);
      if (signal.aborted) return;
    }
  };
  try {
    read();
    while (options.follow && !signal.aborted) {
      await sleep(200, undefined, { signal }).catch(() => undefined);
      if (file === undefined || isReplaced(path, file, at)) {
        if (file !== undefined) closeSync(file);
        file = open(path);
        at = 0;
        rest = "";
        decoder = new StringDecoder("utf8");
      }
      read();
    }
    if (rest !== "" && !signal.aborted) line(rest);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Undefined where the file is not there yet. */
function open(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch {
    return undefined;
  }
}

/** Another file has this name by now, or it was emptied. */
function isReplaced(path: string, file: number, at: number): boolean {
  try {
    const named = statSync(path);
    return named.ino !== fstatSync(file).ino || named.size < at;
  } catch {
    return false;
  }
}
