import type { Files } from "../../../workspace/files";
import type { Catalog } from "../catalog/catalog";
import type { Given, GunicornConfiguration, PythonValue, ReadCommand } from "../model";

/** What a feature looks at: a file, as a part of the configurations that it belongs to. */
export interface View {
  /** Relative to the folder of `files`. */
  readonly path: string;
  readonly text: string;
  /** A config file; else one that holds command lines. */
  readonly config: boolean;
  /** The command lines that stand in it. */
  readonly commands: readonly ReadCommand[];
  /** Every setting that is written in it, in the order of the text. */
  readonly given: readonly Given[];
  /** Every Gunicorn of the folder that this file has a part in. */
  readonly configurations: readonly Running[];
  /** What is true for the release that the project uses. */
  readonly catalog: Catalog;
  /** The packages that the project requires, by their normalized names; undefined where it does not say. */
  readonly installed: ReadonlySet<string> | undefined;
  readonly files: Files;
  /** What the value of a setting of this file would be on a machine with so many processors; undefined where it is not known. */
  readonly valueWith: (given: Given, cpus: number) => PythonValue | undefined;
}

/** One Gunicorn, with what is known of where it runs. */
export interface Running {
  readonly configuration: GunicornConfiguration;
  /** How many processors its container may use; undefined where that is not limited, or not known. */
  readonly cpus: number | undefined;
}

/** Something that could be written at an offset. */
export interface Proposal {
  readonly label: string;
  readonly kind: "setting" | "hook" | "value" | "flag" | "class" | "file" | "folder" | "target";
  /** What is written in place of `start..end`; with `snippet`, in the syntax of LSP's snippets. */
  readonly insert: string;
  readonly snippet: boolean;
  readonly start: number;
  readonly end: number;
  /** What comes first. */
  readonly rank: number;
  readonly detail: string | undefined;
  /** The setting whose documentation is shown when the proposal is looked at. */
  readonly about: string | undefined;
}
