import type { Span } from "../../../findings";
import type { Evaluated } from "../model";
import { keep, type Latest } from "./latest";
import { type Placed, parse } from "./parse";
import { type Uses, usesOf } from "./uses";

/** A Gunicorn config file, parsed once. Evaluate it with `runConfigFile`. */
export interface ConfigFile {
  /** However the caller names its files: a path or a URI. */
  readonly path: string;
  readonly text: string;
  /** Its statements, one after another. */
  readonly parts: readonly Placed[];
  /** The parser could not read all of it. */
  readonly misread: boolean;
  /** The names that are read anywhere in it: not those that are only given a value. */
  readonly reads: Uses["reads"];
  /** Names that a function declares `global`: what they are is known only while Gunicorn runs. */
  readonly globals: Uses["globals"];
}

/** A name of the module that is given a value. */
export interface Binding {
  /** The file that it stands in: another one where that is imported. */
  readonly path: string;
  readonly name: string;
  readonly kind: "assignment" | "function" | "class" | "import" | "other";
  /** The name where it is written. */
  readonly at: Span;
  /** The whole statement, for a function with its body. */
  readonly statement: Span;
  /** The value as it is written; undefined for functions, classes, imports and loop variables. */
  readonly value: Span | undefined;
  readonly evaluated: Evaluated;
  /** Its value is `None` since an environment variable is not set that has no default. */
  readonly missing: boolean;
  /** Stands in a branch (`if`, `try`, a loop, ...): it may not hold. */
  readonly conditional: boolean;
  /** Where the block begins that it stands in: two with the same stand side by side. */
  readonly block: number;
  /** Stands in a branch that Gunicorn never takes: `if __name__ == "__main__"`. */
  readonly dead: boolean;
}

/** What the names of the module are when Gunicorn has read the file. */
export interface ConfigRun {
  /** Every binding in the order of the text. */
  readonly bindings: readonly Binding[];
  /** By name: what it is in the end, and which of its bindings may have made it so (several after a branch). */
  readonly names: ReadonlyMap<string, Outcome>;
  /** Names may get values in ways that cannot be seen: `from x import *`, `exec`, `globals()[...]`. */
  readonly open: boolean;
  /** Where that is first so. */
  readonly openAt: Span | undefined;
}

export interface Outcome {
  readonly evaluated: Evaluated;
  readonly from: readonly Binding[];
  /** With what is known of the environment, no branch that gives it a value is gone through. */
  readonly unset: boolean;
}

/** Parses a file. Never fails: one with errors says what its sound parts say. */
export function readConfigFile(path: string, text: string): ConfigFile {
  const before = latest.get(path);
  if (before?.text === text) return before;
  return keep(latest, path, read(text, path));
}

/** The files that all questions are about: what stood in one before its last edit is asked for no more. */
const latest: Latest<ConfigFile> = new Map();

function read(text: string, path: string): ConfigFile {
  const parts = parse(path, text);
  const { reads, globals } = usesOf(parts);
  return { path, text, parts, misread: parts.some(({ part }) => part.misread), reads, globals };
}
