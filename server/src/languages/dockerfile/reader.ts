import { DockerfileParser, type JSONInstruction } from "dockerfile-ast";
import { substitute } from "../shell/commands";

/** What a Dockerfile says of how its image is started. */
export interface DockerfileFacts {
  /** The images that the stages start from, in order, with the defaults of `ARG` filled in. */
  readonly images: readonly string[];
  /** The last of each kind; the words of the exec form, or the text of the shell form. */
  readonly entrypoint: readonly string[] | string | undefined;
  readonly command: readonly string[] | string | undefined;
  readonly environment: ReadonlyMap<string, string>;
  readonly workingDirectory: string | undefined;
  /** What `COPY` and `ADD` take from the build context. */
  readonly copied: readonly string[];
}

/** Reads what a Dockerfile says of how its image is started; half-typed ones, too. */
export function readDockerfile(text: string): DockerfileFacts {
  const dockerfile = DockerfileParser.parse(text);
  const values = new Map<string, string>();
  for (const arg of [...dockerfile.getInitialARGs(), ...dockerfile.getARGs()]) {
    const property = arg.getProperty();
    const value = property?.getValue();
    if (property !== null && property !== undefined && typeof value === "string") values.set(property.getName(), value);
  }
  const environment = new Map<string, string>();
  for (const property of dockerfile.getENVs().flatMap((env) => env.getProperties())) {
    const value = property.getValue();
    if (value !== null) environment.set(property.getName(), substitute(value, new Map([...values, ...environment])));
  }
  const all = new Map([...values, ...environment]);
  const folders = dockerfile.getInstructions().filter((it) => it.getKeyword() === "WORKDIR");
  return {
    images: dockerfile.getFROMs().flatMap((from) => {
      const image = from.getImage();
      return image === null ? [] : [substitute(image, values)];
    }),
    entrypoint: started(dockerfile.getENTRYPOINTs().at(-1), all),
    command: started(dockerfile.getCMDs().at(-1), all),
    environment,
    workingDirectory: folders.at(-1)?.getArgumentsContent() ?? undefined,
    copied: dockerfile.getCOPYs().flatMap((copy) => {
      if (copy.getFromFlag() !== null) return [];
      return copy
        .getArguments()
        .slice(0, -1)
        .map((argument) => argument.getValue());
    }),
  };
}

/** The images that the stages start from. */
export function baseImages(text: string): readonly string[] {
  return readDockerfile(text).images;
}

function started(
  instruction: JSONInstruction | undefined,
  values: ReadonlyMap<string, string>,
): readonly string[] | string | undefined {
  if (instruction === undefined) return undefined;
  const content = instruction.getRawArgumentsContent();
  if (content !== null && instruction.getOpeningBracket() !== null) return wordsOf(content);
  return content === null ? undefined : substitute(content.replace(/\\\r?\n/g, " "), values);
}

/** The exec form is JSON; what is not is taken by Docker as a command of the shell. */
function wordsOf(content: string): readonly string[] | string {
  try {
    const words: unknown = JSON.parse(content.replace(/\\\r?\n/g, " "));
    return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : content;
  } catch {
    return content;
  }
}
