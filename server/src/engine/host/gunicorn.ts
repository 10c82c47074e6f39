import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Candidate, Project } from "../../project/project";
import type { Result } from "../../result";
import type { HostFolders } from "./cache";
import { startDaemon } from "./daemon";
import { gunicornEnvironment } from "./environment";
import type { ProcessMark } from "./processes";

/** Relative to the project. */
export const gunicornConfPath = "gunicorn.conf.py";

export interface GunicornStart {
  readonly root: string;
  readonly project: Project;
  /** `pkg.wsgi:app`. */
  readonly target: string;
  /** Absolute path of the virtual environment's Python. */
  readonly python: string;
  readonly folders: HostFolders;
  readonly dotenv: Readonly<Record<string, string>>;
  /** Where it listens on 127.0.0.1. */
  readonly port: number;
  /** Nginx is in front of it. */
  readonly proxy: boolean;
}

/**
 * Starts Gunicorn with the project's own gunicorn.conf.py; what differs on this machine goes on the command line,
 * which wins over the file.
 */
export function startGunicorn(start: GunicornStart): Promise<Result<ProcessMark>> {
  const { args, cwd, env } = gunicornCommand(start);
  return startDaemon(start.python, args, { cwd, env, log: start.folders.webLog });
}

/** What Python is given to run Gunicorn with the project's app, where, and with which environment. */
export function gunicornCommand(start: GunicornStart) {
  const { root, folders, python, target } = start;
  const place: Pick<Candidate, "workingDirectory" | "pythonPath"> =
    start.project.candidates.find((candidate) => candidate.target === target) ?? start.project;
  const folder = join(root, place.workingDirectory);
  const env = gunicornEnvironment(dirname(python), folders.venv, start.dotenv, start.proxy);
  const args = [
    ...["--config", `file:${join(root, gunicornConfPath)}`],
    ...["--bind", `127.0.0.1:${start.port}`],
    ...["--forwarded-allow-ips", env.FORWARDED_ALLOW_IPS],
    ...["--chdir", folder],
    // Relative to the folder it starts in; a comma in an absolute path would be taken for two.
    ...(place.pythonPath === "." ? [] : ["--pythonpath", place.pythonPath]),
    // The file may name Linux's memory file system, which other systems do not have.
    ...(existsSync("/dev/shm") ? [] : ["--worker-tmp-dir", folders.base]),
    target,
  ];
  // Before 20.1 Gunicorn could not be run as a module by its own name.
  return { args: ["-m", "gunicorn.app.wsgiapp", ...args], cwd: folder, env };
}
