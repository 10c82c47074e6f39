import {
  type Copy,
  type Dockerfile,
  DockerfileParser,
  type Instruction,
  type PropertyInstruction,
} from "dockerfile-ast";
import type { Range } from "vscode-languageserver-textdocument";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Span } from "../../findings";
import type { Placed } from "../placed";
import { entriesKey, rememberedByText } from "../remembered";
import { readCommands, substitute } from "../shell/commands";
import type { DockerCopy, DockerStage, DockerStart } from "./facts";

/**
 * The stages of a Dockerfile in order; the last is what `docker build` makes where no target is named.
 * @param given values for `ARG`, such as compose's `build.args`
 */
export const readStages: (text: string, given?: ReadonlyMap<string, string>) => readonly DockerStage[] =
  rememberedByText(read, entriesKey);

function read(text: string, given: ReadonlyMap<string, string> = new Map()): readonly DockerStage[] {
  const dockerfile = DockerfileParser.parse(text);
  const document = TextDocument.create("", "dockerfile", 0, text);
  const spanOf = (range: Range): Span => ({
    start: document.offsetAt(range.start),
    end: document.offsetAt(range.end),
  });
  const global = new Map<string, string>();
  for (const arg of dockerfile.getInitialARGs()) addArgument(arg, global, given);
  const stages: Making[] = [];
  for (const instruction of following(dockerfile)) {
    if (instruction.getKeyword() === "FROM") stages.push(started(instruction, { stages, global, spanOf }));
    else {
      const stage = stages.at(-1);
      if (stage !== undefined) take(instruction, stage, given, global, spanOf);
    }
  }
  return stages;
}

