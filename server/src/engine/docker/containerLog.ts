import type { Endpoint } from "../locate";
import { connect } from "./connection";

/** The last lines that one container wrote to stdout and stderr; empty where it is gone. */
export async function containerLog(endpoint: Endpoint, id: string, tail: number, signal: AbortSignal): Promise<string> {
  try {
    const container = (await connect(endpoint)).getContainer(id);
    const options = { follow: false as const, stdout: true, stderr: true, tail, abortSignal: signal };
    const [log, { Config }] = await Promise.all([container.logs(options), container.inspect()]);
    return Config.Tty ? log.toString("utf8") : demultiplexed(log);
  } catch {
    return "";
  }
}

/** Without a terminal the engine writes frames: one byte for the stream, three of zero, four of the length, the text. */
export function demultiplexed(log: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= log.length; ) {
    const length = log.readUInt32BE(at + 4);
    parts.push(log.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(parts).toString("utf8");
}
