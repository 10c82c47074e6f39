import { nameOf } from "../../../workspace/paths";
import { composeName } from "../../compose/files";
import { dockerfileName } from "../../dockerfile/files";
import type { CommandPlace, GunicornCommand } from "../model";
import type { ReadContext } from "./around";
import { fromCompose } from "./compose";
import { fromDockerfile } from "./dockerfile";
import { fromDotenv } from "./dotenv";
import { fromMakefile } from "./makefile";
import { fromProcfile } from "./procfile";
import { fromShellScript } from "./shellScript";
import { fromSupervisor } from "./supervisor";
import { fromSystemd } from "./systemd";

type Place = Exclude<CommandPlace, "config">;

const places: readonly (readonly [RegExp, Place])[] = [
  [dockerfileName, "dockerfile"],
  [composeName, "compose"],
  [/^Procfile([._-]\w+)?$/i, "procfile"],
  [/\.service(\.(in|j2|template|example|sample))?$/, "systemd"],
  [/^supervisor.*\.(conf|ini)(\.(j2|template|example|sample))?$/i, "supervisor"],
  [/^(GNU)?[Mm]akefile$|\.mk$/, "makefile"],
  [/^\.(flask)?env([.-].+)?$|\.env$/, "dotenv"],
  [/\.(sh|bash|ksh|zsh)$|^(docker-)?entrypoint$|^startup\.txt$/, "shell"],
];

/**
 * As what a file can hold command lines of Gunicorn, by its name and, for one that says nothing, its first line;
 * undefined for all others.
 * @param text the text, or its beginning
 */
export function placeOf(path: string, text: string): Place | undefined {
  const name = nameOf(path);
  const named = places.find(([pattern]) => pattern.test(name))?.[1];
  if (named !== undefined) return named;
  if (/\.(conf|ini)$/.test(name) && /^\[program:/m.test(text)) return "supervisor";
  return /^#!.*\b(ba|da|a|k|z)?sh\b/.test(text) && !/\.\w+$/.test(name) ? "shell" : undefined;
}

const readers: Readonly<
  Record<Place, (path: string, text: string, context: ReadContext) => readonly GunicornCommand[]>
> = {
  dockerfile: fromDockerfile,
  compose: fromCompose,
  procfile: fromProcfile,
  systemd: fromSystemd,
  supervisor: fromSupervisor,
  makefile: fromMakefile,
  dotenv: fromDotenv,
  shell: fromShellScript,
};

/**
 * Every command line of Gunicorn, and every `GUNICORN_CMD_ARGS`, that stands in a file; none for a file of another kind.
 * @param path relative to the workspace
 */
export function readCommands(path: string, text: string, context: ReadContext = {}): readonly GunicornCommand[] {
  const place = mentions(text) ? placeOf(path, text) : undefined;
  return place === undefined ? [] : readers[place](path, text, context);
}

/** A compose file may only hold what follows the entry point of a Dockerfile. */
const mentions = (text: string): boolean => /gunicorn/i.test(text) || /^\s*(command|services)\s*:/m.test(text);
