import type { Files } from "../workspace/files";
import { frameIn, isBlueprint } from "./blueprints";
import type { Requirement } from "./project";
import type { Resolver } from "./resolve";
import { viewOf } from "./routes";
import type { Source } from "./sources";
import type { Place } from "./uploads";
import type { Value } from "./values";

/** An `async def` that the app cannot run. */
export interface Unrunnable extends Place {
  /** Where to name what is missing. */
  readonly requirements: string;
}

/** Distributions that bring asgiref with them, or may. */
const mayBring = /asgi|async|django|channels|daphne|uvicorn|connexion|quart|starlette|fastapi/;

/** Flask answers a request for an `async def` view with an error where asgiref is not installed: `flask[async]`. */
export function findUnrunnable(
  own: readonly Source[],
  resolver: Resolver,
  requirements: readonly Requirement[],
  dependencyFiles: readonly string[],
  files: Files,
): Unrunnable | undefined {
  const [file] = dependencyFiles;
  if (file === undefined || !requirements.some(({ name }) => name === "flask")) return undefined;
  // What a link or another folder brings along is not known.
  if (requirements.some(({ name, text }) => mayBring.test(name) || /\[[^\]]*async|:\/\/|^[.-]/i.test(text)))
    return undefined;
  // Also what is locked, and what another folder brings along by `-e`.
  if (dependencyFiles.some((path) => /asgiref|^\s*(?:-e|--editable)\b|^\.\/?/m.test(files.text(path) ?? "asgiref")))
    return undefined;
  for (const source of own) {
    if (!source.mentions("async def") || !source.mentions("lask")) continue;
    const { find, lineAt } = source.python();
    for (const { function: view, within } of find.functions()) {
      if (!view.async) continue;
      const frame = frameIn(source, within);
      const isOfFlask = view.decorators.some((decorator) => {
        const on = viewOf(decorator);
        return on !== undefined && isFlask(resolver.evaluate(on, frame));
      });
      if (isOfFlask) return { file: source.path, line: lineAt(view.from), requirements: file };
    }
  }
  return undefined;
}

const isFlask = (value: Value | undefined): boolean =>
  value?.kind === "application" ? /^flask\./.test(value.maker) : isBlueprint(value) && /^flask\./.test(value.type.name);
