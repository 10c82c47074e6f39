/** Errors as values: what a function at the edge of the pure core returns instead of throwing. */
export type Result<T, E = Problem> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: E };

/** What went wrong, said to a person: one sentence that names the place and the next step, already translated. */
export interface Problem {
  /** Stable, for programs and tests: `port-busy`, `engine-missing`, ... */
  readonly code: string;
  readonly message: string;
  /** Lines of the failing program itself, newest last, to be shown below the sentence. */
  readonly detail?: string;
  /** A port that is free, to be offered instead of one that cannot be had (`port-busy`, `port-forbidden`). */
  readonly freePort?: number;
  /** Where in a file it is wrong: absolute path, line from 1, and what its program says there. */
  readonly place?: { readonly file: string; readonly line: number; readonly message: string };
}

/** What went well. */
export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });

/**
 * What did not.
 * @param code stable, as docs/troubleshooting.md has it
 * @param message translated: what happened and what to do
 */
export const fail = (code: string, message: string, detail?: string): Result<never> => ({
  ok: false,
  problem: detail === undefined ? { code, message } : { code, message, detail },
});
