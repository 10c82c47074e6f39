import type { ServiceName } from "../project/project";

/** What the user decided, or accepted; remembered beside the files so that a second run asks nothing. */
export interface Answers {
  /** The deployment target: which set of artefacts is written. */
  readonly deployment: "compose";
  /** The WSGI target: `pkg.wsgi:app`, `pkg:create_app()`. */
  readonly target: string;
  /** The port that the proxy is published at on the host. */
  readonly port: number;
  /** Python's `3.13`. */
  readonly python: string;
  /** What translates HTTP into WSGI. */
  readonly server: "gunicorn";
  /** Databases and caches that come with the stack. */
  readonly services: readonly ServiceName[];
  /** Artefacts that are not to be written, by path. */
  readonly without: readonly string[];
  /** The language of the comments in the files. */
  readonly language: "en" | "ko";
}

/** What happens to a file that Containerize would write. */
export type Action =
  /** There is none yet. */
  | "create"
  /** Ours, untouched since we wrote it, or a file that takes a merge: it becomes the new content. */
  | "update"
  /** Nothing to do: what is there is what would be written, or it is left out. */
  | "keep"
  /** The user's own, or ours and edited since: it stays, and the new content is there to compare. */
  | "conflict";

export interface PlannedFile {
  /** Relative to the root. */
  readonly path: string;
  readonly action: Action;
  /** Why, already translated. */
  readonly reason: string;
  /** What is there now; undefined where nothing is. */
  readonly current: string | undefined;
  /** What would be there. For `conflict` this is what is only proposed. */
  readonly content: string;
}

export interface Plan {
  readonly answers: Answers;
  readonly files: readonly PlannedFile[];
  /** What a person should know before accepting, already translated. */
  readonly notes: readonly string[];
}
