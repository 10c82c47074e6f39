/** One name in a folder. A symbolic link counts as what it points at, if that is inside the root. */
export interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder";
}

/**
 * The read-only view of one project's files that everything upstream of a plan reads through.
 * Paths are relative to the root, separated by "/", "." for the root itself; none ever leads out of the root.
 */
export interface Files {
  /** Absolute path of the root folder; for messages and for the edges, never for reading around this interface. */
  readonly root: string;
  /** The entries of a folder sorted by name; empty where there is no such folder or it cannot be read. */
  list(folder: string): readonly Entry[];
  /** False for a folder that is there and may not be read. */
  mayList(folder: string): boolean;
  /** The bytes of a file; undefined where there is none, it cannot be read, or it is larger than a source file can be. */
  bytes(path: string): Uint8Array | undefined;
  /** The same as text: UTF-8, else the encoding that a PEP 263 comment names, else Latin-1. */
  text(path: string): string | undefined;
}
