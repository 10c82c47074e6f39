import type { Finding, Severity } from "../findings";
import type { PythonValue } from "../languages/gunicorn/model";
import type { Running } from "../stack/model";
import type { Served, Sought } from "../stack/served";
import type { Packages } from "./packages";

/** What a rule judges: one Gunicorn with all that is around it. */
export interface Subject extends Running {
  readonly packages: Packages;
  /** The value that its config file gives a setting on a machine with so many processors; undefined where it is not known. */
  readonly valueWith: (setting: string, cpus: number) => PythonValue | undefined;
  /** What it serves, as far as the workspace tells. */
  readonly served: () => Served | undefined;
  /** A module, where it would import it from; undefined where that is not known for sure, or not all of it. */
  readonly imported: (module: string) => Sought;
  /** The text of a file of the workspace, for what is to be changed in it. */
  readonly text: (path: string) => string | undefined;
  /** Whether there is such a file or folder in the workspace. */
  readonly exists: (path: string) => boolean;
}

/** What a rule has to say; its code and, unless it says another, its severity are added. */
export type Said = Omit<Finding, "code" | "severity"> & { readonly severity?: Severity };

/** One thing that is known to go wrong. What it cannot know, it says nothing of: a false alarm costs more than a miss. */
export interface Rule {
  /** Also the name of its page in docs/rules. */
  readonly code: string;
  readonly severity: Severity;
  /** What it finds has its use where another Gunicorn reads the same: only where none does it is at fault. */
  readonly unlessUsed?: true;
  readonly check: (subject: Subject) => readonly Said[];
}
