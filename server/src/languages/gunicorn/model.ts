import type { Span } from "../../findings";
import type { Placed } from "../placed";

/** A Python value, as Gunicorn's validators see it. */
export type PythonValue =
  | { readonly type: "str"; readonly value: string }
  | { readonly type: "int" | "float"; readonly value: number }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "None" }
  | { readonly type: "list" | "tuple" | "set"; readonly items: readonly PythonValue[] }
  | { readonly type: "dict"; readonly entries: readonly (readonly [PythonValue, PythonValue])[] }
  /**
   * `arity`: how many positional parameters it has as Gunicorn counts them, those with a default too, `*args` not;
   * `required`: how many of them have no default. Undefined where that cannot be known.
   */
  | { readonly type: "function"; readonly name: string; readonly arity?: number; readonly required?: number }
  | { readonly type: "class"; readonly name: string }
  /** Anything else, that cannot be called: by the name of its type, `module`, `bytes`. */
  | { readonly type: "object"; readonly name: string };

/** What an expression comes to, found without running it. */
export interface Evaluated {
  /** Undefined where it cannot be known: then nothing is said of it. */
  readonly value: PythonValue | undefined;
  /** The environment variables that it reads; the value is the one with what is known of them, else with their defaults. */
  readonly variables: readonly string[];
  /** It counts the processors of the machine: the value is the one for the number that the caller gave. */
  readonly cpus: boolean;
}

/** From where an effective value comes, the weakest first: each overrides those before it. */
export type Origin = "default" | "file" | "environment" | "command";

/** One setting where it is written: an assignment of a config file, or an option of a command line. */
export interface Given {
  /** As Gunicorn names it in a file: `worker_class`; for an unknown option or name, what is written. */
  readonly setting: string;
  readonly origin: Exclude<Origin, "default">;
  /** The file that it is written in. */
  readonly path: string;
  /** The name, or the option with its dashes. */
  readonly name: Span;
  /** The value as it is written; undefined for an option that takes none. */
  readonly value: Span | undefined;
  readonly evaluated: Evaluated;
  /** Stands in a branch (`if`, `try`, ...): it may not hold. */
  readonly conditional: boolean;
  /** It is not written there: the file may set it in a way that cannot be seen, such as `from x import *`. */
  readonly unseen?: true;
}

/**
 * A word of a command line, with the way back into the text that it was cut from. Its stretch is what is written, with
 * the quotes of a shell, without those of JSON and YAML.
 */
export interface CommandWord extends Span {
  /** The file that it stands in: a compose file's `command` follows the `ENTRYPOINT` of a Dockerfile. */
  readonly path: string;
  /** The word as the program gets it: quotes and escapes of shell, JSON and YAML undone, variables that are known filled in. */
  readonly text: string;
  /** The offset in the file of an offset in `text`; that of its length is before a closing quote. */
  readonly at: (offset: number) => number;
  /** It has a variable or substitution in it that is not known: of its value nothing is said. */
  readonly unknown: boolean;
  /** It may be any number of words, or none, since it is not known: `$OPTIONS`, `"$@"`. */
  readonly spreads: boolean;
  /** The variables that were asked for; where they are not known to be set, their defaults (`${A:-b}`) are filled in. */
  readonly variables: readonly string[];
}

/** Where command lines are found. */
export type CommandPlace =
  | "dockerfile"
  | "compose"
  | "procfile"
  | "systemd"
  | "shell"
  | "makefile"
  | "supervisor"
  | "dotenv"
  | "config";

/** A command that starts Gunicorn, or a `GUNICORN_CMD_ARGS`, which is one without a program. */
export interface GunicornCommand extends Span {
  readonly path: string;
  readonly place: CommandPlace;
  readonly kind: "command" | "arguments";
  /** The service, process or program that it starts, where the file names one. */
  readonly service: string | undefined;
  /** What follows the program's name. */
  readonly words: readonly CommandWord[];
  /** More words may follow that are not known: an image whose entry point is Gunicorn gets them when it is run. */
  readonly open: boolean;
  /** Where it runs in a container: an image or a service of it, not this machine. */
  readonly inContainer: boolean;
  /** `NAME=value` that hold for it, as far as they are known. */
  readonly environment: ReadonlyMap<string, string>;
  /** Its working directory, relative to the workspace; undefined where it is outside or not known. */
  readonly directory: string | undefined;
  /** The same as an absolute path in its image; undefined where it runs in none. */
  readonly imageDirectory: string | undefined;
  /** Where folders and files of the workspace are found in its image, in the order of the copying. */
  readonly copies: readonly Copy[];
  /** Who a service manager starts it as; undefined where none does. */
  readonly startedAs: StartedAs | undefined;
  /** The `GUNICORN_CMD_ARGS` that holds for it; undefined for one that is such itself. */
  readonly arguments: GunicornCommand | undefined;
}

/** What a unit of systemd, or a program of supervisor, says of the process; what it does not say, or not for sure, is undefined. */
export interface StartedAs {
  readonly user: Placed<string> | undefined;
  readonly group: Placed<string> | undefined;
  /** It may listen at ports below 1024, or change to another user, though it is not started as root. */
  readonly privileged: boolean | undefined;
}

/** What an image has of the workspace. */
export interface Copy {
  /** A file or folder, relative to the workspace. */
  readonly from: string;
  /** Its absolute path in the image. */
  readonly to: string;
}

/** A command line as Gunicorn's own parser reads it. */
export interface ReadCommand {
  readonly command: GunicornCommand;
  readonly given: readonly Given[];
  /** The positional words: Gunicorn takes one, `module:callable`. */
  readonly targets: readonly CommandWord[];
  /** The word of `-c`/`--config`. */
  readonly config: CommandWord | undefined;
}

/** The value that holds for one setting, and where it comes from. */
export interface Effective {
  readonly setting: string;
  readonly origin: Origin;
  /** Undefined where it cannot be known without running. */
  readonly value: PythonValue | undefined;
  /** The place that decides; undefined for a default. */
  readonly given: Given | undefined;
  /** What it overrides, the strongest first. */
  readonly overridden: readonly Given[];
}

/** One Gunicorn, as all the places together configure it. */
export interface GunicornConfiguration {
  /** The config file that it reads; undefined where it has none. */
  readonly file: string | undefined;
  readonly command: ReadCommand | undefined;
  readonly environment: ReadCommand | undefined;
  /** The Gunicorn release that is judged for, and what says so: `requirements.txt`, ...; undefined for the newest that the catalog knows. */
  readonly version: string;
  readonly versionSource: string | undefined;
  readonly settings: ReadonlyMap<string, Effective>;
  /** It is the `GUNICORN_CMD_ARGS` of an image, and every service that starts Gunicorn in it says another: it holds nowhere. */
  readonly replaced: boolean;
}
