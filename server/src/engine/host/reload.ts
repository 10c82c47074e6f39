import * as l10n from "@vscode/l10n";
import { inspect } from "../../project/inspect";
import { fail, ok, type Result } from "../../result";
import { openFiles } from "../../workspace/diskFiles";
import type { Progress, Reloaded } from "../engine";
import type { HostFolders } from "./cache";
import { renderNginx } from "./nginx";
import { findNginx } from "./nginxProgram";
import { isAlive } from "./processes";
import { readState } from "./state";

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
    const rendered = await renderNginx(root, project, nginx, folders, state.port, state.webPort, signal);
    if (!rendered.ok) return rendered;
    progress.step(l10n.t("Reloading Nginx"));
  } else progress.step(l10n.t("Starting new workers (SIGHUP)"));
  process.kill(mark.pid, "SIGHUP");
  return ok("reloaded");
}
