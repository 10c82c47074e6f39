import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { record } from "../record";
import { openFiles } from "../workspace/diskFiles";

/** Further up than this a folder is none of the same project. */
const mostSteps = 6;
const file = ".vscode/settings.json";

/**
 * The settings that VS Code has for the project around a folder, as a language client sends them:
 * `{ flaskStack: { nginx: { ... } } }`. They are those of the nearest `.vscode/settings.json` at or above the folder, up
 * to the top of the repository; empty where there is none.
 * @param folder absolute path
 */
export async function settingsAround(folder: string): Promise<unknown> {
  const home = settingsFolderOf(folder);
  if (home === undefined) return {};
  const { parse } = await import("jsonc-parser");
  return nested(parse(openFiles(home).text(file) ?? "", [], { allowTrailingComma: true }));
}

function settingsFolderOf(folder: string): string | undefined {
  let at = folder;
  for (let step = 0; step < mostSteps; step++) {
    if (existsSync(join(at, file))) return at;
    if (existsSync(join(at, ".git")) || dirname(at) === at) return undefined;
    at = dirname(at);
  }
  return undefined;
}

/** `{ "flaskStack.nginx.version": x }` as `{ flaskStack: { nginx: { version: x } } }`; of other names nothing. */
function nested(settings: unknown): unknown {
  const tree: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(record(settings))) {
    const [section = "", ...names] = key.split(".");
    if (section === "flaskStack") tree[section] = put(tree[section], names, value);
  }
  return tree;
}

function put(at: unknown, [name, ...names]: readonly string[], value: unknown): unknown {
  return name === undefined ? value : { ...record(at), [name]: put(record(at)[name], names, value) };
}
