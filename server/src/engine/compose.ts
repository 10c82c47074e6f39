import { existsSync } from "node:fs";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { composeFiles } from "../languages/compose/files";
import { fail, ok, type Result } from "../result";
import { type ComposeProject, readComposeConfig } from "./docker/composeConfig";
import { configProblem } from "./docker/failures";
import type { Endpoint } from "./locate";
import { type Finished, type RunOptions, run } from "./run";

/** The orchestrator of the engine: `docker compose`, or the same program by itself. Every command is an argument array. */
export interface Compose {
  readonly program: string;
  /** What comes before a command: `["compose"]`. */
  readonly prefix: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Whether a folder has a compose file of its own; compose would also take one of a folder above. */
export const hasComposeFile = (root: string): boolean => composeFiles.some((name) => existsSync(join(root, name)));

/** Compose for an engine, in a project's folder. Fails with `docker-cli-missing` or `compose-missing`. */
export async function findCompose(root: string, endpoint: Endpoint, signal?: AbortSignal): Promise<Result<Compose>> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...endpoint.env,
    // Compose takes the folder's name from here, and labels the containers with it.
    PWD: root,
    // Lines that a program can read, whatever terminal this was started from.
    BUILDKIT_PROGRESS: "plain",
    COMPOSE_ANSI: "never",
    DOCKER_CLI_HINTS: "false",
    NO_COLOR: "1",
  };
  const found = await findProgram(env, signal);
  return found.ok ? ok({ ...found.value, env }) : found;
}

type ComposeProgram = Pick<Compose, "program" | "prefix">;

/** By the PATH that it was found on. What is installed stays installed, so only that it is missing is asked again. */
const foundPrograms = new Map<string, ComposeProgram>();

async function findProgram(env: NodeJS.ProcessEnv, signal: AbortSignal | undefined): Promise<Result<ComposeProgram>> {
  const key = env.PATH ?? "";
  const known = foundPrograms.get(key);
  if (known !== undefined) return ok(known);
  const keep = (program: ComposeProgram): Result<ComposeProgram> => {
    foundPrograms.set(key, program);
    return ok(program);
  };
  const options = { env, timeout: 20_000, ...(signal ? { signal } : {}) };
  const plugin = await run("docker", ["compose", "version", "--short"], options);
  if (plugin.ok && plugin.value.code === 0) return keep({ program: "docker", prefix: ["compose"] });
  if (!plugin.ok && plugin.problem.code === "cancelled") return plugin;
  const alone = await run("docker-compose", ["version", "--short"], options);
  // Version 1 was another program, and has been without support since 2023.
  if (alone.ok && alone.value.code === 0 && !alone.value.stdout.trim().startsWith("1.")) {
    return keep({ program: "docker-compose", prefix: [] });
  }
  return !plugin.ok && plugin.problem.code === "program-missing"
    ? fail(
        "docker-cli-missing",
        l10n.t("The docker program is not installed: install Docker's command line and its compose plugin."),
      )
    : fail(
        "compose-missing",
        l10n.t(
          "Docker has no compose plugin here: install it (the package docker-compose-plugin or docker-compose-v2).",
        ),
      );
}

/** Runs one compose command in a project's folder. */
export const runCompose = (
  compose: Compose,
  root: string,
  args: readonly string[],
  options: Omit<RunOptions, "cwd" | "env"> = {},
): Promise<Result<Finished>> =>
  run(compose.program, [...compose.prefix, ...args], { ...options, cwd: root, env: compose.env });

/** What compose makes of the files of a project: its name, services and ports. Fails with `compose-file` or `compose-variable`. */
export async function composeConfig(
  compose: Compose,
  root: string,
  signal: AbortSignal,
): Promise<Result<ComposeProject>> {
  const shown = await runCompose(compose, root, ["config", "--format", "json"], { signal, timeout: 30_000 });
  if (!shown.ok) return shown;
  if (shown.value.code !== 0) return configProblem(shown.value.stderr);
  const project = readComposeConfig(shown.value.stdout);
  return project === undefined ? configProblem(shown.value.stdout) : ok(project);
}

/** The environment variable by which the generated compose.yaml is told where to publish Nginx. */
export const portVariable = "HTTP_PORT";

/** The same compose, publishing Nginx elsewhere. */
export const atPort = (compose: Compose, port: number | undefined): Compose =>
  port === undefined ? compose : { ...compose, env: { ...compose.env, [portVariable]: String(port) } };
