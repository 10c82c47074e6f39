import { type Guess, lastEnd, lastLeafStart } from "./balance";
import { contextInside } from "./contexts";
import { type Kept, keptAt } from "./keptBlocks";
import { placeholderEnd } from "./placeholder";
import { type AskUtf8, commentEnd, luaEnd, overflows, skipSpace } from "./scanner";
import { isLuaBlock, type Shape, type Shapes, valueBlocks } from "./shapes";
import {
  closeBrace,
  cutAt,
  noComments,
  openBrace,
  readStatement,
  type Statement,
  semicolon,
  sharp,
  tooLong,
  unexpected,
} from "./statement";
import type { Directive, Item, SyntaxFault } from "./tree";

export interface ParseOptions {
  /** What is known of a directive, so that a forgotten `;` is seen; the catalog where it is left out. */
  readonly shapes?: Shapes;
  /** The text is an envsubst template: `${NAME}` may stand for whole directives. */
  readonly template?: boolean;
  readonly isUtf8?: AskUtf8;
}

/** Where to read a part of a text: from a place between two items to the next one that is known to be good. */
export interface Part {
  readonly at: number;
  /** The directives whose blocks are around, outermost first. */
  readonly around: readonly Directive[];
  /** Whether what follows an offset between two items is as it was. */
  readonly stop: (at: number) => boolean;
}

/** A directive while it is being read: the fields of the tree are set as they become known. */
type Draft = { -readonly [K in keyof Directive]: Directive[K] };
type DraftBlock = { -readonly [K in keyof NonNullable<Directive["block"]>]: NonNullable<Directive["block"]>[K] };
interface Open {
  readonly directive: Draft;
  /** What stands in it, as the catalog names contexts; "" where that is not known. */
  readonly context: string;
  readonly block: DraftBlock & { items: Item[] };
}

export interface Reading {
  readonly items: readonly Item[];
  readonly errors: readonly SyntaxFault[];
  readonly unclosed: number;
  readonly surplus: number;
  /** Where the reader stopped. */
  readonly at: number;
}

/** Past so many errors a text is no config, and nobody reads on. */
const mostErrors = 1000;

/** How deep blocks may nest in the tree; nginx's own never do by more than a handful. */
const deepest = 100;

/** What a text is read with, beside what is known of it. */
interface Given {
  readonly guess?: Guess;
  readonly part?: Part | undefined;
  /** What of an older tree still stands in the text. */
  readonly kept?: Kept | undefined;
}

/**
 * Reads a text once, as nginx does; with a guess, as if the braces in it were as it says.
 * Whatever is out of balance then is counted.
 */
