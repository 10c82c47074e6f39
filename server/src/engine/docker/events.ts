import { StringDecoder } from "node:string_decoder";
import type { GetEventsOptions } from "dockerode";
import { record } from "../../record";
import type { ContainerEvent } from "../engine";
import type { Endpoint } from "../locate";
import { connectStreams } from "./connection";
import { fileNames, label } from "./labels";

/** An event of any stack on the engine, with what tells whose it is. */
export interface StackEvent extends ContainerEvent {
  readonly project: string;
  /** The folder that compose ran in, and the files that it read, absolute. */
  readonly folder: string;
  readonly files: readonly string[];
}

/**
 * What changes how a container is. The others (`exec_start` of each health check, `attach`, `top`) come by the dozen and
 * change nothing. The engine takes `health_status` for each of its kinds.
 */
const actions = [
  ...["create", "start", "restart", "die", "oom", "stop", "pause", "unpause", "destroy", "rename", "update"],
  "health_status",
];

/**
 * Tells the events of all containers that compose made, as they happen. Resolves when the engine ends the stream or the
 * signal fires; rejects where it cannot be had.
 * @param open is called once the engine has taken the question: nothing is missed after that
 */
export async function followEvents(
  endpoint: Endpoint,
  open: () => void,
  tell: (event: StackEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const docker = await connectStreams(endpoint);
  const filters = { event: actions, label: [label.project] };
  const options: GetEventsOptions = { filters: { type: ["container"], ...filters }, abortSignal: signal };
  const stream = await docker.getEvents(options);
  open();
  const lines = jsonLines((value) => {
    const event = readEvent(value);
    if (event !== undefined) tell(event);
  });
  await new Promise<void>((resolve) => {
    stream.on("data", (chunk: Buffer) => lines(chunk));
    // However it ends, it has ended: why is found out by who asks the engine next.
    for (const end of ["end", "close", "error"]) stream.on(end, () => resolve());
  });
}

/** Cuts a stream into the JSON values that it holds, one a line, however they were cut on the way. */
export function jsonLines(tell: (value: unknown) => void): (chunk: Buffer) => void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  return (chunk) => {
    const parts = (rest + decoder.write(chunk)).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const value = part.trim() === "" ? undefined : parsed(part);
      if (value !== undefined) tell(value);
    }
  };
}

/** Undefined where it is no JSON: an engine that ended in the middle of a line. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** An event as the engine writes it; undefined where it is not of a container of a stack. */
export function readEvent(value: unknown): StackEvent | undefined {
  const { Type, Action, Actor, timeNano, time } = record(value);
  const { ID, Attributes } = record(Actor);
  const attributes = record(Attributes);
  const {
    [label.project]: project,
    [label.service]: service,
    [label.folder]: folder,
    [label.files]: files,
  } = attributes;
  if (Type !== "container" || typeof Action !== "string" || typeof ID !== "string") return undefined;
  if (typeof project !== "string" || typeof service !== "string" || typeof folder !== "string") return undefined;
  if (attributes[label.oneOff] === "True") return undefined;
  const exitCode = Number(attributes.exitCode);
  return {
    project,
    service,
    folder,
    files: fileNames(typeof files === "string" ? files : ""),
    container: ID,
    action: Action,
    time: typeof timeNano === "number" ? Math.round(timeNano / 1e6) : Number(time) * 1000,
    ...(attributes.exitCode !== undefined && Number.isInteger(exitCode) ? { exitCode } : {}),
  };
}
