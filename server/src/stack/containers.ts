import type { ComposeService } from "../languages/compose/facts";
import type { DockerStage, DockerStart } from "../languages/dockerfile/facts";
import { stageOf } from "../languages/dockerfile/stages";
import type { GunicornCommand } from "../languages/gunicorn/model";
import { join, nameOf, normalize, parentOf } from "../workspace/paths";
import type { Container, In, Located, Parts, Service } from "./model";
import { allServices, dockerfileOf, isForDevelopment, located } from "./services";

/** Every container that a command starts Gunicorn in; none where that is not known. */
export function containersOf(command: GunicornCommand | undefined, parts: Parts): readonly Container[] {
  if (command === undefined || !command.inContainer) return [];
  const services = allServices(parts.compose);
  const stages = parts.dockerfiles.flatMap(({ path, facts }) => facts.map((stage) => ({ path, facts: stage })));
  if (command.place === "compose") {
    return services
      .filter(({ path, facts }) => path === command.path && facts.value === command.service)
      .map((service) => container(service, stageFor(service, parts), command));
  }
  const starting = stages.filter(({ path, facts }) =>
    [facts.entrypoint, facts.command].some((start) => start !== undefined && starts(start, path, command)),
  );
  const used = services.flatMap((service) => {
    const stage = stageFor(service, parts);
    if (stage !== undefined && starting.some((it) => it.facts === stage.facts)) {
      return isOverridden(service.facts, stage.facts, command) ? [] : container(service, stage, command);
    }
    const { entrypoint } = service.facts;
    return command.place === "shell" && mentions(entrypoint?.value ?? service.facts.command?.value, command.path)
      ? container(service, stage, command)
      : [];
  });
  if (used.length > 0) return used;
  // No service is known to start it: then the image by itself, in the stage that a build makes.
  const last = starting.at(-1);
  return last === undefined ? [] : [container(undefined, last, command)];
}

/** Whether what a stage starts is this command: written there, or a script that is started there. */
function starts(start: DockerStart, path: string, command: GunicornCommand): boolean {
  if (command.path === path) return start.start <= command.start && command.start < start.end;
  return command.place === "shell" && mentions(start.value, command.path);
}

function mentions(words: readonly string[] | string | null | undefined, script: string): boolean {
  const all = typeof words === "string" ? words.split(/\s+/) : (words ?? []);
  return all.some((word) => nameOf(word) === nameOf(script));
}

/** Whether compose starts something else than the image would. */
function isOverridden({ entrypoint, command }: ComposeService, stage: DockerStage, given: GunicornCommand): boolean {
  if (entrypoint !== undefined) return true;
  if (command === undefined) return false;
  // The words of a command follow the entry point of the image, which stays.
  const own = stage.entrypoint;
  return !(own !== undefined && own.start <= given.start && given.end <= own.end) && given.place === "dockerfile";
}

function stageFor(service: Service, { dockerfiles }: Parts): In<DockerStage> | undefined {
  const path = dockerfileOf(service);
  const stages = dockerfiles.find((it) => it.path === path)?.facts;
  const stage = stages && stageOf(stages, service.facts.build?.target);
  return path === undefined || stage === undefined ? undefined : { path, facts: stage };
}

function container(
  service: Service | undefined,
  stage: In<DockerStage> | undefined,
  command: GunicornCommand,
): Container {
  const environment = new Map<string, string>();
  for (const [name, { value }] of stage?.facts.environment ?? []) environment.set(name, value);
  for (const { name, value } of service?.facts.environment ?? []) {
    if (value === undefined) environment.delete(name);
    else environment.set(name, value);
  }
  // What is read of files of variables, and set on the way to Gunicorn.
  for (const [name, value] of command.environment) environment.set(name, value);
  const own = stage?.facts.user && { ...stage.facts.user, path: stage.path };
  return {
    service,
    stage,
    user: (service && located(service.facts.user, service, (facts) => facts.user)) ?? own,
    readOnly: service?.facts.readOnly?.value === true,
    cpus: service && located(service.facts.cpus, service, (facts) => facts.cpus),
    memory: service && located(service.facts.memory, service, (facts) => facts.memory),
    development: isDevelopment(service, stage, environment),
    environment,
    incomplete: service?.facts.incomplete === true,
  };
}

function isDevelopment(
  service: Service | undefined,
  stage: In<DockerStage> | undefined,
  environment: ReadonlyMap<string, string>,
): boolean {
  const names = [
    service?.path,
    service?.facts.value,
    stage?.path,
    stage?.facts.name,
    ...(service?.facts.profiles ?? []),
  ];
  if (names.some((name) => name !== undefined && isForDevelopment(name))) return true;
  if (/^(1|true|on|yes)$/i.test(environment.get("FLASK_DEBUG") ?? "")) return true;
  if (/^dev/i.test(environment.get("FLASK_ENV") ?? "")) return true;
  return service !== undefined && mountsSources(service, stage?.facts);
}

/** Whether a folder of the workspace lies where the image has its sources: then what runs is what is being edited. */
function mountsSources({ path, facts }: Service, stage: DockerStage | undefined): boolean {
  const home = facts.workingDirectory?.value ?? stage?.workingDirectory;
  return facts.volumes.some(({ type, source, target }) => {
    if (type !== "bind" || source === undefined || normalize(join(parentOf(path), source)) === undefined) return false;
    return home === undefined || isWithin(home, target) || (isWithin(target, home) && !nameOf(target).includes("."));
  });
}

/** Whether a path of a container is another one or below it. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);

/** Whether a path of a container is memory: compose's `tmpfs`, or what every container has as such. */
export const isMemory = (path: string, { service }: Container): boolean =>
  isWithin(path, "/dev/shm") || (service?.facts.tmpfs ?? []).some(({ value }) => isWithin(path, value));

/** Whether a path of a container is written to a volume, a folder of the host or memory, whatever its own disk is. */
export const isMounted = (path: string, container: Container): boolean =>
  isMemory(path, container) ||
  (container.service?.facts.volumes ?? []).some(({ target, readOnly }) => !readOnly && isWithin(path, target));

/** Who a container is started as, where that is told: `root`, a name or a number, without its group. */
export function userOf({ user, stage, service }: Container): Located<string> | "root" | undefined {
  if (user !== undefined) {
    const name = user.value.replace(/:.*$/, "");
    if (/[$]/.test(name) || name === "") return undefined;
    return /^(root|0)$/.test(name) ? "root" : { ...user, value: name };
  }
  const image = stage?.facts.image ?? service?.facts.image?.value;
  // The official images leave it at root; what others do is not known.
  return image !== undefined && /^((docker\.io\/)?(library\/)?)?(python|debian|ubuntu|alpine|pypy)(:|@|$)/.test(image)
    ? "root"
    : undefined;
}
