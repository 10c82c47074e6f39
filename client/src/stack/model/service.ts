import { basename } from "node:path";
import * as l10n from "@vscode/l10n";
import type { ContainerStatus, ServiceStatus, StackStatus } from "../../../../server/src/engine/engine";
import { isShort } from "./condition";
import { green, joined, type Look, type Node, red, yellow } from "./node";
import type { Facts } from "./view";
import {
  containerWords,
  durationWords,
  killedLately,
  killedWords,
  shortName,
  spokenUsage,
  stateLook,
  stateWords,
  usageWords,
} from "./words";

/** A service with its containers and the files that make it what it is. */
export function serviceNode(
  folder: string,
  { project, engine }: Pick<StackStatus, "project" | "engine">,
  service: ServiceStatus,
  facts: Facts,
): Node {
  const { name, containers, image } = service;
  const id = `${folder}#${name}`;
  const ports = [...new Set(containers.flatMap((container) => publishedPorts(container, engine)))];
  const [only] = containers;
  const words = containers.length === 1 && only !== undefined ? containerWords(only) : stateWords(service);
  const description = joined([
    service.state === "absent" && service.built === false ? l10n.t("not built") : words,
    replicaWords(service),
    ...ports,
    image && imageWords(image),
  ]);
  return {
    id,
    label: name,
    description,
    tooltip: [
      l10n.t("{0}: {1}", name, description),
      ...(image === undefined ? [] : [l10n.t("Image: {0}", image)]),
      ...(service.replicas === undefined
        ? []
        : [l10n.t("Replicas: {0}, of which run: {1}", service.replicas, runningIn(service))]),
    ].join("\n"),
    spoken: l10n.t("Service {0}: {1}", name, description),
    ...lookOf(service, facts.now),
    context: serviceContext(service, engine),
    folder,
    service: name,
    children: [
      ...containers.map((container) => containerNode(id, folder, { project, engine }, name, container, facts)),
      ...(service.files ?? []).map((file) => fileNode(id, folder, file, facts)),
    ],
  };
}

/** One that serves, and not as it should, is no failure: fewer run than should, or something in one was killed. */
function lookOf(service: ServiceStatus, now: number): Look {
  const look = stateLook(service, service.containers);
  const short = isShort(service) || service.containers.some((one) => killedLately(one, now));
  return look.colour === green && short ? { icon: "warning", colour: yellow } : look;
}

/** What is not published is reached by the other services alone. */
function publishedPorts({ ports }: ContainerStatus, engine: string): readonly string[] {
  const published = ports.filter((port) => port.includes("->"));
  // A program of this machine listens where it is reached.
  return engine === "host" ? published.map((port) => l10n.t("port {0}", port.replace(/->.*/, ""))) : published;
}

/** The engine calls an image whose name went to a newer one by its digest, or the start of it. */
const imageWords = (image: string): string =>
  /^(sha256:)?[0-9a-f]{12,64}$/.test(image) ? l10n.t("older image") : image;

/** `2/3`: so many of the containers run; told where there is more than one, or should be. */
function replicaWords(service: ServiceStatus): string | undefined {
  const { containers, replicas = 1 } = service;
  const running = runningIn(service);
  if (containers.length === 0 || (containers.length === 1 && replicas <= 1)) return undefined;
  return `${running}/${Math.max(containers.length, replicas)}`;
}

const runningIn = ({ containers }: ServiceStatus): number =>
  containers.filter(({ state }) => state === "running").length;

/** What can be done with a service is part of its context, so that menus can ask for it. */
function serviceContext({ state, scalable, server }: ServiceStatus, engine: string): string {
  const up = state !== "absent" && state !== "created" && state !== "exited";
  return [
    up ? "service.up" : "service.down",
    ...(scalable ? ["scale"] : []),
    ...(server === undefined ? [] : ["reload"]),
    ...(server === "gunicorn" ? ["gunicorn"] : []),
    ...(engine === "host" ? ["host"] : []),
  ].join(".");
}

