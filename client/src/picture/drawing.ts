import * as l10n from "@vscode/l10n";
import type { PictureFact, PicturePlace, PictureResult, PictureStage } from "../../../server/src/protocol";
import type { Problem } from "../../../server/src/result";
import { type Condition, conditionOf, viewWords } from "../stack/model/condition";
import { green, red, yellow } from "../stack/model/node";
import type { StackView } from "../stack/model/view";
import { stateLook, stateWords } from "../stack/model/words";

export type Look = "good" | "busy" | "bad" | "off";

/** Everything that there is to draw of a stack's way, in words. */
export interface Drawing {
  readonly name: string;
  readonly look: Look;
  readonly words: string;
  /** What is the matter, and the one thing to do about it. */
  readonly advice?: { readonly text: string; readonly label?: string };
  readonly urls: readonly string[];
  readonly stages: readonly DrawnStage[];
}

export interface DrawnStage {
  readonly kind: PictureStage["kind"];
  readonly title: string;
  readonly subtitle: string;
  /** Absent for what has no state of its own. */
  readonly state?: { readonly look: Look; readonly words: string };
  readonly facts: readonly DrawnFact[];
}

export interface DrawnFact {
  readonly name: string;
  readonly value: string;
  /** Its number among `placesOf`; absent where nothing decides it. */
  readonly place?: number;
  /** `nginx/nginx.conf:58`. */
  readonly where?: string;
}

/** Why the engine of a folder that the user does not trust is not asked. */
export const untrusted = (): Problem => ({
  code: "untrusted",
  message: l10n.t("This workspace is not trusted, so the engine is not asked: this is what the files say."),
});

/** The command that an advice leads to. */
export const adviceCommand = (view: StackView): string | undefined =>
  view.problem?.code === "untrusted" ? "workbench.trust.manage" : commands[conditionOf(view)];

const commands: Partial<Record<Condition, string>> = {
  notBuilt: "flaskStack.start",
  stopped: "flaskStack.start",
  failed: "flaskStack.logs",
  degraded: "flaskStack.logs",
  unavailable: "flaskStack.refresh",
  unknown: "flaskStack.refresh",
};

/** The places of all facts, in the order in which `drawingOf` numbers them. */
export const placesOf = ({ stages }: PictureResult): readonly PicturePlace[] =>
  stages.flatMap(({ facts }) => facts.flatMap(({ place }) => place ?? []));

/** The addresses of a stack, in the order in which they are drawn. */
export const urlsOf = ({ status, problem }: StackView): readonly string[] =>
  problem === undefined ? [...new Set(status?.services.flatMap(({ urls }) => urls) ?? [])] : [];

/**
 * Joins what the files say with what the engine says. Works with the files alone.
 * @param workers how many workers of Gunicorn run, by the container's id
 */
export function drawingOf(
  picture: PictureResult,
  view: StackView,
  workers: ReadonlyMap<string, number> = new Map(),
): Drawing {
  const condition = conditionOf(view);
  const { problem } = view;
  let counted = 0;
  const fact = ({ name, value, place }: PictureFact): DrawnFact =>
    place === undefined
      ? { name, value }
      : { name, value, place: counted++, where: `${place.path}:${place.start.line + 1}` };
  const advice = picture.stages.length === 0 ? nothing() : adviceOf(condition, problem);
  return {
    name: view.name,
    look: looks[condition],
    words: viewWords(view),
    ...(advice === undefined ? {} : { advice }),
    urls: urlsOf(view),
    stages: picture.stages.map((stage) => ({
      kind: stage.kind,
      title: titleOf(stage),
      subtitle: stage.service ?? "",
      ...stateOf(stage, view),
      facts: stage.facts.map((one) => fact(withWorkers(one, stage, view, workers))),
    })),
  };
}

/** Beside how many workers the files ask for, how many run: of each container of the service. */
function withWorkers(
  fact: PictureFact,
  { kind, service }: PictureStage,
  { status, problem }: StackView,
  workers: ReadonlyMap<string, number>,
): PictureFact {
  if (kind !== "gunicorn" || fact.name !== "workers" || problem !== undefined) return fact;
  const containers = status?.services.find(({ name }) => name === service)?.containers ?? [];
  const running = containers.flatMap(({ id }) => workers.get(id) ?? []);
  if (running.length === 0) return fact;
  const words = l10n.t("{0} running", running.join(" + "));
  return { ...fact, value: /^\d/.test(fact.value) ? `${fact.value} · ${words}` : words };
}

const looks: Readonly<Record<Condition, Look>> = {
  notBuilt: "off",
  stopped: "off",
  asking: "off",
  starting: "busy",
  running: "good",
  degraded: "bad",
  failed: "bad",
  busy: "busy",
  unavailable: "off",
  unknown: "off",
};

const nothing = (): Drawing["advice"] => ({
  text: l10n.t(
    "No Gunicorn is started or configured here, so there is no way to draw: containerize the project first.",
  ),
});

function adviceOf(condition: Condition, problem: Problem | undefined): Drawing["advice"] {
  if (problem?.code === "untrusted") return { text: problem.message, label: l10n.t("Manage Workspace Trust") };
  switch (condition) {
    case "notBuilt":
    case "stopped":
      return { text: l10n.t("Nothing runs: this is what the files say."), label: l10n.t("Start Stack") };
    case "degraded":
    case "failed":
      return { text: l10n.t("Not all of the stack works: its logs say why."), label: l10n.t("Show Logs") };
    case "unavailable":
    case "unknown":
      return { text: problem?.message ?? l10n.t("The engine says nothing."), label: l10n.t("Try Again") };
    default:
      return undefined;
  }
}

function titleOf({ kind, name }: PictureStage): string {
  switch (kind) {
    case "port":
      return l10n.t("Published port");
    case "nginx":
      return "Nginx";
    case "upstream":
      return l10n.t("Upstream {0}", name);
    case "gunicorn":
      return "Gunicorn";
    case "app":
      return l10n.t("Flask app");
    case "service":
      return name;
  }
}

/** The state of the service that a stage is the program of; a port, an upstream and an app have none of their own. */
function stateOf({ kind, service }: PictureStage, { status, problem }: StackView): Pick<DrawnStage, "state"> {
  if (service === undefined || kind === "port" || kind === "upstream" || kind === "app") return {};
  const found = problem === undefined ? status?.services.find(({ name }) => name === service) : undefined;
  if (found === undefined) return { state: { look: "off", words: l10n.t("unknown") } };
  const { colour } = stateLook(found, found.containers);
  const look = colour === green ? "good" : colour === yellow ? "busy" : colour === red ? "bad" : "off";
  const running = found.containers.filter(({ state }) => state === "running").length;
  const words = stateWords(found);
  return { state: { look, words: running > 1 ? l10n.t("{0}, {1} containers", words, running) : words } };
}
