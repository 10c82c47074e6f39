import { join, nameOf, normalize, parentOf } from "../../../workspace/paths";
import type { ComposeService } from "../../compose/facts";
import { readCompose } from "../../compose/reader";
import { placeScalar } from "../../compose/scalar";
import { readYaml, type Yaml } from "../../compose/yaml";
import { readStages, stageOf } from "../../dockerfile/stages";
import { readDotenv } from "../../dotenv/reader";
import { type Mapped, slice } from "../../mapped";
import { cutWords, type ShellWord, type Variables } from "../../shell/commands";
import { braced, type Expand, matching, standing, substitution } from "../../shell/expand";
import { wholeWord } from "../../shell/words";
import { unwrap } from "../../shell/wrappers";
import type { CommandWord, GunicornCommand } from "../model";
import { type Around, aroundFile, folderFrom, type ReadContext } from "./around";
import { inWorkspace } from "./copies";
import { aroundStage, joinStart, startWords } from "./dockerfile";
import { fromDotenv } from "./dotenv";
import { argumentsFrom, inWords } from "./find";

/**
 * What the services of a compose file start by their own `command` and `entrypoint`, behind the entry point of the
 * Dockerfile that they build, and their `GUNICORN_CMD_ARGS`.
 */
export function fromCompose(path: string, text: string, context: ReadContext): readonly GunicornCommand[] {
  return composeStarts(path, text, context).flatMap(({ around, words, written }) => {
    const own = around.arguments?.path === path && !isOther(words) ? [around.arguments] : [];
    return [...own, ...(written ? inWords(words, around) : [])];
  });
}

/** Programs of an app that share its variables, and start no Gunicorn. */
const others = /^(celery|flask|rq|rqworker|dramatiq|huey_consumer(\.py)?|alembic|pytest)$/;

function isOther(words: readonly CommandWord[]): boolean {
  const program = words[unwrap(words.map(({ text }) => text)).start];
  return program !== undefined && others.test(nameOf(program.text));
}

/** What one service starts. */
export interface ComposeStart {
  readonly service: ComposeService;
  readonly around: Around;
  readonly words: readonly CommandWord[];
  /** The compose file says it itself; else the image that it builds. */
  readonly written: boolean;
  /** The Dockerfile that it builds, where the workspace has it. */
  readonly dockerfile: string | undefined;
}

/** What each service starts, as compose makes it of its own lines and of the image's. */
export function composeStarts(path: string, text: string, context: ReadContext): readonly ComposeStart[] {
  const variables = readDotenv(context.files?.text(join(parentOf(path), ".env")) ?? "");
  const services = readYaml(text)?.entries.get("services")?.value.entries;
  return readCompose(text, variables).services.flatMap((service): readonly ComposeStart[] => {
    const yaml = services && extended(service.value, services);
    if (yaml === undefined) return [];
    const { around, entry, command: built, dockerfile } = startOf(path, text, service, yaml, variables, context);
    const entrypoint = yaml.entries.get("entrypoint")?.value;
    const command = yaml.entries.get("command")?.value;
    const written = entrypoint !== undefined || command !== undefined;
    // Who names an entry point takes away the image's command as well.
    const first = entrypoint === undefined ? entry : wordsOf(path, text, entrypoint, variables);
    const rest =
      command !== undefined ? wordsOf(path, text, command, variables) : entrypoint === undefined ? built : [];
    return [{ service, around, words: joinStart(first, rest), written, dockerfile }];
  });
}

/** A service with what it takes from others of its file; of other files nothing is known. */
function extended(name: string, services: Yaml["entries"], depth = 0): Yaml | undefined {
  const yaml = services.get(name)?.value;
  const from = yaml?.entries.get("extends")?.value;
  if (yaml === undefined || from === undefined || from.entries.has("file") || depth > 10) return yaml;
  const other = from.kind === "scalar" ? from.text : (from.entries.get("service")?.value.text ?? "");
  const base = extended(other, services, depth + 1);
  return base === undefined ? yaml : { ...yaml, entries: new Map([...base.entries, ...yaml.entries]) };
}

interface Start {
  readonly around: Around;
  /** What its image starts. */
  readonly entry: readonly CommandWord[];
  readonly command: readonly CommandWord[];
  readonly dockerfile: string | undefined;
}

