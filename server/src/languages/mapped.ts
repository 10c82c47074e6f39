import { firstAtOrAfter } from "./firstAtOrAfter";

/** A text that was cut out of a file and unescaped, with the way back to where it stands. */
export interface Mapped {
  readonly text: string;
  /** The offset in the file of an offset in `text`; that of its length is where it ends. */
  readonly at: (offset: number) => number;
}

/** A stretch of a file as it is. */
export function verbatim(text: string, start = 0): Mapped {
  return { text, at: (offset) => start + offset };
}

/** A part of a text, whose units stand where they did. */
export function slice(whole: Mapped, start: number, end = whole.text.length): Mapped {
  return { text: whole.text.slice(start, end), at: (offset) => whole.at(start + offset) };
}

/** Puts a text together piece by piece, each with its place. */
export interface Builder {
  readonly length: number;
  /** One piece whose units stand one by one from `at` on. */
  add(text: string, at: (offset: number) => number): void;
  /** One piece that stands for what is written at one place: an escape, the value of a variable. */
  stand(text: string, start: number): void;
  /** @param end where in the file the whole ends */
  build(end: number): Mapped;
}

interface Piece {
  /** Where it begins in the text. */
  readonly from: number;
  readonly at: (offset: number) => number;
}

/** An empty one. */
export function builder(): Builder {
  let text = "";
  const pieces: Piece[] = [];
  return {
    get length() {
      return text.length;
    },
    add(piece, at) {
      if (piece === "") return;
      pieces.push({ from: text.length, at });
      text += piece;
    },
    stand(piece, start) {
      if (piece === "") return;
      pieces.push({ from: text.length, at: () => start });
      text += piece;
    },
    build(end) {
      const done = text;
      const all = [...pieces];
      return { text: done, at: (offset) => (offset >= done.length ? end : placeIn(all, Math.max(offset, 0))) };
    },
  };
}

function placeIn(pieces: readonly Piece[], offset: number): number {
  const piece = pieces[firstAtOrAfter(pieces, offset + 1, ({ from }) => from) - 1];
  return piece ? piece.at(offset - piece.from) : 0;
}

/** A text with some stretches replaced, such as line continuations by nothing; what replaces stands at their start. */
export function replaced(whole: Mapped, pattern: RegExp, by: (match: RegExpExecArray) => string): Mapped {
  const result = builder();
  let done = 0;
  for (const match of whole.text.matchAll(pattern)) {
    const from = done;
    result.add(whole.text.slice(from, match.index), (offset) => whole.at(from + offset));
    result.stand(by(match), whole.at(match.index));
    done = match.index + match[0].length;
  }
  if (done === 0) return whole;
  const from = done;
  result.add(whole.text.slice(from), (offset) => whole.at(from + offset));
  return result.build(whole.at(whole.text.length));
}
