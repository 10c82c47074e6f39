import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { inspect } from "../../project/inspect";
import { fail, ok, type Result } from "../../result";
import { plan } from "../../scaffold/containerize";
import { openFiles } from "../../workspace/diskFiles";
import type { Progress, Reloaded } from "../engine";
import { failureLines } from "../gunicornLog";
import { run } from "../run";
import type { HostFolders } from "./cache";
import { readDotenv } from "./environment";
import { gunicornCommand } from "./gunicorn";
import { renderNginx } from "./nginx";
import { findNginx } from "./nginxProgram";
import { isAlive } from "./processes";
import { type HostState, readState } from "./state";

/**
 * Has Gunicorn or Nginx on this machine read the project's files again: SIGHUP is both programs' own word for it.
 * Gunicorn starts new workers before the old ones end; Nginx's config is rendered anew and tested first.
 */
export async function reloadHost(
  root: string,
  folders: HostFolders,
  service: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<Reloaded>> {
  const state = readState(folders.state);
  const mark = service === "nginx" ? state?.nginx : service === "web" ? state?.web : undefined;
  if (state === undefined || mark === undefined || !(await isAlive(mark))) {
    return fail("not-running", l10n.t("{0} is not running: start it first.", service));
  }
  if (service === "nginx") {
    const nginx = await findNginx(signal);
    if (nginx === undefined) return fail("not-running", l10n.t("{0} is not running: start it first.", service));
    progress.step(l10n.t("Testing the configuration (nginx -t)"));
    const project = inspect(openFiles(root));
    const rendered = await renderNginx(
      { root, project, nginx, folders, port: state.port, webPort: state.webPort },
      signal,
    );
    if (!rendered.ok) return rendered;
    progress.step(l10n.t("Reloading Nginx"));
  } else {
    const tested = await loadApp(root, folders, state, progress, signal);
    if (!tested.ok) return tested;
    progress.step(l10n.t("Starting new workers (SIGHUP)"));
  }
  process.kill(mark.pid, "SIGHUP");
  return ok("reloaded");
}

/** Gunicorn would end altogether where the app cannot be loaded, so that is tried before, beside what runs. */
async function loadApp(
  root: string,
  folders: HostFolders,
  state: HostState,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<void>> {
  progress.step(l10n.t("Loading the app beside the one that runs (gunicorn --check-config)"));
  const files = openFiles(root);
  const project = inspect(files);
  const planned = plan(files, project, {});
  if (!planned.ok) return planned;
  const python = join(folders.venv, "bin", "python");
  const { args, cwd, env } = gunicornCommand({
    root,
    project,
    target: planned.value.answers.target,
    python,
    folders,
    dotenv: readDotenv(root),
    port: state.webPort,
    proxy: state.nginx !== undefined,
  });
  const tested = await run(python, [...args, "--check-config"], { cwd, env, signal, timeout: 60_000 });
  if (!tested.ok) return tested;
  if (tested.value.code === 0) return ok(undefined);
  return fail(
    "gunicorn-config",
    l10n.t("Gunicorn was not reloaded, since it could not load the app or its configuration: its own lines say why."),
    failureLines(tested.value.stdout + tested.value.stderr, 20),
  );
}
