import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/python";
import { children } from "../../python/expressions";
import { readLines, type TokenError } from "../../python/lines";
import { startsOf } from "./cut";
import { keep, type Latest } from "./latest";
import { legible } from "./legible";
import { look } from "./look";

/** A statement of a module with the comments after it; all offsets count from its beginning. */
export interface Part {
  readonly text: string;
  readonly tree: Tree;
  /** One, unless several stand in a line, or something is half typed. */
  readonly statements: readonly SyntaxNode[];
  readonly names: readonly SyntaxNode[];
  /** Where the parser stumbled, and what Python may refuse. */
  readonly odd: readonly SyntaxNode[];
  /** The parser could not read all of it. */
  readonly misread: boolean;
  readonly errors: readonly TokenError[];
  /** No bracket, text or line of it goes on in what follows. */
  readonly whole: boolean;
}

/** A part where it stands in a file. */
export interface Placed {
  readonly part: Part;
  readonly start: number;
}

/** The parts of the files by their texts: after a key in one of them, all but one of its parts are as they were. */
const latest: Latest<Map<string, Part>> = new Map();

/**
 * Cuts a text into the statements of its top level, and parses each by itself: those that the file of that path had before
 * are not parsed again, and what the parser makes of a half-typed one changes no other.
 */
export function parse(path: string, text: string): readonly Placed[] {
  const known = latest.get(path) ?? new Map<string, Part>();
  const isWhole = (own: string): boolean => known.get(own)?.whole ?? readLines(own).open === undefined;
  const starts = startsOf(text, isWhole);
  const parts = starts.map((start, i): Placed => {
    const own = text.slice(start, starts[i + 1] ?? text.length);
    const part = known.get(own) ?? readPart(detached(own));
    known.set(part.text, part);
    return { part, start };
  });
  const tooMany = known.size > 2 * parts.length + 16;
  keep(latest, path, tooMany ? new Map(parts.map(({ part }) => [part.text, part])) : known);
  return parts;
}

function readPart(text: string): Part {
  const tree = parser.parse(legible(text));
  const { names, odd } = look(tree);
  const { errors, open } = readLines(text);
  const misread = odd.some(({ type }) => type.isError);
  return { text, tree, statements: children(tree.topNode), names, odd, misread, errors, whole: open === undefined };
}

/** A piece of a long text keeps all of it in memory; its copy does not. */
function detached(text: string): string {
  const encoding = /^[\0-\xff]*$/.test(text) ? "latin1" : "utf16le";
  return Buffer.from(text, encoding).toString(encoding);
}
