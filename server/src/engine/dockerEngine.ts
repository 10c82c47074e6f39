import { ok } from "../result";
import type { Compose } from "./compose";
import { act } from "./docker/actions";
import { connect } from "./docker/connection";
import { foldersOf } from "./docker/containers";
import { down } from "./docker/down";
import type { StackEvent } from "./docker/events";
import { execute } from "./docker/exec";
import { otherProblem } from "./docker/failures";
import { leftovers, prune } from "./docker/leftovers";
import { plainLine } from "./docker/logLine";
import { ownName } from "./docker/nameTaken";
import { gunicornWorkers } from "./docker/processes";
import { inactiveProfiles } from "./docker/profiles";
import { reload } from "./docker/reload";
import { removable, removeService } from "./docker/remove";
import { scale } from "./docker/scale";
import { engineProblem, filesOf, inProject, openStack } from "./docker/stack";
import { followStats } from "./docker/stats";
import { serviceNames, status } from "./docker/status";
import { up } from "./docker/up";
import { watchEngine } from "./docker/watch";
import type { ComposeStack, Engine } from "./engine";
import type { Endpoint } from "./locate";
import { serviceUnknown } from "./serviceUnknown";

/** How long the engine's answers may lag behind its events: milliseconds. */
const settling = 800;

/** The stack in containers: compose does the work, the engine's own API says what runs. */
export function dockerEngine(
  root: string,
  endpoint: Endpoint,
  compose: Compose,
  description: string,
  apart?: ComposeStack,
): Engine {
  const stack = openStack(root, endpoint, compose, apart);
  const folders = foldersOf(root);
  let watchers = 0;
  return {
    name: endpoint.kind,
    description,
    up: (options, progress, signal) => up(stack, options, progress, signal),
    down: (options, progress, signal) => down(stack, options.volumes ?? false, progress, signal),
    status(signal) {
      // Nobody hears what happens to them: what was known may be old.
      if (watchers === 0) stack.known.clear();
      return status(stack, signal);
    },
    async logs(options, line, signal) {
      const known = options.service === undefined ? undefined : await serviceNames(stack, signal);
      if (options.service !== undefined && known?.ok === true && !known.value.includes(options.service)) {
        return serviceUnknown(options.service, known.value);
      }
      const args = ["--ansi", "never", "logs", "--no-color", ...(options.follow ? ["--follow"] : [])];
      if (options.tail !== undefined) args.push("--tail", String(options.tail));
      if (options.service !== undefined) args.push(options.service);
      const shown = await inProject(stack, args, signal, (text) => line(plainLine(text)));
      if (!shown.ok) return shown;
      return shown.value.code === 0 ? ok(undefined) : otherProblem(shown.value.stderr);
    },
    async act(action, service, progress, signal) {
      const own = await ownName(stack, signal);
      return own.ok ? act(stack, action, service, progress, signal) : own;
    },
    reload: (service, progress, signal) => reload(stack, service, progress, signal),
    watch(options, tell, signal) {
      watchers++;
      const forget = (id: string | undefined) => (id === undefined ? stack.known.clear() : stack.known.delete(id));
      // Those of other stacks, too: one that begins is to be seen.
      const own = ({ folder, files }: StackEvent) =>
        folders.has(folder) || filesOf(stack).some((file) => files.includes(file));
      void watchEngine(
        endpoint,
        own,
        options,
        (news) => {
          const event = news.kind === "changed" ? news.event : undefined;
          const container = event?.container;
          if (event?.action === "oom") {
            stack.outOfMemory.set(event.container, [...(stack.outOfMemory.get(event.container) ?? []), event.time]);
          }
          if (event?.action === "destroy") stack.outOfMemory.delete(event.container);
          forget(container);
          // An end is told a moment before the engine's other answers know of it.
          if (container !== undefined) setTimeout(() => forget(container), settling).unref();
          tell(news);
        },
        signal,
      ).finally(() => watchers--);
    },
    stats: (container, tell, signal) => followStats(endpoint, container, tell, signal),
    containers: {
      async scale(service, count, progress, signal) {
        const own = await ownName(stack, signal);
        return own.ok ? scale({ stack, service, count, progress, signal }) : own;
      },
      removable: (service, signal) => removable(stack, service, signal),
      async remove(service, { volumes }, progress, signal) {
        const own = await ownName(stack, signal);
        return own.ok ? removeService(stack, service, volumes, progress, signal) : own;
      },
      async inspect(container, signal) {
        try {
          return ok(await (await connect(endpoint)).getContainer(container).inspect({ abortSignal: signal }));
        } catch (error) {
          return engineProblem(endpoint, error, signal);
        }
      },
      // Not every image has bash; sh is there wherever a shell is.
      shell: (container) => ({
        program: "docker",
        args: ["exec", "--interactive", "--tty", container, "sh"],
        env: endpoint.env,
      }),
      async run(container, command, signal) {
        try {
          return ok(await execute(endpoint, container, command, signal));
        } catch (error) {
          return engineProblem(endpoint, error, signal);
        }
      },
      workers: (container, signal) =>
        gunicornWorkers(endpoint, container, signal).then(
          (workers) => workers?.length,
          () => undefined,
        ),
      debug: async (storage, progress, signal) =>
        (await import("./docker/debug/debug")).debug(stack, storage, progress, signal),
      profiles: (signal) => inactiveProfiles(stack, signal),
      leftovers: (signal) => leftovers(stack, signal),
      prune: (what, progress, signal) => prune(stack, what, progress, signal),
    },
  };
}