/** What holds for a service, and what its Dockerfile says, where the workspace has that. */
function startOf(
  path: string,
  text: string,
  service: ComposeService,
  yaml: Yaml,
  variables: Variables,
  context: ReadContext,
): Start {
  const image = imageOf(path, service, context);
  const environment = new Map(image?.around.environment);
  let fromFile: GunicornCommand | undefined;
  for (const { value: file } of service.envFiles) {
    const found = folderFrom(path, file);
    const content = found === undefined ? undefined : context.files?.text(found);
    for (const [name, value] of readDotenv(content ?? "")) environment.set(name, value);
    if (found !== undefined) fromFile = fromDotenv(found, content ?? "", context).at(-1) ?? fromFile;
  }
  for (const { name, value } of service.environment) {
    if (value === undefined) environment.delete(name);
    else environment.set(name, value);
  }
  const imageDirectory = service.workingDirectory?.value ?? image?.around.imageDirectory;
  const mounts = service.volumes.flatMap(({ type, source, target }) => {
    const from = type === "bind" && source !== undefined ? folderFrom(path, source) : undefined;
    return from === undefined ? [] : [{ from, to: target.replace(/(.)\/+$/, "$1") }];
  });
  const copies = [...(image?.around.copies ?? []), ...mounts];
  const around: Around = {
    ...aroundFile(path, "compose", context),
    service: service.value,
    inContainer: true,
    environment,
    copies,
    imageDirectory,
    directory: imageDirectory === undefined ? undefined : inWorkspace(imageDirectory, copies),
    arguments: fromFile ?? image?.around.arguments,
  };
  const given = cmdArgs(text, yaml, variables);
  return {
    around: given === undefined ? around : { ...around, arguments: argumentsFrom(given, around, given.unknown) },
    entry: image?.entry ?? [],
    command: image?.command ?? [],
    dockerfile: image?.dockerfile,
  };
}

function imageOf(path: string, { build }: ComposeService, context: ReadContext): Start | undefined {
  if (build?.dockerfile === undefined || context.files === undefined) return undefined;
  const folder = folderFrom(path, build.context);
  const file = folder === undefined ? undefined : normalize(join(folder, build.dockerfile));
  const text = file === undefined ? undefined : context.files.text(file);
  if (folder === undefined || file === undefined || text === undefined) return undefined;
  const stage = stageOf(readStages(text, build.arguments), build.target);
  if (stage === undefined) return undefined;
  const around = aroundStage(file, text, stage, folder, context);
  const entry = startWords(file, text, { ...stage, command: undefined });
  const all = startWords(file, text, stage);
  return { around, entry, command: all.slice(entry.length), dockerfile: file };
}

/** The value of `GUNICORN_CMD_ARGS` of a service, in both forms of `environment`. */
function cmdArgs(text: string, yaml: Yaml, variables: Variables): ShellWord | undefined {
  const environment = yaml.entries.get("environment")?.value;
  const mapped = environment?.entries.get("GUNICORN_CMD_ARGS")?.value;
  if (mapped?.kind === "scalar") return wholeWord(placeScalar(text, mapped), composeExpand(variables));
  const listed = environment?.items.find((item) => item.text.startsWith("GUNICORN_CMD_ARGS="));
  if (listed === undefined) return undefined;
  const value = slice(placeScalar(text, listed), "GUNICORN_CMD_ARGS=".length);
  return wholeWord(value, composeExpand(variables));
}

/** A text is cut by compose itself, without a shell; a list is what it is. */
function wordsOf(path: string, text: string, yaml: Yaml, variables: Variables): readonly CommandWord[] {
  const expand = composeExpand(variables);
  const placed = (item: Yaml): Mapped => placeScalar(text, item);
  if (yaml.kind === "scalar") return cutWords(placed(yaml), expand, true).map((word) => ({ ...word, path }));
  return yaml.items.map((item) => ({ ...wholeWord(placed(item), expand), path }));
}

/** `$NAME` and `${NAME:-default}` are compose's; `$$` is `$` for what it starts. */
const composeExpand =
  (variables: Variables): Expand =>
  (source, at) => {
    const rest = source.text.slice(at, at + 100);
    if (rest.startsWith("$$")) return { ...standing(source, at, at + 2, "$"), variables: [] };
    if (rest.startsWith("${")) return braced(source, at, matching(source.text, at + 1) + 1, variables);
    const name = /^\$([A-Za-z_]\w*)/.exec(rest)?.[1];
    if (name === undefined) return undefined;
    const value = variables.get(name);
    const end = at + 1 + name.length;
    return {
      ...(value === undefined ? substitution(source, at, end) : standing(source, at, end, value)),
      variables: [name],
    };
  };