/** The stage that a build makes: the one of that name or number, else the last. */
export function stageOf(stages: readonly DockerStage[], target: string | undefined): DockerStage | undefined {
  if (target === undefined || target === "") return stages.at(-1);
  return stages.find(({ name }) => name?.toLowerCase() === target.toLowerCase()) ?? stages[Number(target)];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

type Making = Writable<DockerStage> & {
  environment: Map<string, Placed<string>>;
  exposed: Placed<number>[];
  runs: Placed<string>[];
  copies: DockerCopy[];
  installed: string[];
  variables: Map<string, string>;
  ownCommand: boolean;
};

function following(dockerfile: Dockerfile): readonly Instruction[] {
  const all = dockerfile.getInstructions();
  const first = all.findIndex((it) => it.getKeyword() === "FROM");
  return first === -1 ? [] : all.slice(first);
}

interface Starting {
  readonly stages: readonly Making[];
  readonly global: ReadonlyMap<string, string>;
  readonly spanOf: (range: Range) => Span;
}

function started(instruction: Instruction, { stages, global, spanOf }: Starting): Making {
  const words = instruction.getArguments().filter((it) => !it.getValue().startsWith("--"));
  const [image, as, name] = words;
  const from = substitute(image?.getValue() ?? "", global);
  const base = stages.find((stage) => stage.name !== undefined && stage.name.toLowerCase() === from.toLowerCase());
  const at = spanOf(instruction.getRange());
  return {
    ...at,
    name: as !== undefined && /^as$/i.test(as.getValue()) ? name?.getValue() : undefined,
    from: { ...(image ? spanOf(image.getRange()) : at), value: from },
    image: base?.image ?? from,
    user: base?.user,
    exposed: [...(base?.exposed ?? [])],
    environment: new Map(base?.environment),
    workingDirectory: base?.workingDirectory,
    entrypoint: base?.entrypoint,
    command: base?.command,
    runs: [...(base?.runs ?? [])],
    copies: [...(base?.copies ?? [])],
    installed: [...(base?.installed ?? [])],
    variables: new Map([...(base?.environment ?? [])].map(([key, { value }]) => [key, value])),
    ownCommand: false,
  };
}

function take(
  instruction: Instruction,
  stage: Making,
  given: ReadonlyMap<string, string>,
  global: ReadonlyMap<string, string>,
  spanOf: (range: Range) => Span,
): void {
  const at = spanOf(instruction.getRange());
  const content = instruction.getArgumentsContent() ?? "";
  const value = substitute(content, stage.variables);
  stage.end = at.end;
  const placed = (range: Range | null): Span => (range ? spanOf(range) : at);
  switch (instruction.getKeyword()) {
    case "ARG":
      addArgument(instruction as PropertyInstruction, stage.variables, new Map([...global, ...given]));
      return;
    case "ENV":
      for (const property of (instruction as PropertyInstruction).getProperties()) {
        const raw = property.getUnescapedValue() ?? property.getValue();
        if (raw === null) continue;
        const known = substitute(raw, stage.variables);
        stage.environment.set(property.getName(), { ...placed(property.getRange()), value: known });
        stage.variables.set(property.getName(), known);
      }
      return;
    case "USER":
      if (value !== "") stage.user = { ...placed(instruction.getArgumentsRange()), value };
      return;
    case "WORKDIR":
      stage.workingDirectory = value.startsWith("/") ? value : `${stage.workingDirectory ?? ""}/${value}`;
      return;
    case "EXPOSE":
      for (const word of instruction.getArguments()) {
        const port = Number(substitute(word.getValue(), stage.variables).replace(/\/\w+$/, ""));
        if (Number.isInteger(port)) stage.exposed.push({ ...placed(word.getRange()), value: port });
      }
      return;
    case "ENTRYPOINT":
      stage.entrypoint = startOf(instruction, placed(instruction.getArgumentsRange()));
      // Docker drops the command of what the stage was made from, which was meant for the other program.
      if (!stage.ownCommand) stage.command = undefined;
      return;
    case "CMD":
      stage.ownCommand = true;
      stage.command = startOf(instruction, placed(instruction.getArgumentsRange()));
      return;
    case "RUN": {
      const text = joined(instruction.getRawArgumentsContent() ?? "");
      stage.runs.push({ ...placed(instruction.getArgumentsRange()), value: text });
      stage.installed.push(...installedBy(text));
      return;
    }
    case "COPY":
    case "ADD": {
      const words = instruction.getArguments().map((word) => word.getValue());
      const from = instruction.getKeyword() === "COPY" ? (instruction as Copy).getFromFlag()?.getValue() : undefined;
      const listed = jsonWords(joined(content)) ?? words.filter((word) => !word.startsWith("--"));
      stage.copies.push({
        ...at,
        stage: from ?? undefined,
        sources: listed.slice(0, -1),
        target: substitute(listed.at(-1) ?? "", stage.variables),
      });
    }
  }
}

function addArgument(
  instruction: { getProperties?: PropertyInstruction["getProperties"] },
  variables: Map<string, string>,
  given: ReadonlyMap<string, string>,
): void {
  for (const property of instruction.getProperties?.() ?? []) {
    const name = property.getName();
    const known = given.get(name) ?? property.getValue();
    if (known !== null) variables.set(name, substitute(known, variables));
  }
}

const joined = (text: string): string => text.replace(/\\[ \t]*\r?\n/g, " ");

function startOf(instruction: Instruction, at: Span): DockerStart {
  const text = joined(instruction.getRawArgumentsContent() ?? "");
  return { ...at, value: jsonWords(text) ?? text };
}

/** The words of the exec form; undefined for what Docker takes as a command of the shell. */
function jsonWords(text: string): readonly string[] | undefined {
  if (!text.trimStart().startsWith("[")) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : undefined;
  } catch {
    return undefined;
  }
}

/** Options of installers that take a value which is no requirement. */
const valued =
  /^(-r|-c|-t|-i|-f|-e|--(requirement|constraint|target|index-url|extra-index-url|find-links|prefix|root|python|group|extra|index|trusted-host|cache-dir|editable))$/;

function installedBy(text: string): readonly string[] {
  return readCommands(text.replace(/^(--\S+\s+)+/, "")).flatMap((words) => {
    const verb = words.findIndex((word, i) => /^(install|add)$/.test(word) && i > 0);
    const program = words.slice(0, verb).join(" ");
    if (verb === -1 || !/(^|\/|\s)(pip[\d.]*|uv|poetry|pdm|pipenv|pipx)(\s|$)/.test(program)) return [];
    const rest = words.slice(verb + 1);
    return rest.filter((word, i) => !word.startsWith("-") && !valued.test(rest[i - 1] ?? ""));
  });
}
