import type { StackStatus, Usage } from "../../../../server/src/engine/engine";
import type { Problem } from "../../../../server/src/result";

/** What is known of the stack of one folder. */
export interface StackView {
  /** URI of the folder. */
  readonly folder: string;
  /** The folder's name in the workspace. */
  readonly name: string;
  /** The last that the engine said. */
  readonly status?: StackStatus;
  /** Why the engine says nothing. */
  readonly problem?: Problem;
  /** The step of a command that works on the stack right now. */
  readonly busy?: string;
}

/** What else the picture is made from. */
export interface Facts {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** CPU and memory of the containers that are looked at, by id. */
  readonly usage: ReadonlyMap<string, Usage>;
  /** How many problems the editor has with a file, by its absolute path. */
  readonly problems: ReadonlyMap<string, FileProblems>;
}

export interface FileProblems {
  readonly errors: number;
  readonly warnings: number;
}

export const noFacts: Facts = { now: 0, usage: new Map(), problems: new Map() };
