import * as l10n from "@vscode/l10n";
import { isMounted, userOf } from "../../stack/containers";
import type { Container } from "../../stack/model";
import type { Rule, Subject } from "../rule";
import { addSetting, flagOf, isSince, placeOfMissing } from "../settings";

/** From 25.1 on Gunicorn makes a control socket in the user's home, which a container often cannot write to. */
export const controlSocket: Rule = {
  code: "gunicorn-control-socket",
  severity: "warning",
  check(subject) {
    const { containers, gunicorn } = subject;
    if (!isSince(subject, "25.1") || flagOf(subject, "control_socket_disable") !== false) return [];
    if (gunicorn.settings.get("control_socket")?.origin !== "default" || containers.length === 0) return [];
    if (!containers.every((container) => !container.incomplete && cannotWrite(container, subject))) return [];
    const place = placeOfMissing(subject);
    if (place === undefined) return [];
    return [
      {
        ...place,
        message: l10n.t(
          "Gunicorn cannot make its control socket in this container, and logs an error at each start: it may not write to the home of its user. Set control_socket_disable = True.",
        ),
        fixes: addSetting(subject, l10n.t("Set {0}", "control_socket_disable = True"), "control_socket_disable = True"),
      },
    ];
  },
};

/** Whether the folder of the socket can be known to be closed to Gunicorn. */
function cannotWrite(container: Container, subject: Subject): boolean {
  const { environment, readOnly, stage, service } = container;
  if (environment.has("XDG_RUNTIME_DIR")) return false;
  const user = userOf(container);
  const runs = (stage?.facts.runs ?? []).map(({ value }) => value).join("\n");
  // 25.1 had it in the working directory, which each image makes as it likes.
  const inHome = isSince(subject, "25.2");
  const home = environment.get("HOME") ?? (user === "root" ? "/root" : undefined);
  if (readOnly) {
    const folder = inHome ? home : stage?.facts.workingDirectory;
    if (folder !== undefined) return !isMounted(folder, container);
    return (service?.facts.tmpfs ?? []).length === 0 && (service?.facts.volumes ?? []).length === 0;
  }
  if (!inHome || user === undefined || user === "root" || stage === undefined) return false;
  // A number that no account was made for has "/" for its home.
  if (home === undefined)
    return /^\d+$/.test(user.value) && !/\b(useradd|adduser|passwd)\b/.test(runs) && isOfficial(container);
  return false;
}

const isOfficial = ({ stage }: Container): boolean =>
  /^((docker\.io\/)?(library\/)?)?(python|debian|ubuntu|alpine|pypy)(:|@|$)/.test(stage?.facts.image ?? "");
