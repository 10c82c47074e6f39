/**
 * Many files as a few long texts, each byte as one character, so that one call of a pattern looks through hundreds of
 * them. Files are named by their index.
 */
export interface Corpus {
  /** One file's characters. */
  readonly text: (file: number) => string;
  /**
   * The files that hold a match.
   * @param sign a character that every match begins with: where it is rare, trying the pattern there alone is much faster
   */
  readonly matching: (pattern: RegExp, sign?: string) => ReadonlySet<number>;
  /** Calls back with each match's file, the long text, and where in it the match begins; matches may overlap. */
  readonly forEach: (pattern: RegExp, visit: (file: number, text: string, at: number) => void) => void;
}

/** Files that lie one after another in one text, each with a line break behind it that is none of its own. */
interface Part {
  readonly text: string;
  readonly first: number;
  /** Where each file begins, and where one behind the last would. */
  readonly starts: readonly number[];
}

/** Long enough for few calls, and for V8 to keep the text out of the heap that it collects, which is from 1 MB on. */
const partSize = 2 * 1024 * 1024;

/** @param files contents in their order, whose index is the file's number in what is answered */
export function createCorpus(files: readonly Uint8Array[]): Corpus {
  const parts = joined(files);
  const partOf = (file: number): Part | undefined => parts.findLast(({ first }) => first <= file);

  return {
    text: (file) => {
      const part = partOf(file);
      return part === undefined ? "" : textIn(part, file - part.first);
    },

    matching: (pattern, sign) => {
      const find = finder(pattern, sign);
      const found = new Set<number>();
      for (const part of parts) {
        let from = 0;
        for (let file = 0; ; file++) {
          const match = find(part.text, from);
          if (match === undefined) break;
          file = fileAt(part, match.at, file);
          from = part.starts[file + 1] ?? part.text.length;
          // What begins in a file and ends in another is no match of the file, which may yet have one of its own.
          if (match.end < from || pattern.test(textIn(part, file))) found.add(part.first + file);
        }
      }
      return found;
    },

    forEach: (pattern, visit) => {
      const find = finder(pattern);
      for (const part of parts) {
        let file = 0;
        for (let match = find(part.text, 0); match !== undefined; match = find(part.text, match.at + 1)) {
          file = fileAt(part, match.at, file);
          visit(part.first + file, part.text, match.at);
        }
      }
    },
  };
}

function joined(files: readonly Uint8Array[]): readonly Part[] {
  const parts: Part[] = [];
  let bytes = Buffer.allocUnsafeSlow(partSize);
  let starts = [0];
  let size = 0;
  const close = () => {
    const first = parts.reduce((sum, part) => sum + part.starts.length - 1, 0);
    if (size > 0) parts.push({ text: bytes.toString("latin1", 0, size), first, starts });
    [starts, size] = [[0], 0];
  };
  for (const file of files) {
    if (size + file.length >= bytes.length) close();
    if (file.length >= bytes.length) bytes = Buffer.allocUnsafeSlow(file.length + 1);
    bytes.set(file, size);
    size += file.length + 1;
    bytes[size - 1] = lineBreak;
    starts.push(size);
  }
  close();
  return parts;
}

const lineBreak = 10;

const textIn = ({ text, starts }: Part, file: number): string =>
  text.slice(starts[file], (starts[file + 1] ?? text.length + 1) - 1);

/** The file, at or behind one that is known to begin before it, in which a place is. */
function fileAt({ starts }: Part, at: number, known: number): number {
  let file = known;
  while ((starts[file + 1] ?? Number.POSITIVE_INFINITY) <= at) file++;
  return file;
}

type Find = (text: string, from: number) => { readonly at: number; readonly end: number } | undefined;

function finder(pattern: RegExp, sign?: string): Find {
  const search = new RegExp(pattern, pattern.flags + (sign === undefined ? "g" : "y"));
  const matchAt = (text: string, at: number) => {
    search.lastIndex = at;
    const match = search.exec(text);
    return match === null ? undefined : { at: match.index, end: search.lastIndex };
  };
  if (sign === undefined) return matchAt;
  return (text, from) => {
    for (let at = text.indexOf(sign, from); at !== -1; at = text.indexOf(sign, at + 1)) {
      const match = matchAt(text, at);
      if (match !== undefined) return match;
    }
    return undefined;
  };
}