export function read(text: string, options: ParseOptions, { guess, part, kept }: Given = {}): Reading {
  const errors: SyntaxFault[] = [];
  const items: Item[] = [];
  const stack: Open[] = [];
  for (const directive of part?.around ?? []) if (directive.block) enter(directive, { ...directive.block, items });
  const base = stack.length;
  let unclosed = -(guess?.missing.get(text.length) ?? 0);
  let surplus = 0;
  let at = part?.at ?? 0;
  let current = items;
  /** How many blocks are open around each `{` too many, innermost last. */
  const doubled: number[] = [];
  /** What is left of a statement after a forgotten `;`. */
  let rest: Statement | undefined;

  if (at === 0 && text.charCodeAt(0) === 0xfeff) {
    errors.push({ code: "nginx-byte-order-mark", start: 0, end: 1, subject: "", fix: { start: 0, end: 1, text: "" } });
    current.push({ kind: "stray", start: 0, end: 1 });
    at = 1;
  }

  const pop = (close: number, closed: boolean): void => {
    const top = stack.pop();
    if (!top) return;
    top.block.close = close;
    top.block.closed = closed;
    top.directive.end = closed ? close + 1 : close;
    current = stack.at(-1)?.block.items ?? items;
  };
  const missingClose = (belongs: number, noticed: number): void => {
    const top = stack.at(-1);
    if (!top) return;
    const { name } = top.directive;
    const start = guess ? Math.min(text.length, Math.max(top.block.open, lastLeafStart(top.block))) : name.start;
    const end = guess ? Math.min(text.length, Math.max(belongs, start + 1)) : name.end;
    errors.push({
      code: "nginx-missing-close-brace",
      start,
      end,
      subject: name.value,
      noticed,
    });
    pop(belongs, false);
  };

  while (at < text.length) {
    at = skipSpace(text, at);
    if (at >= text.length) break;
    if (part && stack.length === base && !rest && part.stop(at)) break;
    for (let count = guess?.missing.get(at) ?? 0; count > 0; count--) missingClose(lastEnd(text, at), at);
    const code = text.charCodeAt(at);
    if (code === sharp) {
      const end = commentEnd(text, at);
      if (end < text.length && overflows(text, at, end, options.isUtf8)) errors.push(tooLong(text, at, end, "#"));
      current.push({ kind: "comment", start: at, end });
      at = end;
    } else if (code === closeBrace) {
      const tooMany = guess?.surplus.has(at) || stack.length === 0;
      if (doubled.at(-1) === stack.length) {
        doubled.pop();
        current.push({ kind: "stray", start: at, end: at + 1 });
      } else if (tooMany) {
        if (!guess?.surplus.has(at)) surplus++;
        errors.push(unexpected(text, at, { start: at, end: at + 1, text: "" }));
        current.push({ kind: "stray", start: at, end: at + 1 });
      } else if (stack.length === base) break;
      else pop(at, true);
      at++;
    } else if (code === semicolon || code === openBrace) {
      if (errors.length < mostErrors) {
        errors.push(unexpected(text, at, code === semicolon ? { start: at, end: at + 1, text: "" } : undefined));
      }
      if (guess?.pairs && code === openBrace) doubled.push(stack.length);
      current.push({ kind: "stray", start: at, end: at + 1 });
      at++;
    } else {
      if (options.template) {
        const end = placeholderEnd(text, at);
        if (end > at) {
          current.push({ kind: "placeholder", start: at, end });
          at = end;
          continue;
        }
      }
      at = takenOver(at) ?? directive(at);
    }
  }
  while (stack.length > base) {
    unclosed++;
    missingClose(guess ? lastEnd(text, text.length) : text.length, text.length);
  }
  return { items, errors: errors.slice(0, mostErrors).sort((a, b) => a.start - b.start), unclosed, surplus, at };

  /** Takes a directive over with all that stands in its block, and gives its end; undefined where there is none. */
  function takenOver(from: number): number | undefined {
    const top = stack.at(-1);
    if (!kept || rest || top?.block.kind === "values") return undefined;
    const known = keptAt(kept, from, top?.context ?? "", stack.length, guess);
    if (!known) return undefined;
    const draft: Draft = known;
    draft.parent = top?.directive;
    current.push(known);
    return known.end;
  }

  /** Reads one directive (its block is left open) and gives the offset to go on from. */
  function directive(from: number): number {
    const carried = rest;
    rest = undefined;
    const statement =
      carried && carried.words[carried.first]?.start === from
        ? carried
        : readStatement(text, from, errors, options.isUtf8);
    const entry = stack.at(-1)?.block.kind === "values";
    const name = statement.words[statement.first];
    const count = statement.words.length - statement.first - 1;
    if (!name) return Math.max(statement.stop, from + 1);
    const context = stack.at(-1)?.context ?? "";
    const shape = entry ? undefined : options.shapes?.(name.value, context);
    const fits =
      statement.terminator === ";"
        ? shape?.block !== "always"
        : statement.terminator === "{" && shape?.block !== "never";
    const counts = !shape || (count >= shape.min && count <= shape.max);
    if (!fits || !counts) {
      const cut = cutAt(text, statement, shape, entry ? undefined : options.shapes, context);
      if (cut > 0) return unterminated(statement, cut, shape);
    }
    if (statement.terminator === "}" || statement.terminator === "end") {
      return unterminated(statement, statement.words.length, shape);
    }
    const draft: Draft = {
      kind: "directive",
      name,
      args: statement.words.slice(statement.first + 1),
      terminator: statement.terminator,
      stop: statement.stop,
      comments:
        statement.comments === noComments
          ? noComments
          : statement.comments.filter((comment) => comment.start > name.start),
      block: undefined,
      parent: stack.at(-1)?.directive,
      start: name.start,
      end: statement.stop + 1,
    };
    current.push(draft);
    if (statement.terminator === "{") {
      if (isLuaBlock(name.value)) return lua(draft);
      if (entry || stack.length >= deepest) errors.push(unexpected(text, statement.stop));
      if (stack.length >= deepest) return statement.stop + 1;
      open(draft, statement.stop);
    }
    return statement.stop + 1;
  }

  function open(draft: Draft, brace: number): void {
    const block: Open["block"] = {
      kind: valueBlocks.has(draft.name.value) ? "values" : "directives",
      open: brace,
      close: text.length,
      closed: false,
      items: [],
    };
    draft.block = block;
    enter(draft, block);
    current = block.items;
  }

  function enter(directive: Draft, block: Open["block"]): void {
    const around = stack.at(-1)?.context ?? "";
    stack.push({ directive, block, context: contextInside(directive.name.value, around) ?? "" });
  }

  function lua(draft: Draft): number {
    const found = luaEnd(text, draft.stop + 1);
    const close = found < 0 ? text.length : found;
    draft.block = { kind: "raw", open: draft.stop, close, closed: found >= 0, items: [] };
    draft.end = found < 0 ? close : close + 1;
    if (found < 0) {
      const { name } = draft;
      errors.push({
        code: "nginx-missing-close-brace",
        start: name.start,
        end: name.end,
        subject: name.value,
        noticed: close,
      });
    }
    return draft.end;
  }

  /** A directive of a statement's words up to the one at `until`, before which the terminator was forgotten. */
  function unterminated(statement: Statement, until: number, shape: Shape | undefined): number {
    const [name, ...args] = statement.words.slice(statement.first, until);
    const last = args.at(-1) ?? name;
    if (!name || !last) return statement.stop + 1;
    const next = statement.words[until];
    const stop = last.end;
    const wantsBlock = shape?.block === "always";
    const noticed = next ? statement.stop : Math.min(statement.stop, text.length);
    errors.push({
      code: wantsBlock ? "nginx-missing-open-brace" : "nginx-missing-semicolon",
      start: last.start,
      end: next ? next.end : Math.min(text.length, statement.terminator === "}" ? statement.stop + 1 : stop),
      subject: name.value,
      fix: { start: stop, end: stop, text: wantsBlock ? " {" : ";" },
      noticed,
    });
    const draft: Draft = {
      kind: "directive",
      name,
      args,
      terminator: "",
      stop,
      comments: statement.comments.filter((comment) => comment.start > name.start && comment.start < stop),
      block: undefined,
      parent: stack.at(-1)?.directive,
      start: name.start,
      end: stop,
    };
    current.push(draft);
    if (wantsBlock) open(draft, stop);
    if (next) rest = { ...statement, first: until };
    // Comments between the forgotten terminator and the next directive are items of their own.
    const resume = next?.start ?? statement.stop;
    return statement.comments.find((comment) => comment.start >= stop && comment.start < resume)?.start ?? resume;
  }
}
