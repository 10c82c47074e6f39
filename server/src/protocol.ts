import type { GunicornReport } from "./project/gunicornReport";
import type { Project } from "./project/project";
import type { Problem } from "./result";
import type { Answers, Plan } from "./scaffold/plan";

/** The requests that the client adds to LSP: types only. Folders are `file:` URIs. */

/** `flaskStack/inspect`: what Flask project is this? */
export const inspectRequest = "flaskStack/inspect";
export interface InspectParams {
  readonly folder: string;
}
export type InspectResult = Project;

/** `flaskStack/plan`: what would Containerize write? Answers left out are proposed. */
export const planRequest = "flaskStack/plan";
export interface PlanParams {
  readonly folder: string;
  readonly answers: Partial<Answers>;
  /** Conflicting files, by path, that the user decided to replace. */
  readonly replace?: readonly string[];
}
export interface PlanResult {
  readonly project: Project;
  /** Absent where there is a problem. */
  readonly plan?: Plan;
  /** Why there is no plan: `no-target`, `several-targets`, or what else has to be settled before there can be one. */
  readonly problem?: Problem;
}

/** `flaskStack/testLocation`: which server and location of a configuration answer a request, what comes of it, and why. */
export const testLocationRequest = "flaskStack/testLocation";
export interface TestLocationParams {
  /** URI of an open Nginx file; it is judged with all that belongs to its configuration. */
  readonly uri: string;
  /**
   * As typed: `http://host:port/path`, `host/path`, or a path alone, which is asked where the configuration listens; a method
   * may stand before it.
   */
  readonly url: string;
}
export interface TestLocationPlace {
  readonly uri: string;
  readonly range: {
    readonly start: { line: number; character: number };
    readonly end: { line: number; character: number };
  };
}
export interface TestLocationStep extends TestLocationPlace {
  /** `location ~ \.php$`. */
  readonly what: string;
  readonly outcome: "chosen" | "matches" | "no-match" | "skipped" | "unknown";
  /** One sentence, translated. */
  readonly why: string;
}
export interface TestLocationOutcome {
  /** One sentence, translated. */
  readonly text: string;
  /** What says so. */
  readonly by?: TestLocationPlace;
  /** The location that the request is in by then: `location @app`; absent in the server itself. */
  readonly location?: string;
}
export interface TestLocationResult {
  readonly method: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** nginx's way where nothing of what the answer depends on is so. */
  readonly steps: readonly TestLocationStep[];
  /** What answers in the end: several where it depends on files or on the request; the first that is so is right. */
  readonly outcomes: readonly TestLocationOutcome[];
  /** What is found for the path; absent where nothing is. */
  readonly server?: TestLocationPlace;
  readonly location?: TestLocationPlace;
}

/**
 * `flaskStack/nginxTest`: what the nginx of the stack's running container, else that of this machine, says of a saved
 * configuration; it is shown in place too.
 */
export const nginxTestRequest = "flaskStack/nginxTest";
export interface NginxTestParams {
  /** URI of an open Nginx file of the configuration. */
  readonly uri: string;
}
export interface NginxTestResult {
  readonly ok: boolean;
  /** nginx's own words, where it refuses. */
  readonly message?: string;
  /** The file and the line, from 1, that it names. */
  readonly place?: { readonly uri: string; readonly line: number };
  /** The container of the stack whose nginx was asked; absent where it was that of this machine. */
  readonly container?: string;
}

/**
 * `flaskStack/isNginx`: whether a file on the disk is Nginx's though its name does not say so, since a stack puts it where
 * nginx reads its configuration, or its text can be nothing else.
 */
export const isNginxRequest = "flaskStack/isNginx";
export interface IsNginxParams {
  readonly uri: string;
}
export interface IsNginxResult {
  readonly isNginx: boolean;
}

/** `flaskStack/gunicorn`: which settings hold for each Gunicorn of a folder, and where they come from? */
export const gunicornRequest = "flaskStack/gunicorn";
export interface GunicornParams {
  readonly folder: string;
}
export interface GunicornResult {
  readonly gunicorns: readonly GunicornReport[];
}

/** `flaskStack/picture`: the way of a request through the stack of a folder, as its files tell it. */
export const pictureRequest = "flaskStack/picture";
export interface PictureParams {
  readonly folder: string;
}
export interface PictureResult {
  /** In the order of the request's way, then the other services; none where there is no Gunicorn. */
  readonly stages: readonly PictureStage[];
  /** Where nginx tells its own numbers (`stub_status`), as its own container reaches it. */
  readonly statusUrl?: string;
}
export interface PictureStage {
  readonly kind: "port" | "nginx" | "upstream" | "gunicorn" | "app" | "service";
  /** What it is called: `nginx`, the upstream's name, `guestbook:create_app()`; empty for a port. */
  readonly name: string;
  /** The compose service that it is part of, whose state is its own. */
  readonly service?: string;
  readonly facts: readonly PictureFact[];
}
export interface PictureFact {
  /** In the file's own words: `listen`, `location /static/`, `workers`. */
  readonly name: string;
  readonly value: string;
  /** What decides it; absent where it is a default. */
  readonly place?: PicturePlace;
}
export interface PicturePlace {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** `flaskStack/problems`: how many errors and warnings there are in configuration files, open or not. */
export const problemsRequest = "flaskStack/problems";
export interface ProblemsParams {
  /** URIs of files on the disk; what is not Nginx's or Gunicorn's to judge has none. */
  readonly uris: readonly string[];
}
export interface ProblemsResult {
  /** In the order of the question. */
  readonly counts: readonly { readonly errors: number; readonly warnings: number }[];
}
