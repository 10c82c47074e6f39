import { PassThrough } from "node:stream";
import type { Endpoint } from "../locate";
import type { Finished } from "../run";
import { connectStreams } from "./connection";

/** How much of what a program writes is kept, in characters. */
const kept = 200_000;

/**
 * Runs a program in a container to its end; no shell is involved. Rejects where the container or the program is not
 * there, or the signal fires.
 */
export async function execute(
  endpoint: Endpoint,
  container: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<Finished> {
  const docker = await connectStreams(endpoint);
  const made = await docker.getContainer(container).exec({
    Cmd: [...command],
    AttachStdout: true,
    AttachStderr: true,
    abortSignal: signal,
  });
  const stream = await made.start({ hijack: true, stdin: false, abortSignal: signal });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const texts = { stdout: "", stderr: "" };
  stdout.setEncoding("utf8").on("data", (text: string) => {
    texts.stdout = (texts.stdout + text).slice(-kept);
  });
  stderr.setEncoding("utf8").on("data", (text: string) => {
    texts.stderr = (texts.stderr + text).slice(-kept);
  });
  docker.modem.demuxStream(stream, stdout, stderr);
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      stream.destroy();
      reject(signal.reason);
    };
    signal.addEventListener("abort", stop, { once: true });
    for (const end of ["end", "close", "error"]) {
      stream.on(end, () => {
        signal.removeEventListener("abort", stop);
        resolve();
      });
    }
  });
  const { ExitCode } = await made.inspect({ abortSignal: signal });
  return { code: ExitCode, ...texts };
}
