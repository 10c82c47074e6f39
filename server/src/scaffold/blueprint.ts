import type { Project } from "../project/project";
import type { Install } from "./install";
import type { Answers } from "./plan";
import type { ProcfileSettings } from "./procfile";
import type { SystemPackages } from "./systemPackages";

/** Everything that the artefacts are written from: the project's facts and the user's answers, already joined. Plain data. */
export interface Blueprint {
  /** The compose project: valid for compose, whatever the folder is called. */
  readonly name: string;
  readonly project: Project;
  readonly answers: Answers;
  readonly wsgi: Wsgi;
  /** What Nginx serves by itself. */
  readonly statics: readonly StaticMount[];
  readonly install: Install;
  readonly packages: SystemPackages;
  /** The settings that the project's Gunicorn knows; those of the newest where nothing names a release. */
  readonly gunicornSettings: ReadonlySet<string>;
  /** What the project's Procfile asks of Gunicorn. */
  readonly procfile: ProcfileSettings;
}

/** What Gunicorn serves, and from where. */
export interface Wsgi {
  /** `pkg.wsgi:app`, `pkg:create_app()`. */
  readonly target: string;
  /** Relative to the root: "." or "backend". */
  readonly workingDirectory: string;
  /** Relative to the working directory: "." or "src". */
  readonly pythonPath: string;
}

/** A static folder of the project, and where it lies in the Nginx image. */
export interface StaticMount {
  /** `/static`; `/` for what is at the root of the site, beside the app's own pages. */
  readonly url: string;
  /** Relative to the root: `flaskr/static`. */
  readonly source: string;
  /** Absolute, in the image: `/srv/static`. */
  readonly folder: string;
}

/** Where the parts meet. Only Nginx's is published. */
export const ports = { nginx: 8080, status: 8081, gunicorn: 8000 } as const;

/** Where the project lies in the image. */
export const appFolder = "/app";

/** The users that nothing in the image belongs to: numbers, so that an orchestrator can see that they are not root. */
export const users = { web: "10001:10001", nginx: "101:101" } as const;

/** Nginx's path of the health location, which the panel and load balancers ask. */
export const nginxHealthPath = "/nginx-health";

/** Bytes; Nginx's own default, where the project sets no limit. */
export const defaultUploadLimit = 1024 * 1024;

/** Seconds. Each part outlives the one before it, so that no request in flight is cut off. */
export function secondsOf({ procfile }: Pick<Blueprint, "procfile">) {
  const workerTimeout = procfile.timeout ?? 60;
  const graceful = procfile.gracefulTimeout ?? 30;
  return {
    /** A worker that is silent for longer is replaced. */
    workerTimeout,
    /** Nginx waits longer than that, so that Gunicorn gives up first and its log says why. */
    proxyRead: workerTimeout + 15,
    /** Nginx closes an idle connection to Gunicorn before Gunicorn would. */
    upstreamKeepalive: 60,
    gunicornKeepalive: 75,
    /** Requests in flight get this long when the stack stops. */
    graceful,
    /** Docker kills what has not stopped by then. */
    stopGrace: graceful + 10,
  };
}
