import type { GunicornCommand } from "../languages/gunicorn/model";
import type { Around } from "../languages/gunicorn/places/around";
import { composeStarts } from "../languages/gunicorn/places/compose";
import { dockerStarts } from "../languages/gunicorn/places/dockerfile";
import { inWords } from "../languages/gunicorn/places/find";
import { placeOf, readCommands } from "../languages/gunicorn/places/read";
import { scriptOf } from "../languages/gunicorn/places/script";
import type { Files } from "../workspace/files";
import { nameOf } from "../workspace/paths";
import { rememberedByFiles } from "../workspace/remembered";

/** A script without an ending may be any file; those of a project are small. */
const longestScript = 100_000;

/**
 * Finds every command line of Gunicorn in a folder, each in what holds for it: that of a Dockerfile once for each service
 * that runs it as it is, that of a script in the image that starts it. Who asks after every change is answered from what
 * is known: a file is read again only where something of it is another.
 */
export function commandsReader(): (files: Files, paths: readonly string[]) => readonly GunicornCommand[] {
  const readers = new Map<string, ReadOne>();
  return (files, paths) =>
    findIn(files, paths, (path) => {
      const known = readers.get(path) ?? rememberedByFiles(readOne);
      readers.set(path, known);
      return known;
    });
}

type ReadOne = (
  files: Files,
  path: string,
  text: string,
  around: Partial<Around> | undefined,
) => readonly GunicornCommand[];

const readOne: ReadOne = (files, path, text, around) =>
  readCommands(path, text, around ? { files, around } : { files });

function findIn(files: Files, paths: readonly string[], reader: (path: string) => ReadOne): readonly GunicornCommand[] {
  const texts = paths.flatMap((path) => {
    const text = textOf(path, files);
    const place = text === undefined ? undefined : placeOf(path, text);
    return text === undefined || place === undefined ? [] : [{ path, text, place }];
  });
  const context = { files };
  const compose = texts.filter(({ place }) => place === "compose");
  const services = compose.flatMap(({ path, text }) => composeStarts(path, text, context));
  const taken = services.filter(({ written }) => !written);
  const inherited = taken.flatMap(({ around, words, service }) =>
    inWords(words, around)
      .filter(({ kind }) => kind === "command")
      .map((command) => ({
        place: `${words[0]?.path ?? ""}:${command.start}`,
        command: { ...command, start: service.start, end: service.end },
      })),
  );
  const elsewhere = new Set(inherited.map(({ place }) => place));
  const scripts = scriptsOf(files, texts, services);
  const written = texts.flatMap(({ path, text, place }) =>
    reader(path)(files, path, text, place === "shell" ? scripts.get(path) : undefined),
  );
  const own = written.filter(
    ({ path, start, place, kind }) =>
      place !== "dockerfile" || kind !== "command" || !elsewhere.has(`${path}:${start}`),
  );
  return [...inherited.map(({ command }) => command), ...own];
}

function textOf(path: string, files: Files): string | undefined {
  const name = nameOf(path);
  if (placeOf(path, "") !== undefined) return files.text(path);
  if (/\.(conf|ini)$/.test(name)) return files.text(path);
  if (name.includes(".") || /^(LICENSE|README|NOTICE|CHANGELOG|AUTHORS)/i.test(name)) return undefined;
  const text = files.text(path);
  return text !== undefined && text.length <= longestScript ? text : undefined;
}

interface Text {
  readonly path: string;
  readonly text: string;
  readonly place: GunicornCommand["place"];
}

/** What holds for the scripts that images start; a service tells more than the image alone. */
function scriptsOf(
  files: Files,
  texts: readonly Text[],
  services: ReturnType<typeof composeStarts>,
): ReadonlyMap<string, Partial<Around>> {
  const stages = texts
    .filter(({ place }) => place === "dockerfile")
    .flatMap(({ path, text }) => dockerStarts(path, text, { files }));
  const found = new Map<string, Partial<Around>>();
  for (const { around, words } of [...services, ...stages]) {
    const script = scriptOf(words, around, files);
    if (script === undefined || found.has(script)) continue;
    const { service, inContainer, environment, directory, imageDirectory, copies } = around;
    found.set(script, {
      service,
      inContainer,
      environment,
      directory,
      imageDirectory,
      copies,
      arguments: around.arguments,
    });
  }
  return found;
}
