import { basename } from "node:path";
import * as l10n from "@vscode/l10n";
import type { ServiceStatus, StackStatus } from "../engine/engine";
import { columns } from "./columns";
import { type Command, exit } from "./command";
import { choice, formatOption } from "./options";
import { stackOptions, withEngine } from "./stackCommand";
import { take } from "./take";
import { showProblem } from "./terminal";

/** `flask-stack status [DIR]`: what runs. A stack that is down is an answer, not a failure. */
export const status = (): Command => ({
  name: "status",
  operands: "[DIR]",
  maxOperands: 1,
  summary: l10n.t("Says what runs, how healthy it is, and where it answers."),
  options: { ...stackOptions(), format: formatOption() },
  async run(args, terminal) {
    const taken = take(terminal, { format: choice(args, "format", ["text", "json"]) });
    if (taken === undefined) return exit.unusable;
    return withEngine(args, terminal, async (engine) => {
      const found = await engine.status(terminal.signal);
      if (!found.ok) {
        showProblem(terminal, found.problem);
        return exit.failed;
      }
      terminal.out(taken.format === "json" ? JSON.stringify(found.value, undefined, 2) : table(found.value));
      return exit.fine;
    });
  },
});

/** The status as a small table, one service a line. */
function table(status: StackStatus): string {
  const words = standings();
  const rows = [
    [l10n.t("SERVICE"), l10n.t("STATE"), l10n.t("HEALTH"), l10n.t("URL")],
    ...status.services.map(({ name, state, health, urls, containers }) => [
      containers.length > 1 ? `${name} x${containers.length}` : name,
      words[state],
      words[health],
      urls.join(" ") || "-",
    ]),
  ];
  const others = (status.beside ?? []).map(
    ({ project, files }) => `${project} (${files.map((file) => basename(file)).join(", ")})`,
  );
  return [
    l10n.t("{0} on {1}", status.project, status.engine),
    ...columns(rows),
    ...(others.length === 0 ? [] : [l10n.t("Apart from it, started in the same folder: {0}", others.join("; "))]),
  ].join("\n");
}

/** The engine's own words, which `--format json` has, in the language of the person. */
const standings = (): Record<ServiceStatus["state" | "health"], string> => ({
  absent: l10n.t("absent"),
  created: l10n.t("created"),
  dead: l10n.t("dead"),
  exited: l10n.t("exited"),
  paused: l10n.t("paused"),
  restarting: l10n.t("restarting"),
  running: l10n.t("running"),
  starting: l10n.t("starting"),
  healthy: l10n.t("healthy"),
  unhealthy: l10n.t("unhealthy"),
  none: "-",
});
