import * as l10n from "@vscode/l10n";
import { isMounted } from "../../stack/containers";
import type { Container } from "../../stack/model";
import { parentOf } from "../../workspace/paths";
import type { Rule, Subject } from "../rule";
import { addSetting, flagOf, givenOf, isSince, placeOf, placeOfMissing, textOf } from "../settings";
import { homeOf, isClosed } from "../unwritableFolders";

/** From 25.1 on Gunicorn makes a control socket in the user's home, which a container often cannot write to. */
export const controlSocket: Rule = {
  code: "gunicorn-control-socket",
  severity: "warning",
  check(subject) {
    const { containers } = subject;
    if (!isSince(subject, "25.1") || flagOf(subject, "control_socket_disable") !== false) return [];
    if (containers.length === 0 || containers.some(({ incomplete }) => incomplete)) return [];
    const given = givenOf(subject, "control_socket");
    const fixes = addSetting(
      subject,
      l10n.t("Set {0}", "control_socket_disable = True"),
      "control_socket_disable = True",
    );
    if (given !== undefined) {
      const folder = folderOf(textOf(subject, "control_socket"));
      if (folder === undefined || !containers.every((container) => cannotMake(folder, container))) return [];
      const message = l10n.t(
        "Gunicorn cannot make its control socket in {0} of this container, and logs an error at each start: it may not write there. Name a folder that it may write to, or set control_socket_disable = True.",
        folder,
      );
      return [{ ...placeOf(given), message, fixes }];
    }
    const place = placeOfMissing(subject);
    if (place === undefined || !containers.every((container) => cannotWrite(container, subject))) return [];
    const message = l10n.t(
      "Gunicorn cannot make its control socket in this container, and logs an error at each start: it may not write to the home of its user. Set control_socket_disable = True.",
    );
    return [{ ...place, message, fixes }];
  },
};

/** The folder of an absolute path. */
const folderOf = (path: string | undefined): string | undefined =>
  path?.startsWith("/") ? parentOf(path) || "/" : undefined;

const cannotMake = (folder: string, container: Container): boolean =>
  container.readOnly ? !isMounted(folder, container) : isClosed(folder, container);

/** Whether the folder that Gunicorn takes by itself can be known to be closed to it. */
function cannotWrite(container: Container, subject: Subject): boolean {
  if (container.environment.has("XDG_RUNTIME_DIR")) return false;
  // 25.1 had it in the working directory, which each image makes as it likes.
  const inHome = isSince(subject, "25.2");
  const home = homeOf(container);
  if (!container.readOnly) return inHome && home?.closed === true;
  const folder = inHome ? home?.folder : container.stage?.facts.workingDirectory;
  if (folder !== undefined) return !isMounted(folder, container);
  const { tmpfs = [], volumes = [] } = container.service?.facts ?? {};
  return tmpfs.length === 0 && volumes.length === 0;
}
