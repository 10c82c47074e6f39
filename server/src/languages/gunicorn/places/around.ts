import type { Files } from "../../../workspace/files";
import { normalize, parentOf } from "../../../workspace/paths";
import type { Copy, GunicornCommand } from "../model";

/** What holds for every command of one process, service or file. */
export type Around = Pick<
  GunicornCommand,
  | "path"
  | "place"
  | "service"
  | "inContainer"
  | "environment"
  | "directory"
  | "imageDirectory"
  | "copies"
  | "startedAs"
  | "arguments"
  | "open"
>;

/** What is known from outside of a file. */
export interface ReadContext {
  /** The workspace: what a compose file builds, what an image copies. Without it, only the file itself tells. */
  readonly files?: Files;
  /** What holds where the file is run: a script that is the entry point of an image. */
  readonly around?: Partial<Around>;
}

/** What is known of a file that stands alone. */
export function aroundFile(path: string, place: Around["place"], context: ReadContext): Around {
  return {
    path,
    place,
    service: undefined,
    inContainer: false,
    environment: new Map(),
    directory: undefined,
    imageDirectory: undefined,
    copies: [],
    startedAs: undefined,
    open: false,
    arguments: undefined,
    ...context.around,
  };
}

/** A folder as it is written in a file that stands in another one; undefined where it leads out of the workspace. */
export function folderFrom(path: string, written: string): string | undefined {
  return written.startsWith("/") ? undefined : normalize(`${parentOf(path)}/${written}`);
}

/** The workspace as a program of this machine sees it. */
export const onThisMachine = ({ files }: ReadContext): readonly Copy[] =>
  files === undefined ? [] : [{ from: ".", to: files.root }];
