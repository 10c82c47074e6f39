import type { ParseArgsOptionDescriptor } from "node:util";
import type { Terminal } from "./terminal";

/** Exit codes: programs read these. */
export const exit = {
  fine: 0,
  /** The thing itself failed, or has errors. */
  failed: 1,
  /** It could not run: bad usage, no such folder. */
  unusable: 2,
} as const;

/** One option of a command, as `node:util`'s parseArgs takes it, with what `--help` says of it. */
export interface Option extends ParseArgsOptionDescriptor {
  /** What stands for the value in `--help`: `PORT`; absent for a flag. */
  readonly placeholder?: string;
  readonly help: string;
}

export interface Arguments {
  readonly positionals: readonly string[];
  /** The last value of `--name VALUE`. */
  text(name: string): string | undefined;
  /** Every value of a repeatable `--name VALUE`. */
  texts(name: string): readonly string[];
  flag(name: string): boolean;
}

export interface Command {
  readonly name: string;
  /** `[DIR]`. */
  readonly operands: string;
  /** How many operands it takes at most. */
  readonly maxOperands: number;
  /** One line, already translated. */
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Resolves to the exit code. */
  run(args: Arguments, terminal: Terminal): Promise<number>;
}
