import { ok, type Result } from "../../result";
import { type Compose, runCompose } from "../compose";
import { readDotenv } from "../host/environment";
import type { ComposeProject } from "./composeConfig";
import { configProblem } from "./failures";
import type { DockerStack } from "./stack";

/** What compose takes for each profile that there is. */
const every = "*";
const variable = "COMPOSE_PROFILES";

/** The profiles that the environment has active, or the project's .env where the environment says nothing. */
export const activeProfiles = (environment: string | undefined, dotenv: string | undefined): readonly string[] =>
  (environment ?? dotenv ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

/** The profiles of a stack's files that are not active, in compose's order. */
export async function inactiveProfiles(
  { root, compose }: Pick<DockerStack, "root" | "compose">,
  signal: AbortSignal,
): Promise<Result<readonly string[]>> {
  const shown = await runCompose(compose, root, ["config", "--profiles"], { signal, timeout: 30_000 });
  if (!shown.ok) return shown;
  if (shown.value.code !== 0) return configProblem(shown.value.stderr);
  const active = activeOf(compose, root);
  const all = shown.value.stdout.split(/\r?\n/).filter((name) => name !== "");
  return ok(active.includes(every) ? [] : all.filter((name) => !active.includes(name)));
}

/** The same compose, with more profiles active. */
export const withProfiles = (compose: Compose, root: string, more: readonly string[]): Compose =>
  more.length === 0
    ? compose
    : { ...compose, env: { ...compose.env, [variable]: [...activeOf(compose, root), ...more].join(",") } };

/** The same compose, with every profile active. */
export const withEveryProfile = (compose: Compose): Compose => ({
  ...compose,
  env: { ...compose.env, [variable]: every },
});

/**
 * The same compose, for what is done to all that runs: to stop and take down a stack compose has to know the services of
 * profiles that were active when they were started.
 * @param running names of the services that have a container
 */
export const withRunning = (compose: Compose, project: ComposeProject, running: readonly string[]): Compose =>
  running.every((service) => project.services.some(({ name }) => name === service))
    ? compose
    : withEveryProfile(compose);

const activeOf = ({ env }: Compose, root: string): readonly string[] =>
  activeProfiles(env[variable], readDotenv(root)[variable]);