function containerNode(
  parent: string,
  folder: string,
  { project, engine }: Pick<StackStatus, "project" | "engine">,
  service: string,
  container: ContainerStatus,
  { now, usage }: Facts,
): Node {
  const id = `${parent}#${container.id}`;
  const name = container.name ?? container.id.slice(0, 12);
  // The project's name is that of the root.
  const onHost = engine === "host";
  const label = onHost ? l10n.t("process {0}", name) : shortName(name, project);
  const running = container.state === "running" && container.startedAt !== undefined;
  const killed = killedLately(container, now);
  const look: Look = killed ? { icon: "warning", colour: yellow } : stateLook(container, [container]);
  const words = joined([killed ? killedWords(killed, now) : undefined, containerWords(container)]);
  const uptime = running && now > 0 ? durationWords(now - Date.parse(container.startedAt ?? "")) : undefined;
  const restarts = container.restarts ? restartWords(container.restarts) : undefined;
  const measured = usage.get(container.id);
  const ports = publishedPorts(container, engine);
  // A panel is narrow: what comes first is seen. That all is well the icon says, too, and the service has the ports.
  const description =
    look.colour === green
      ? joined([usageWords(measured), restarts, uptime, words, ...ports])
      : joined([words, restarts, usageWords(measured), uptime, ...ports]);
  const full = joined([words, uptime, restarts, spokenUsage(measured), ...ports]);
  const details = [
    l10n.t("{0}: {1}", onHost ? label : name, full),
    ...(onHost ? [] : [container.id.slice(0, 12)]),
    ...(container.ports.length > 0 && !onHost ? [l10n.t("Ports: {0}", container.ports.join(", "))] : []),
    ...(container.startedAt === undefined ? [] : [l10n.t("Started: {0}", container.startedAt)]),
    ...(container.finishedAt === undefined ? [] : [l10n.t("Ended: {0}", container.finishedAt)]),
  ];
  return {
    id,
    label,
    description,
    tooltip: details.join("\n"),
    spoken: onHost ? l10n.t("Process {0}: {1}", name, full) : l10n.t("Container {0}: {1}", label, full),
    ...look,
    context: `container.${container.state === "running" ? "up" : "down"}${onHost ? ".host" : ""}`,
    folder,
    service,
    container: container.id,
    ...(container.failedCheck === undefined ? {} : { open: true }),
    children: container.failedCheck === undefined ? [] : [checkNode(id, folder, service, container.failedCheck)],
  };
}

/** What the last health check wrote, where it failed: its last line is the one that says why. */
function checkNode(parent: string, folder: string, service: string, output: string): Node {
  const last = output.trimEnd().split(/\r?\n/).at(-1) ?? "";
  const description = last === "" ? l10n.t("it wrote nothing") : last;
  return {
    id: `${parent}#check`,
    label: l10n.t("Last health check failed"),
    description,
    tooltip: output,
    spoken: l10n.t("Last health check failed: {0}", description),
    icon: "pulse",
    colour: red,
    context: "check",
    folder,
    service,
    text: output,
    children: [],
  };
}

/** A configuration file, with the number of problems that the editor has with it. */
export function fileNode(parent: string, folder: string, file: string, { problems }: Facts): Node {
  const { errors, warnings } = problems.get(file) ?? { errors: 0, warnings: 0 };
  const description = joined([
    errors > 0 ? errorWords(errors) : undefined,
    warnings > 0 ? warningWords(warnings) : undefined,
  ]);
  const label = basename(file);
  const colour = errors > 0 ? red : warnings > 0 ? yellow : undefined;
  return {
    id: `${parent}#${file}`,
    label,
    description,
    tooltip: file,
    spoken: description === "" ? l10n.t("File {0}, no problems", label) : l10n.t("File {0}: {1}", label, description),
    icon: errors > 0 ? "error" : warnings > 0 ? "warning" : "file",
    ...(colour === undefined ? {} : { colour }),
    context: "file",
    folder,
    file,
    children: [],
  };
}

const errorWords = (count: number): string => (count === 1 ? l10n.t("1 error") : l10n.t("{0} errors", count));
const warningWords = (count: number): string => (count === 1 ? l10n.t("1 warning") : l10n.t("{0} warnings", count));
const restartWords = (count: number): string => (count === 1 ? l10n.t("1 restart") : l10n.t("{0} restarts", count));
