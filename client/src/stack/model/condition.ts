import * as l10n from "@vscode/l10n";
import type { ContainerStatus, ServiceStatus, StackStatus, State } from "../../../../server/src/engine/engine";
import { green, grey, type Look, red, yellow } from "./node";
import type { StackView } from "./view";

/** How a stack is as a whole. */
export const conditions = [
  "notBuilt",
  "stopped",
  "starting",
  "running",
  "degraded",
  "failed",
  "asking",
  "busy",
  "unavailable",
  "unknown",
] as const;
export type Condition = (typeof conditions)[number];

/** The condition of the whole: that a command works on it, else what the states of its services come to. */
export const conditionOf = ({ busy, ...view }: StackView): Condition => (busy === undefined ? stateOf(view) : "busy");

function stateOf({ status, problem }: Omit<StackView, "busy">): Exclude<Condition, "busy"> {
  if (problem === undefined && status === undefined) return "asking";
  if (problem !== undefined || status === undefined) return isEngines(problem?.code) ? "unavailable" : "unknown";
  const services = status.services.filter((service) => !isDone(service) && !isNone(service));
  const there = services.filter(({ state }) => state !== "absent" && state !== "created");
  if (there.length === 0) return services.some(({ built }) => built === false) ? "notBuilt" : "stopped";
  const live = there.filter(({ state, containers }) => [state, ...containers.map((one) => one.state)].some(isLive));
  if (live.length === 0) return there.every(isAtRest) ? "stopped" : "failed";
  if (there.some((service) => service.state === "restarting" || service.state === "dead" || hasCrashed(service))) {
    return "degraded";
  }
  if (there.some(({ health }) => health === "unhealthy")) return "degraded";
  if (live.some(({ state, health }) => state === "starting" || health === "starting")) return "starting";
  return live.length === services.length && !live.some(isShort) ? "running" : "degraded";
}

const isLive = (state: State): boolean => state === "running" || state === "starting";

/** No container of it is wanted, and none is there. */
const isNone = ({ replicas, containers }: ServiceStatus): boolean => replicas === 0 && containers.length === 0;

/** Fewer containers of it run than are there, or should be. */
export const isShort = ({ state, replicas = 1, containers }: ServiceStatus): boolean =>
  state !== "absent" &&
  containers.some((one) => isLive(one.state)) &&
  containers.filter((one) => isLive(one.state)).length < Math.max(replicas, containers.length);

/** The problems that say that no engine answers, rather than that something is wrong with the project. */
const isEngines = (code: string | undefined): boolean =>
  code !== undefined && /^(engine-|docker-cli-missing$|compose-missing$|timeout$|cancelled$)/.test(code);

/**
 * Nothing answers and nothing is known: the panel has its welcome text then instead of nodes. Where the engine itself
 * refuses (no permission, no compose), its sentence is what helps, and is shown beneath the stack.
 */
export const hasNoEngine = (views: readonly StackView[]): boolean =>
  views.length > 0 && views.every(({ status, problem }) => status === undefined && isSilent(problem?.code));

const isSilent = (code: string | undefined): boolean =>
  code !== undefined && /^engine-(missing|down|hangs|lost)$/.test(code);

/** What does its work once has done it. */
const isDone = ({ oneShot, state, containers }: ServiceStatus): boolean =>
  oneShot === true &&
  state === "exited" &&
  containers.every(({ exitCode }) => exitCode === undefined || exitCode === 0);

/** Ended because it was told to, or came to its end. */
const isAtRest = (service: ServiceStatus): boolean =>
  service.state === "paused" || (service.state === "exited" && !hasCrashed(service));

const hasCrashed = ({ containers }: ServiceStatus): boolean => containers.some(crashed);

/** 128 and a signal's number: SIGINT, SIGKILL and SIGTERM are how a container is told to stop. */
const stopCodes: ReadonlySet<number> = new Set([0, 130, 137, 143]);

/** Whether a container ended though nobody told it to. */
export const crashed = ({ state, exitCode, outOfMemory }: ContainerStatus): boolean =>
  state === "exited" && exitCode !== undefined && (outOfMemory === true || !stopCodes.has(exitCode));

/** What a stack is, in words; while a command works on it, the step that it is at. */
export function viewWords({ busy, ...view }: StackView): string {
  const beneath = stateOf(view);
  // While services come up, how many are there tells more than the step, which the command's own message names.
  return busy === undefined || beneath === "starting" ? conditionWords(beneath, view.status) : busy;
}

function conditionWords(condition: Exclude<Condition, "busy">, status: StackStatus | undefined): string {
  const services = status?.services ?? [];
  switch (condition) {
    case "notBuilt":
      return l10n.t("not built");
    case "stopped":
      return l10n.t("stopped");
    case "starting":
      return l10n.t("starting ({0}/{1} healthy)", services.filter(isWell).length, services.length);
    case "running":
      return l10n.t("running");
    case "degraded":
      return l10n.t("degraded: {0}", unwell(services).join(", "));
    case "failed":
      return l10n.t("failed: {0}", unwell(services).join(", "));
    case "unavailable":
      return l10n.t("engine not available");
    case "asking":
      return l10n.t("asking the engine");
    case "unknown":
      return l10n.t("unknown");
  }
}

const isWell = (service: ServiceStatus): boolean =>
  isDone(service) ||
  isNone(service) ||
  (!isShort(service) && service.state === "running" && (service.health === "healthy" || service.health === "none"));

const unwell = (services: readonly ServiceStatus[]): readonly string[] =>
  services.filter((service) => !isWell(service)).map(({ name }) => name);

export const conditionLook: Readonly<Record<Condition, Look>> = {
  notBuilt: { icon: "circle-large-outline", colour: grey },
  stopped: { icon: "circle-outline", colour: grey },
  starting: { icon: "sync", colour: yellow },
  running: { icon: "pass-filled", colour: green },
  degraded: { icon: "warning", colour: yellow },
  failed: { icon: "error", colour: red },
  asking: { icon: "loading~spin" },
  busy: { icon: "loading~spin" },
  unavailable: { icon: "debug-disconnect", colour: red },
  unknown: { icon: "question", colour: grey },
};
