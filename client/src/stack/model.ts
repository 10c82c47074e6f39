import * as l10n from "@vscode/l10n";
import type { ContainerStatus, ServiceStatus, StackStatus } from "../../../server/src/engine/engine";
import type { Problem } from "../../../server/src/result";

/** What is known of the stack of one folder. */
export interface StackView {
  /** URI of the folder. */
  readonly folder: string;
  /** The folder's name in the workspace. */
  readonly name: string;
  /** The last that the engine said. */
  readonly status?: StackStatus;
  /** Why the engine says nothing. */
  readonly problem?: Problem;
  /** The step of a command that works on the stack right now. */
  readonly busy?: string;
}

/** How a stack is as a whole. */
export type Condition = "stopped" | "starting" | "running" | "degraded" | "failed" | "busy" | "unknown";

/** One line of the panel: everything that there is to draw. */
export interface Node {
  /** Unique in the tree, and the same for the same thing over time. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** A codicon's name. */
  readonly icon: string;
  /** A theme colour for the icon. */
  readonly colour?: string;
  /** What the menus' conditions look at: `stack.running`, `service.up`, `url`, ... */
  readonly context: string;
  readonly folder: string;
  readonly service?: string;
  readonly url?: string;
  readonly children: readonly Node[];
}

/** The panel's nodes: one root for each stack; beneath it its addresses, then its services on the request's way. */
export const stackNodes = (views: readonly StackView[]): readonly Node[] => views.map(stackNode);

function stackNode(view: StackView): Node {
  const { folder, name, status } = view;
  const condition = conditionOf(view);
  const urls = status?.services.flatMap((service) => service.urls) ?? [];
  const words =
    view.busy ??
    (status === undefined ? (view.problem?.message ?? l10n.t("unknown")) : conditionWords(condition, status));
  return {
    id: folder,
    label: name,
    description: words,
    tooltip: status === undefined ? words : l10n.t("{0}: {1}, on {2}", status.project, words, status.engine),
    ...conditionLook[condition],
    context: `stack.${condition}`,
    folder,
    children: [
      ...[...new Set(urls)].map((url) => urlNode(folder, url)),
      ...(status?.services.map((service) => serviceNode(folder, service)) ?? []),
    ],
  };
}

/** The condition of the whole, from the states of its services. */
export function conditionOf({ status, busy }: StackView): Condition {
  if (busy !== undefined) return "busy";
  if (status === undefined) return "unknown";
  const services = status.services.filter(({ state }) => state !== "absent" && state !== "created");
  if (services.length === 0) return "stopped";
  const live = services.filter(({ state }) => state === "running" || state === "starting");
  if (live.length === 0) {
    return services.every(({ state }) => state === "exited" || state === "paused") ? "stopped" : "failed";
  }
  if (services.some(({ state }) => state === "restarting" || state === "dead")) return "degraded";
  if (services.some(({ health }) => health === "unhealthy")) return "degraded";
  if (live.some(({ state, health }) => state === "starting" || health === "starting")) return "starting";
  return live.length === status.services.length ? "running" : "degraded";
}

function conditionWords(condition: Condition, { services }: StackStatus): string {
  switch (condition) {
    case "stopped":
      return l10n.t("stopped");
    case "starting": {
      const healthy = services.filter((service) => isWell(service)).length;
      return l10n.t("starting ({0}/{1} healthy)", healthy, services.length);
    }
    case "running":
      return l10n.t("running");
    case "degraded":
      return l10n.t("degraded: {0}", unwell(services).join(", "));
    case "failed":
      return l10n.t("failed: {0}", unwell(services).join(", "));
    case "busy":
    case "unknown":
      return "";
  }
}

const isWell = ({ state, health }: ServiceStatus): boolean =>
  state === "running" && (health === "healthy" || health === "none");

const unwell = (services: readonly ServiceStatus[]): readonly string[] =>
  services.filter((service) => !isWell(service)).map(({ name }) => name);

interface Look {
  readonly icon: string;
  readonly colour?: string;
}

const [green, yellow, red, grey] = ["testing.iconPassed", "charts.yellow", "charts.red", "disabledForeground"];

const conditionLook: Readonly<Record<Condition, Look>> = {
  stopped: { icon: "circle-outline", colour: grey },
  starting: { icon: "sync", colour: yellow },
  running: { icon: "pass-filled", colour: green },
  degraded: { icon: "warning", colour: yellow },
  failed: { icon: "error", colour: red },
  busy: { icon: "loading~spin" },
  unknown: { icon: "question", colour: grey },
};

const urlNode = (folder: string, url: string): Node => ({
  id: `${folder}#${url}`,
  label: url,
  description: "",
  tooltip: l10n.t("Open {0} in the browser", url),
  icon: "globe",
  context: "url",
  folder,
  url,
  children: [],
});

function serviceNode(folder: string, service: ServiceStatus): Node {
  const { name, containers } = service;
  const id = `${folder}#${name}`;
  // What is not published is reached by the other services alone.
  const ports = [...new Set(containers.flatMap((container) => container.ports))].filter((port) => port.includes("->"));
  const words = stateWords(service);
  const up = service.state !== "absent" && service.state !== "created" && service.state !== "exited";
  const description = [words, ...ports].join(" · ");
  return {
    id,
    label: name,
    description,
    tooltip: l10n.t("{0}: {1}", name, description),
    ...stateLook(service),
    context: up ? "service.up" : "service.down",
    folder,
    service: name,
    // One container is the service; only several need lines of their own.
    children: containers.length > 1 ? containers.map((container) => containerNode(id, folder, name, container)) : [],
  };
}

function containerNode(parent: string, folder: string, service: string, container: ContainerStatus): Node {
  const description = [stateWords(container), ...container.ports].join(" · ");
  return {
    id: `${parent}#${container.id}`,
    label: container.id.slice(0, 12),
    description,
    tooltip: l10n.t("{0}: {1}", container.id, description),
    ...stateLook(container),
    context: "container",
    folder,
    service,
    children: [],
  };
}

function stateWords({ state, health }: Pick<ServiceStatus, "state" | "health">): string {
  switch (state) {
    case "absent":
      return l10n.t("not started");
    case "created":
      return l10n.t("created");
    case "exited":
      return l10n.t("stopped");
    case "dead":
      return l10n.t("dead");
    case "paused":
      return l10n.t("paused");
    case "restarting":
      return l10n.t("restarting");
    case "starting":
      return l10n.t("starting");
    case "running":
      break;
  }
  switch (health) {
    case "healthy":
      return l10n.t("healthy");
    case "unhealthy":
      return l10n.t("unhealthy");
    case "starting":
      return l10n.t("waiting for health");
    case "none":
      return l10n.t("running");
  }
}

function stateLook({ state, health }: Pick<ServiceStatus, "state" | "health">): Look {
  if (state === "absent" || state === "created" || state === "exited") return { icon: "circle-outline", colour: grey };
  if (state === "dead" || health === "unhealthy") return { icon: "error", colour: red };
  if (state === "running" && health !== "starting") return { icon: "pass-filled", colour: green };
  return { icon: state === "paused" ? "debug-pause" : "sync", colour: yellow };
}
