import type { Files } from "../../../workspace/files";
import type { Catalog } from "../catalog/catalog";
import type { ConfigRun } from "../configFile/file";
import type { Given, GunicornConfiguration, PythonValue, ReadCommand } from "../model";

/** What a feature looks at: a file, as a part of the configurations that it belongs to. */
export interface View {
  /** Relative to the folder of `files`. */
  readonly path: string;
  readonly text: string;
  /** What a config file does; undefined for a file that holds command lines. */
  readonly config: ConfigRun | undefined;
  /** The command lines that stand in it. */
  readonly commands: readonly ReadCommand[];
  /** Every setting that is written in it, in the order of the text. */
  readonly given: readonly Given[];
  /** Every Gunicorn of the folder that this file has a part in. */
  readonly configurations: readonly SizedGunicorn[];
  /** What is true for the release that the project uses. */
  readonly catalog: Catalog;
  /** Whether the project installs a package; undefined where it does not say what it installs. */
  readonly installs: (name: string) => boolean | undefined;
  readonly files: Files;
  /** The `module:callable`s of the project, the likeliest first; found when they are asked for. */
  readonly targets: () => readonly string[];
  /** What the file would set on a machine with so many processors; undefined where it is not known. */
  readonly valueWith: (setting: string, cpus: number) => PythonValue | undefined;
}

/** One Gunicorn, with what is known of where it runs. */
export interface SizedGunicorn {
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
