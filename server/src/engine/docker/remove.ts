import * as l10n from "@vscode/l10n";
import { ok, type Result } from "../../result";
import type { Progress } from "../engine";
import { containerSteps } from "./buildOutput";
import { otherProblem } from "./failures";
import { containersOf, type DockerStack, inProject } from "./stack";

/** What removing a service would take with it: how many containers, and the volumes that have no name. */
export async function removable(
  stack: DockerStack,
  service: string,
  signal: AbortSignal,
): Promise<Result<{ readonly containers: number; readonly anonymousVolumes: number }>> {
  const found = await containersOf(stack, signal);
  if (!found.ok) return found;
  const own = found.value.filter((one) => one.service === service);
  const volumes = new Set(
    own.flatMap(({ info }) =>
      info.Mounts.flatMap(({ Type, Name = "" }) => (Type === "volume" && anonymous.test(Name) ? [Name] : [])),
    ),
  );
  return ok({ containers: own.length, anonymousVolumes: volumes.size });
}

/** The engine names what nobody has named. */
const anonymous = /^[0-9a-f]{64}$/;

/** Stops and removes the containers of one service; the volumes that have no name stay, too, unless they are to go. */
export async function removeService(
  stack: DockerStack,
  service: string,
  volumes: boolean,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<void>> {
  progress.step(l10n.t("Removing the containers of {0}", service));
  const step = containerSteps(progress.step);
  const args = ["rm", "--stop", "--force", ...(volumes ? ["--volumes"] : []), service];
  const done = await inProject(stack, args, signal, (line) => {
    step(line);
    progress.output(line);
  });
  if (!done.ok) return done;
  return done.value.code === 0 ? ok(undefined) : otherProblem(done.value.stdout + done.value.stderr);
}
