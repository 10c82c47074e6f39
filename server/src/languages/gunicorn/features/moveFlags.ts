import type { Edit } from "../../../findings";
import type { Catalog } from "../catalog/catalog";
import type { Given, GunicornConfiguration, PythonValue, ReadCommand } from "../model";
import { pythonSource } from "../values/source";
import { removal } from "./removal";
import { sectionsOf } from "./symbols";

/** The config file that options are moved into. */
export interface Target {
  readonly text: string;
  readonly given: readonly Given[];
}

/** One Gunicorn of the folder, and whether it reads the config file that options are moved into. */
export interface Around extends Pick<GunicornConfiguration, "command" | "environment"> {
  readonly reads: boolean;
}

export interface Move {
  /** In the file of the command line. */
  readonly command: readonly Edit[];
  /** In the config file. */
  readonly config: readonly Edit[];
  readonly settings: readonly string[];
}

/** These say what Gunicorn does once, and nothing of how the site is served. */
const staying = new Set(["config", "check_config", "print_config"]);

/**
 * Takes options out of a command line and sets the same in the config file. What is read from variables stays, and so
 * does what a config file sets in a branch, and what some Gunicorn of the folder would have another value of then.
 */
export function moveFlags(
  { given }: ReadCommand,
  { path, text }: { readonly path: string; readonly text: string },
  into: Target & { readonly gunicorns: readonly Around[] },
  catalog: Catalog,
): Move | undefined {
  const own = given.filter((each) => each.path === path);
  const byName = new Map<string, Given[]>();
  for (const one of own) byName.set(one.setting, [...(byName.get(one.setting) ?? []), one]);
  const moved: Given[] = [];
  const configEdits: Edit[] = [];
  const added = new Map<number, string[]>();
  const settings: string[] = [];
  const written = [...byName].sort(([a], [b]) => rankOf(a, catalog) - rankOf(b, catalog));
  for (const [setting, all] of written) {
    const value = all.at(-1)?.evaluated.value;
    const there = into.given.filter((each) => each.setting === setting);
    const [first] = there;
    if (staying.has(setting) || value === undefined || all.some(({ evaluated }) => evaluated.variables.length > 0))
      continue;
    if (removal(all, text) === undefined || !into.gunicorns.every((each) => runsTheSame(each, all))) continue;
    if (there.length > 1 || first?.conditional || (first && !first.value)) continue;
    const source = pythonSource(plain(value));
    if (first?.value) configEdits.push({ ...first.value, text: source });
    else {
      const at = placeFor(setting, into, catalog);
      added.set(at, [...(added.get(at) ?? []), `${setting} = ${source}\n`]);
    }
    moved.push(...all);
    settings.push(setting);
  }
  if (settings.length === 0) return undefined;
  for (const [at, lines] of added) {
    const gap = at > 0 && into.text[at - 1] !== "\n" ? "\n" : "";
    configEdits.push({ start: at, end: at, text: gap + lines.join("") });
  }
  const inOrder = (a: Edit, b: Edit): number => a.start - b.start;
  return { command: removal(moved, text) ?? [], config: configEdits.sort(inOrder), settings };
}

/**
 * Whether a Gunicorn has the same value of a setting once the options that give it stand in the config file: below
 * `GUNICORN_CMD_ARGS` and the command line, and for everyone who reads the file.
 */
function runsTheSame({ command, environment, reads }: Around, moved: readonly Given[]): boolean {
  const isMoved = (one: Given): boolean =>
    moved.some(({ path, name }) => one.path === path && one.name.start === name.start);
  const [byCommand = [], byEnvironment = []] = [command, environment].map(
    (read) => read?.given.filter(({ setting }) => setting === moved[0]?.setting) ?? [],
  );
  // A `GUNICORN_CMD_ARGS` that no command is known to get may hold for the one that loses its option.
  if (command === undefined && moved[0]?.origin === "command") return byEnvironment.length === 0;
  const deciding = byCommand.length > 0 ? byCommand : byEnvironment;
  if (!deciding.some(isMoved)) return deciding.length > 0 || !reads;
  return reads && [...byCommand, ...byEnvironment].every(isMoved);
}

/** A list of one is written as the one. */
const plain = (value: PythonValue): PythonValue =>
  value.type === "list" && value.items.length === 1 ? (value.items[0] ?? value) : value;

const rankOf = (setting: string, { settings }: Catalog): number => [...settings.keys()].indexOf(setting);

/** The line after the last setting of the same section, or of one before it; the end of the file where there is none. */
export function placeFor(setting: string, { text, given }: Target, catalog: Catalog): number {
  const order = sectionsOf(catalog.settings.values());
  const section = (name: string): number => order.indexOf(catalog.settings.get(name)?.section ?? "");
  const rank = section(setting);
  const before = given.filter((each) => {
    const own = section(each.setting);
    return !each.conditional && each.value !== undefined && own >= 0 && own <= rank;
  });
  const last = before.findLast((each) => section(each.setting) === rank) ?? before.at(-1);
  const lineFeed = last?.value ? text.indexOf("\n", last.value.end) : -1;
  return lineFeed < 0 ? text.length : lineFeed + 1;
}
