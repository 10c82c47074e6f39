import type { Files } from "./files";

/** A function that is asked once for each key. */
export function rememberedByKey<T>(ask: (key: string) => T): (key: string) => T {
  const answers = new Map<string, T>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined || answers.has(key)) return known as T;
    return noted(answers, key, ask(key));
  };
}

/** A function that keeps its last answer, and gives it again where it is asked for the same things. */
export function rememberedLast<A extends readonly unknown[], T>(make: (...args: A) => T): (...args: A) => T {
  let last: { readonly args: A; readonly value: T } | undefined;
  return (...args) => {
    if (last === undefined || !same(last.args, args)) last = { args, value: make(...args) };
    return last.value;
  };
}

/**
 * A reader of files that keeps its last answer for as long as every file and folder that it looked at for it is what it
 * was: nothing has to be known of what it reads. What it gives back may not look at the files any later.
 */
export function rememberedByFiles<A extends readonly unknown[], T>(
  read: (files: Files, ...args: A) => T,
): (files: Files, ...args: A) => T {
  let last: { readonly args: A; readonly seen: Seen; readonly value: T } | undefined;
  return (files, ...args) => {
    if (last === undefined || !same(last.args, args) || !isAsSeen(last.seen, files)) {
      const seen: Seen = { text: new Map(), list: new Map(), bytes: new Map(), mayList: new Map() };
      last = { args, seen, value: read(watched(files, seen), ...args) };
    }
    return last.value;
  };
}

/** What was answered, by path. */
interface Seen {
  readonly text: Map<string, ReturnType<Files["text"]>>;
  readonly list: Map<string, ReturnType<Files["list"]>>;
  readonly bytes: Map<string, ReturnType<Files["bytes"]>>;
  readonly mayList: Map<string, boolean>;
}

const watched = (files: Files, seen: Seen): Files => ({
  root: files.root,
  text: (path) => noted(seen.text, path, files.text(path)),
  list: (path) => noted(seen.list, path, files.list(path)),
  bytes: (path) => noted(seen.bytes, path, files.bytes(path)),
  mayList: (path) => noted(seen.mayList, path, files.mayList(path)),
});

function noted<V>(answers: Map<string, V>, path: string, answer: V): V {
  answers.set(path, answer);
  return answer;
}

const isAsSeen = (seen: Seen, files: Files): boolean =>
  holds(seen.text, files.text) &&
  holds(seen.list, files.list) &&
  holds(seen.bytes, files.bytes) &&
  holds(seen.mayList, files.mayList);

function holds<V>(answers: ReadonlyMap<string, V>, ask: (path: string) => V): boolean {
  for (const [path, answer] of answers) if (ask(path) !== answer) return false;
  return true;
}

const same = (before: readonly unknown[], now: readonly unknown[]): boolean =>
  before.length === now.length && before.every((one, i) => one === now[i]);
