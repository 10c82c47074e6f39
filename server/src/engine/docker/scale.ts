import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../../result";
import type { Progress } from "../engine";
import { refreshProxies } from "./proxies";
import { retire } from "./retire";
import { scaledTo } from "./scaled";
import { isScalable } from "./serviceFacts";
import { composeStep, containersOf, currentConfig, type DockerStack } from "./stack";
import { upProblem } from "./upProblem";

/** So many containers of one service: those that are there count too. */
interface Scaling {
  readonly stack: DockerStack;
  readonly service: string;
  readonly count: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** What there is where the new ones do not come up, as `upProblem` has it. */
  readonly after?: string;
}

/** More than this on one machine is a slip of the finger. */
const most = 64;

/**
 * Runs so many containers of a service, those that are there among them. More: Nginx is told once the new ones are
 * healthy. Fewer: those that go are retired, the youngest first.
 */
export async function scale(scaling: Scaling): Promise<Result<void>> {
  const { stack, service, count, progress, signal } = scaling;
  if (!Number.isInteger(count) || count < 1 || count > most) {
    return fail("bad-scale", l10n.t("{0} is no number of containers: give one from 1 to {1}.", count, most));
  }
  const config = await currentConfig(stack, signal);
  if (!config.ok) return config;
  const declared = config.value.services.find(({ name }) => name === service);
  if (declared === undefined || !isScalable(declared)) {
    return fail(
      "not-scalable",
      l10n.t("{0} publishes a fixed port or has a fixed name, so there can be one of it alone.", service),
    );
  }
  progress.step(l10n.t("Scaling {0} to {1}", service, count));
  const surplus = await retireSurplus(scaling);
  if (!surplus.ok) return surplus;
  const scaled = await scaleTo(scaling);
  if (!scaled.ok) return scaled;
  scaledTo(stack, service, count);
  progress.step(l10n.t("Telling Nginx"));
  await refreshProxies(stack, signal);
  return scaled;
}

/** Ends what is more than so many: first what does not run anyway. */
async function retireSurplus({ stack, service, count, progress, signal }: Scaling): Promise<Result<void>> {
  const containers = await containersOf(stack, signal);
  if (!containers.ok) return containers;
  const own = containers.value.filter((one) => one.service === service);
  const running = own.filter(({ info }) => info.State === "running");
  const surplus = [...running, ...own.filter((one) => !running.includes(one))].slice(count);
  if (surplus.length > 0) await retire(stack, surplus, running.slice(0, count), progress);
  return ok(undefined);
}

/** Has compose start or remove as many containers as it takes; those that stay are not touched. */
export const scaleTo = ({ stack, service, count, progress, signal, after }: Scaling): Promise<Result<void>> =>
  composeStep(
    stack,
    [
      ...["up", "--detach", "--no-deps", "--no-build", "--no-recreate", "--wait"],
      ...["--scale", `${service}=${count}`, service],
    ],
    progress,
    signal,
    (output) => upProblem(stack, output, signal, after),
  );
