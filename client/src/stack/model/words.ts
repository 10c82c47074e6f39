import * as l10n from "@vscode/l10n";
import type { ContainerStatus, ServiceStatus, Usage } from "../../../../server/src/engine/engine";
import type { Killed } from "../../../../server/src/engine/killedWorkers";
import { crashed } from "./condition";
import { green, grey, joined, type Look, red, yellow } from "./node";

type Standing = Pick<ServiceStatus, "state" | "health">;

/** How a service or container is, in words. */
export function stateWords({ state, health }: Standing): string {
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

/** As `stateWords`, and of one that has ended, why: for lack of memory, by a signal, or by itself. */
export function containerWords(container: ContainerStatus): string {
  const { state, exitCode, outOfMemory } = container;
  if (state !== "exited" && state !== "dead" && state !== "restarting") return stateWords(container);
  if (exitCode === undefined) return stateWords(container);
  const why = outOfMemory ? l10n.t("out of memory ({0})", exitCode) : codeWords(exitCode);
  return `${stateWords(container)}: ${why}`;
}

/** So long it matters that something in a container was killed: milliseconds. */
const lately = 60 * 60 * 1000;

/** What was killed in a container that goes on, while that matters: for an hour, or until it is started anew. */
export const killedLately = ({ state, killed }: ContainerStatus, now: number): Killed | undefined =>
  state === "running" && killed !== undefined && now - Date.parse(killed.last) < lately ? killed : undefined;

/** How many were killed, why, and when the last one was. */
export function killedWords({ count, last, outOfMemory }: Killed, now: number): string {
  const ago = durationWords(now - Date.parse(last));
  if (outOfMemory) {
    return count === 1
      ? l10n.t("out of memory: a process was killed {0} ago", ago)
      : l10n.t("out of memory: {0} processes were killed, the last {1} ago", count, ago);
  }
  return count === 1
    ? l10n.t("a worker was killed {0} ago, perhaps for lack of memory", ago)
    : l10n.t("{0} workers were killed, the last {1} ago, perhaps for lack of memory", count, ago);
}

/** A shell's convention, which the engine follows: 128 and the number of the signal that ended it. */
function codeWords(code: number): string {
  const signal = signals[code - 128];
  return signal === undefined ? l10n.t("exit code {0}", code) : l10n.t("{0} (exit code {1})", signal, code);
}

const signals: Readonly<Record<number, string>> = {
  1: "SIGHUP",
  2: "SIGINT",
  3: "SIGQUIT",
  4: "SIGILL",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  9: "SIGKILL",
  11: "SIGSEGV",
  13: "SIGPIPE",
  15: "SIGTERM",
};

/** The icon of a service or container. The worst that is known decides. */
export function stateLook(standing: Standing, containers: readonly ContainerStatus[] = []): Look {
  const { state, health } = standing;
  if (containers.some(crashed)) return { icon: "error", colour: red };
  if (state === "absent" || state === "created" || state === "exited") return { icon: "circle-outline", colour: grey };
  if (state === "dead" || health === "unhealthy") return { icon: "error", colour: red };
  if (state === "running" && health !== "starting") return { icon: "pass-filled", colour: green };
  return { icon: state === "paused" ? "debug-pause" : "sync", colour: yellow };
}

/** A container's name without that of its project, which compose puts before it. */
export const shortName = (name: string, project: string | undefined): string =>
  project !== undefined && name.startsWith(`${project}-`) ? name.slice(project.length + 1) : name;

/** How long something has run, in its largest unit: `3 min`. */
export function durationWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  // Seconds would have the line drawn again with each event of another container.
  if (seconds < 60) return l10n.t("< 1 min");
  if (seconds < 3600) return l10n.t("{0} min", Math.floor(seconds / 60));
  if (seconds < 48 * 3600) return l10n.t("{0} h", Math.floor(seconds / 3600));
  return l10n.t("{0} d", Math.floor(seconds / 86400));
}

/** CPU and memory as they stand beside a container, where there is little room: `1.5 % · 64/512 MiB`. */
export function usageWords(usage: Usage | undefined): string | undefined {
  if (usage === undefined) return undefined;
  const { cpuPercent, memory, memoryLimit } = usage;
  const inUse = bytes(memory);
  if (memoryLimit === undefined) return joined([cpuWords(cpuPercent), inUse.join(" ")]);
  const limit = bytes(memoryLimit);
  const amount = inUse[1] === limit[1] ? inUse[0] : inUse.join(" ");
  return joined([cpuWords(cpuPercent), `${amount}/${limit.join(" ")}`]);
}

/** As `usageWords`, for who does not see which number is which: `CPU 1.5 % · memory 64 MiB / 512 MiB`. */
export function spokenUsage(usage: Usage | undefined): string | undefined {
  if (usage === undefined) return undefined;
  const { cpuPercent, memory, memoryLimit } = usage;
  const amounts = [memory, ...(memoryLimit === undefined ? [] : [memoryLimit])].map((count) => bytes(count).join(" "));
  return joined([`CPU ${cpuWords(cpuPercent)}`, l10n.t("memory {0}", amounts.join(" / "))]);
}

const cpuWords = (percent: number): string => `${percent.toFixed(1)} %`;

const bytes = (count: number): readonly [amount: string, unit: string] =>
  count >= 1024 ** 3 ? [(count / 1024 ** 3).toFixed(1), "GiB"] : [String(Math.round(count / 1024 ** 2)), "MiB"];
