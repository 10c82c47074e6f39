import { record } from "../record";
import type { Files } from "../workspace/files";

/** What `.flask-stack.json` tells of a project that was containerized before. */
export interface Remembered {
  /** The WSGI target that the user decided upon. */
  readonly target: string | undefined;
  /** The files that Containerize wrote itself, by path: they say nothing new of the project. */
  readonly files: ReadonlySet<string>;
}

/** Reads it leniently: whether the file is as it has to be is judged where it is written (`scaffold/memory.ts`). */
export function readRemembered(files: Files): Remembered {
  const memory = record(parse(files.text(".flask-stack.json")));
  const { target } = record(memory.answers);
  return {
    target: typeof target === "string" ? target : undefined,
    files: new Set(Object.keys(record(memory.files))),
  };
}

/** Undefined where it is no JSON: somebody has edited it. */
function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
