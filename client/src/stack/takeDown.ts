import * as vscode from "vscode";
import { ok, type Result } from "../../../server/src/result";
import type { Parts } from "../parts";
import { stackFor, withContainers } from "./actions";
import { stackName } from "./folders";
import { readGiven } from "./given";
import { done, left, type Outcome, outcomeOf } from "./outcome";
import { runOnStack } from "./run";

/** How long the engine may take to say what there is, in milliseconds. */
const patience = 15_000;

/** **Flask: Take Stack Down**: removes containers and networks, and the data in volumes only after a clear question. */
export async function takeDown(parts: Parts, given: unknown): Promise<Outcome> {
  const folder = await stackFor(given, vscode.l10n.t("Which stack is to be taken down?"));
  if (folder === undefined) return left;
  const asked = readGiven(given).volumes === false ? ok(false) : await askWhatGoes(parts, folder);
  if (!asked.ok) return outcomeOf(parts, asked);
  const volumes = asked.value;
  if (volumes === undefined) return left;
  const result = await runOnStack(parts, folder, vscode.l10n.t("Taking the stack down"), (chosen, progress, signal) =>
    chosen.down({ volumes }, progress, signal),
  );
  return outcomeOf(parts, result);
}

/** What can go besides depends on the engine that runs the stack. */
async function askWhatGoes(parts: Parts, folder: vscode.Uri): Promise<Result<boolean | undefined>> {
  const engine = await parts.engine(folder, AbortSignal.timeout(patience));
  if (!engine.ok) return engine;
  const ask = engine.value.containers === undefined ? askOfProcesses : askForVolumes;
  return ok(await ask(stackName(folder)));
}

const askForVolumes = (name: string): Promise<boolean | undefined> =>
  askWhether(
    name,
    vscode.l10n.t(
      "Its containers and networks are removed; Start makes them again. Its volumes hold the databases and uploads: they stay, unless you delete them. That cannot be undone.",
    ),
    vscode.l10n.t("Take Down and Delete Data"),
  );

/** Without Docker there are no volumes: what `down` can remove is what `up` makes again. */
const askOfProcesses = (name: string): Promise<boolean | undefined> =>
  askWhether(
    name,
    vscode.l10n.t(
      "Gunicorn and Nginx are ended on this machine; Start starts them again. The files of the project stay, databases among them. Its Python environment and logs stay too, unless you delete them; Start makes them again.",
    ),
    vscode.l10n.t("Take Down and Delete Environment"),
  );

/** @returns whether what can be removed besides is, or undefined where the person left */
async function askWhether(name: string, detail: string, remove: string): Promise<boolean | undefined> {
  const keep = vscode.l10n.t("Take Down");
  const question = vscode.l10n.t("Take the stack {0} down?", name);
  const pressed = await vscode.window.showWarningMessage(question, { modal: true, detail }, keep, remove);
  return pressed === keep ? false : pressed === remove ? true : undefined;
}

/** **Flask: Take Service Down**: stops and removes the containers of one service, and unnamed volumes after a question. */
export async function takeServiceDown(parts: Parts, given: unknown): Promise<Outcome> {
  const { service, volumes: wanted } = readGiven(given);
  const folder = service === undefined ? undefined : await stackFor(given, vscode.l10n.t("Which stack is meant?"));
  if (folder === undefined || service === undefined) return left;
  const signal = AbortSignal.timeout(patience);
  const engine = await parts.engine(folder, signal);
  const found = engine.ok
    ? await withContainers(engine.value, (containers) => containers.removable(service, signal))
    : engine;
  if (!found.ok) return outcomeOf(parts, found);
  if (found.value.containers === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("{0} has no containers that could be removed.", service));
    return done;
  }
  const volumes = wanted === false ? false : await askForService(service, found.value);
  if (volumes === undefined) return left;
  const title = vscode.l10n.t("Taking {0} down", service);
  const result = await runOnStack(parts, folder, title, (chosen, progress, running) =>
    withContainers(chosen, (containers) => containers.remove(service, { volumes }, progress, running)),
  );
  return outcomeOf(parts, result);
}

async function askForService(
  service: string,
  { containers, anonymousVolumes }: { readonly containers: number; readonly anonymousVolumes: number },
): Promise<boolean | undefined> {
  const keep = vscode.l10n.t("Take Down");
  const remove = vscode.l10n.t("Take Down and Delete Unnamed Volumes");
  const detail = [
    containers === 1
      ? vscode.l10n.t("Its container is stopped and removed; Start makes it again. Volumes with a name stay.")
      : vscode.l10n.t(
          "Its {0} containers are stopped and removed; Start makes them again. Volumes with a name stay.",
          containers,
        ),
    ...(anonymousVolumes === 0
      ? []
      : [
          vscode.l10n.t(
            "It has data in volumes without a name ({0}). They stay, unless you delete them, but no new container takes them up again. Deleting them cannot be undone.",
            anonymousVolumes,
          ),
        ]),
  ].join(" ");
  const buttons = anonymousVolumes === 0 ? [keep] : [keep, remove];
  const question = vscode.l10n.t("Take the service {0} down?", service);
  const pressed = await vscode.window.showWarningMessage(question, { modal: true, detail }, ...buttons);
  return pressed === keep ? false : pressed === remove ? true : undefined;
}
