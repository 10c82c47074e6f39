import type { Comment, Directive, Item } from "./tree";

/**
 * The directives of a list that somebody has put in columns, line below line, as the values of `proxy_set_header` often
 * are: the blanks between their words stay. A gap that is as wide in every line is no column but a habit.
 */
export function alignedByHand(list: readonly Item[], text: string): ReadonlySet<Item> {
  const kept = new Set<Item>();
  let run: Directive[] = [];
  let uneven = false;
  const end = (): void => {
    if (uneven) for (const each of run) kept.add(each);
    run = [];
    uneven = false;
  };
  let last: Directive | undefined;
  for (const item of list) {
    if (item.kind !== "directive") continue;
    const column = last && sharedColumn(last, item);
    if (last && column && isPlain(last, text) && isPlain(item, text) && isNextLine(text, last.end, item.start)) {
      if (run.length === 0) run.push(last);
      run.push(item);
      uneven ||= column === "uneven";
    } else end();
    last = item;
  }
  end();
  return kept;
}

/** Whether a word of both begins in one column with more than a blank before it, and whether that takes gaps of two widths. */
function sharedColumn(one: Directive, other: Directive): "even" | "uneven" | undefined {
  let found: "even" | undefined;
  for (let at = 0; at < one.args.length && at < other.args.length; at++) {
    const [mine, theirs] = [one.args[at], other.args[at]];
    if (!mine || !theirs || mine.start - one.start !== theirs.start - other.start) continue;
    const gap = mine.start - (one.args[at - 1] ?? one.name).end;
    if (gap !== theirs.start - (other.args[at - 1] ?? other.name).end) return "uneven";
    if (gap > 1) found = "even";
  }
  return found;
}

/** On one line, with no tabs, whose width is the editor's, and no comments within. */
const isPlain = ({ start, stop, terminator, comments }: Directive, text: string): boolean =>
  terminator === ";" && comments.length === 0 && !/[\n\t]/.test(text.slice(start, stop));

/**
 * The blanks that a comment keeps before it, beyond those of its block: where a whole block is commented out line by line,
 * its inner lines stand deeper than the one that opens it.
 */
export function commentedOut(list: readonly Item[], text: string): ReadonlyMap<Item, string> {
  const kept = new Map<Item, string>();
  let opener: string | undefined;
  let last: Comment | undefined;
  for (const item of list) {
    const own = item.kind === "comment" ? indentationOf(text, item.start) : undefined;
    if (item.kind !== "comment" || own === undefined) {
      [last, opener] = [undefined, undefined];
      continue;
    }
    if (!last || !isNextLine(text, last.end, item.start)) opener = undefined;
    if (opener !== undefined && own.startsWith(opener)) kept.set(item, own.slice(opener.length));
    else opener = text.slice(item.start, item.end).trimEnd().endsWith("{") ? own : undefined;
    last = item;
  }
  return kept;
}

/** The white space before what is the first on its line; undefined where it is not. */
function indentationOf(text: string, start: number): string | undefined {
  let line = start;
  while (line > 0 && (text[line - 1] === " " || text[line - 1] === "\t")) line--;
  return line === 0 || text[line - 1] === "\n" ? text.slice(line, start) : undefined;
}

function isNextLine(text: string, end: number, start: number): boolean {
  const feed = text.indexOf("\n", end);
  if (feed < 0 || feed >= start) return false;
  const next = text.indexOf("\n", feed + 1);
  return next < 0 || next >= start;
}
