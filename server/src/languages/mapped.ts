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

export function builder(): Builder {
  let text = "";
  const offsets: number[] = [];
  return {
    get length() {
      return text.length;
    },
    add(piece, at) {
      for (let i = 0; i < piece.length; i++) offsets.push(at(i));
      text += piece;
    },
    stand(piece, start) {
      for (let i = 0; i < piece.length; i++) offsets.push(start);
      text += piece;
    },
    build(end) {
      const done = text;
      const places = [...offsets, end];
      return { text: done, at: (offset) => places[Math.min(Math.max(offset, 0), done.length)] ?? end };
    },
  };
}

/** A text with some stretches replaced, such as line continuations by nothing; what replaces stands at their start. */
export function replaced(whole: Mapped, pattern: RegExp, by: (match: RegExpExecArray) => string): Mapped {
  const result = builder();
  let done = 0;
  for (const match of whole.text.matchAll(pattern)) {
    result.add(whole.text.slice(done, match.index), (offset) => whole.at(done + offset));
    result.stand(by(match), whole.at(match.index));
    done = match.index + match[0].length;
  }
  if (done === 0) return whole;
  result.add(whole.text.slice(done), (offset) => whole.at(done + offset));
  return result.build(whole.at(whole.text.length));
}
