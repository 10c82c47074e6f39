import * as l10n from "@vscode/l10n";
import { fail, type Result } from "../../result";
import { failureLines } from "../gunicornLog";
import { containerLog } from "./containerLog";
import type { StackContainer } from "./containers";
import { failureCause } from "./failureCauses";
import { failingContainer, otherProblem, startProblem } from "./failures";
import { programOf } from "./serviceFacts";
import { containersOf, type DockerStack } from "./stack";

/** How many lines of a container's log are shown where it keeps the stack from coming up. */
const shownLines = 20;
/** How many are read to find them: the reason is not always at the very end. */
const readLines = 200;

/**
 * Why `compose up` failed: a port, an image, or a container, then with the last lines that it wrote.
 * @param after what there is now, in a sentence; unless told, what was started is left as it is
 */
export const upProblem = async (
  stack: DockerStack,
  output: string,
  signal: AbortSignal,
  after = l10n.t("What was started is still there until the stack is taken down."),
): Promise<Result<never>> => (await startProblem(output)) ?? (await containerProblem(stack, output, signal, after));

async function containerProblem(
  stack: DockerStack,
  output: string,
  signal: AbortSignal,
  after: string,
): Promise<Result<never>> {
  const found = await containersOf(stack, signal);
  const containers = found.ok ? found.value : [];
  const failed = culprit(output, containers);
  if (failed === undefined) return otherProblem(output);
  const { container, unhealthy } = failed;
  const lines = failureLines(await containerLog(stack.endpoint, container.info.Id, readLines, signal), shownLines);
  const silent = lines.trim() === "";
  const message = whatFailed(container.service, { unhealthy, silent, exitCode: container.details?.exitCode });
  const missing = await lacking(stack, container);
  return fail(
    unhealthy ? "unhealthy" : "exited",
    [message, ...failureCause(lines), ...missing, after].join(" "),
    lines,
  );
}

/** What a Gunicorn that failed was not given, which is likely why. */
async function lacking(stack: DockerStack, { service, info }: StackContainer): Promise<readonly string[]> {
  if (programOf(service, undefined, info.Command) !== "gunicorn") return [];
  const { missingFor } = await import("./missingEnvironment");
  return missingFor(stack, service);
}

/** What a service did, in a sentence, and where to look: it may have written nothing that says why. */
export function whatFailed(
  service: string,
  { unhealthy, silent, exitCode }: { unhealthy: boolean; silent: boolean; exitCode: number | undefined },
): string {
  if (!silent) {
    return unhealthy
      ? l10n.t("{0} runs but is not healthy: its last lines say why.", service)
      : l10n.t("{0} does not stay up: its last lines say why.", service);
  }
  if (unhealthy) {
    return l10n.t("{0} runs but is not healthy, and wrote nothing: flask-stack check may say why.", service);
  }
  return exitCode === undefined
    ? l10n.t("{0} ended and wrote nothing: flask-stack check may say why.", service)
    : l10n.t("{0} ended with exit status {1} and wrote nothing: flask-stack check may say why.", service, exitCode);
}

function culprit(
  output: string,
  containers: readonly StackContainer[],
): { readonly container: StackContainer; readonly unhealthy: boolean } | undefined {
  const named = failingContainer(output);
  const container = containers.find(({ name, service }) => name === named?.container || service === named?.container);
  if (named && container) {
    // One that ends at once and is started again is called unhealthy too.
    return { container, unhealthy: named.unhealthy && container.info.State === "running" && container.restarts === 0 };
  }
  const ended = containers.find(({ info }) => ["exited", "restarting", "dead"].includes(info.State));
  if (ended) return { container: ended, unhealthy: false };
  const sick = containers.find(({ info }) => info.Status.includes("(unhealthy)"));
  return sick && { container: sick, unhealthy: true };
}
