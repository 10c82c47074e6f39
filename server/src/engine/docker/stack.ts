import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import * as l10n from "@vscode/l10n";
import { fail, ok, type Result } from "../../result";
import { type Compose, composeConfig, runCompose } from "../compose";
import type { ComposeStack, Progress } from "../engine";
import { readDotenv } from "../host/environment";
import type { Endpoint } from "../locate";
import { cancelled, type Finished } from "../run";
import { containerSteps } from "./buildOutput";
import type { ComposeProject } from "./composeConfig";
import { keepConfig, keptConfig } from "./configCache";
import { type KnownDetails, type StackContainer, stackContainers } from "./containers";
import { otherProblem } from "./failures";
import { withRunning } from "./profiles";
import { projectFiles } from "./projectFiles";
import { isOf, stacksBeside } from "./projects";

/** A folder's stack on an engine: what every operation on it needs. */
export interface DockerStack {
  readonly root: string;
  readonly endpoint: Endpoint;
  readonly compose: Compose;
  /** It is not the folder's own one: it has another name, or other files. */
  readonly apart?: ComposeStack;
  /** What is known of its containers while somebody watches them. */
  readonly known: KnownDetails;
  /** What was heard of lack of memory while somebody watched. */
  readonly outOfMemory: Map<string, readonly number[]>;
}

/** A stack of a folder: its own one, or one apart from that, of which compose is told the name and files. */
export function openStack(root: string, endpoint: Endpoint, compose: Compose, apart?: ComposeStack): DockerStack {
  const stack = { root, endpoint, compose, known: new Map(), outOfMemory: new Map() };
  if (apart === undefined) return stack;
  const files = filesOf({ ...stack, apart }).flatMap((file) => ["--file", file]);
  // Without its files it is known by its name alone: in its folder compose would take the others that are there.
  const read = files.length === 0 ? [] : ["--project-directory", root, ...files];
  const prefix = [...compose.prefix, ...read, "--project-name", apart.project];
  return { ...stack, apart, compose: { ...compose, prefix } };
}

/** Absolute paths of the compose files of a stack, the base file first; of one apart none where one of them is gone. */
export const filesOf = ({ root, compose, apart }: DockerStack): readonly string[] => {
  if (apart === undefined) return projectFiles(root, compose.env);
  return apart.files.every((file) => existsSync(file)) ? apart.files : [];
};

/** Whether the folder has a compose file. */
export const hasFiles = (stack: DockerStack): boolean => filesOf(stack).length > 0;

/** What compose makes of the files; of files that are as they were, what it made of them before. */
export async function currentConfig(stack: DockerStack, signal: AbortSignal): Promise<Result<ComposeProject>> {
  const { root, compose, apart } = stack;
  const files = filesOf(stack);
  const key = [root, ...(apart === undefined ? [] : [apart.project, ...apart.files])].join("\n");
  const before = keptConfig(key, files);
  if (before?.fresh) return ok(before.project);
  const ask = async (signal: AbortSignal) => {
    const config = await composeConfig(compose, root, signal);
    if (!config.ok) return config;
    const { composeSources } = await import("./composeSources");
    const environment = Object.entries({ ...readDotenv(root), ...compose.env });
    const known = environment.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    const project = { ...config.value, sources: composeSources(root, files, new Map(known)) };
    keepConfig(key, files, project);
    return ok(project);
  };
  if (before === undefined) return ask(signal);
  // The same files some time ago: whoever waits for a picture has it at once, and the next one has what is new.
  void ask(AbortSignal.timeout(30_000));
  return ok(before.project);
}

/** The stack's containers, or why the engine does not tell. */
export async function containersOf(stack: DockerStack, signal: AbortSignal): Promise<Result<StackContainer[]>> {
  const [all, config] = await Promise.all([
    folderContainers(stack, signal),
    stack.apart === undefined && hasFiles(stack) ? currentConfig(stack, signal) : undefined,
  ]);
  return all.ok ? ok(split(stack, all.value, config?.ok ? config.value.name : undefined).own) : all;
}

/** The containers of every stack that runs from the folder, or why the engine does not tell. */
export async function folderContainers(stack: DockerStack, signal: AbortSignal): Promise<Result<StackContainer[]>> {
  try {
    return ok(await stackContainers(stack.endpoint, stack.root, signal, stack.known));
  } catch (error) {
    return engineProblem(stack.endpoint, error, signal);
  }
}

/**
 * Which containers of a folder are this stack's, and which other stacks there are.
 * @param name that of the folder's own project; undefined where its files cannot be read
 */
export function split(
  stack: DockerStack,
  all: readonly StackContainer[],
  name: string | undefined,
): { readonly own: StackContainer[]; readonly beside: readonly ComposeStack[] } {
  const { apart } = stack;
  if (apart !== undefined) return { own: all.filter((one) => isOf(one, apart)), beside: [] };
  const beside = stacksBeside(all, { name, files: filesOf(stack) }, existsSync);
  return { own: all.filter((one) => !beside.some((other) => isOf(one, other))), beside };
}

/** What an engine did not answer, as a sentence. */
export function engineProblem(endpoint: Endpoint, error: unknown, signal: AbortSignal): Result<never> {
  if (signal.aborted) return cancelled();
  const reason = error instanceof Error ? error.message : String(error);
  return fail(
    "engine-failed",
    l10n.t("The Docker engine at {0} did not answer ({1}): restart Docker and try again.", endpoint.host, reason),
  );
}

/** Runs a compose command that names its steps in what it writes; fails with what `problem` makes of its output. */
export async function composeStep(
  stack: DockerStack,
  args: readonly string[],
  progress: Progress,
  signal: AbortSignal,
  problem: (output: string) => Promise<Result<never>> | Result<never> = otherProblem,
  steps: (step: (message: string) => void) => (line: string) => void = containerSteps,
): Promise<Result<void>> {
  const step = steps(progress.step);
  const done = await runCompose(stack.compose, stack.root, args, {
    signal,
    line(line) {
      step(line);
      progress.output(line);
    },
  });
  if (!done.ok) return done;
  return done.value.code === 0 ? ok(undefined) : problem(done.value.stdout + done.value.stderr);
}

/**
 * Runs a command that needs the project's containers rather than its file: where the file is gone or broken by now,
 * compose is told the project's name and finds them by their labels.
 */
export async function inProject(
  stack: DockerStack,
  args: readonly string[],
  signal: AbortSignal,
  line: (line: string) => void,
): Promise<Result<Finished>> {
  const options = { signal, line, keep: !args.includes("--follow") };
  if (hasFiles(stack)) {
    const config = await composeConfig(stack.compose, stack.root, signal);
    if (config.ok) {
      const containers = await containersOf(stack, signal);
      const running = containers.ok ? containers.value.map(({ service }) => service) : [];
      return runCompose(withRunning(stack.compose, config.value, running), stack.root, args, options);
    }
    if (config.problem.code === "cancelled") return config;
  }
  const found = await containersOf(stack, signal);
  if (!found.ok) return found;
  const project = found.value[0]?.project;
  if (project === undefined) {
    return hasFiles(stack) ? ok({ code: 0, stdout: "", stderr: "" }) : notContainerized(stack.root);
  }
  return runCompose(stack.compose, tmpdir(), ["--project-name", project, ...args], options);
}

/** What a command says of a folder without a compose file. */
export const notContainerized = (root: string): Result<never> =>
  fail(
    "not-containerized",
    l10n.t("There is no compose.yaml in {0}: containerize the project first (flask-stack containerize).", root),
  );
