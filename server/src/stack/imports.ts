import type { Effective, GunicornCommand } from "../languages/gunicorn/model";
import { inWorkspace } from "../languages/gunicorn/places/copies";
import type { Files } from "../workspace/files";
import { ancestors, join, nameOf, normalize, parentOf } from "../workspace/paths";
import { isWithin } from "./containers";
import type { Container, Running } from "./model";

/** Where a Gunicorn imports from, as far as that lies in the workspace. */
export interface Imports {
  /** Folders of the workspace, the first one first. */
  readonly roots: readonly string[];
  /** Nothing else is looked at but packages that are installed: what is in none of the folders is nowhere else. */
  readonly whole: boolean;
  /** It is known to be started there; else the folders are only the likeliest. */
  readonly sure: boolean;
}

/**
 * The folders from which a Gunicorn imports what it serves: `--pythonpath`, `--chdir`, the folder that it is started in.
 * Undefined where nothing is known of them.
 */
export function importsOf({ gunicorn, containers }: Running): Imports | undefined {
  const { command, settings } = gunicorn;
  if (command === undefined) return undefined;
  const chdir = textIn(settings.get("chdir"));
  const more = textIn(settings.get("pythonpath"));
  if (chdir === undefined || more === undefined) return undefined;
  const variable = command.command.environment.get("PYTHONPATH") ?? "";
  const further = [...more.split(","), ...variable.split(":")].map((path) => path.trim()).filter(Boolean);
  const { inContainer, directory, path, imageDirectory } = command.command;
  if (inContainer) {
    if (imageDirectory === undefined) return undefined;
    const home = absolute(imageDirectory, chdir);
    const places = [...further.map((it) => absolute(home, it)), home, imageDirectory];
    const roots = unique(places.flatMap((place) => foldersAt(place, command.command)));
    return { roots, sure: true, whole: containers.every((it) => isWhole(it, places)) && containers.length > 0 };
  }
  const base = directory === undefined ? undefined : folder(directory, chdir);
  if (base === undefined) {
    return chdir === "" ? { roots: ancestors(parentOf(path)), sure: false, whole: false } : undefined;
  }
  const own = further.map((it) => folder(base, it));
  return {
    roots: unique([...own, base, directory].filter((it) => it !== undefined)),
    sure: true,
    whole: own.every((it) => it !== undefined),
  };
}

/** The text of a setting: empty where it is not set, undefined where it is not known. */
function textIn(effective: Effective | undefined): string | undefined {
  if (effective === undefined || effective.origin === "default") return "";
  const { given, overridden, value } = effective;
  if (given?.conditional || overridden.some(({ conditional }) => conditional)) return undefined;
  if (value?.type === "None") return "";
  return value?.type === "str" ? value.value : undefined;
}

const unique = (paths: readonly string[]): readonly string[] => [...new Set(paths)];

/** Undefined for a folder that is not in the workspace. */
const folder = (base: string, written: string): string | undefined =>
  written === "" ? base : written.startsWith("/") ? undefined : normalize(`${base}/${written}`);

function absolute(base: string, written: string): string {
  const path = written.startsWith("/") ? written : `${base}/${written}`;
  return `/${normalize(path.replace(/^\/+/, "")) ?? ""}`.replace(/^\/\.$/, "/");
}

/** What of the workspace lies in a folder of an image: that of each copy, for one may be laid over another. */
function foldersAt(place: string, { copies }: GunicornCommand): readonly string[] {
  const whole = copies.flatMap((copy) => inWorkspace(place, [copy]) ?? []);
  // A module or package that is copied by its name alone.
  const single = copies.flatMap(({ from, to }) =>
    (parentOf(to) || "/") === place && nameOf(to) === nameOf(from) && /^[^.]+(\.py)?$/.test(nameOf(from))
      ? [parentOf(from)]
      : [],
  );
  return [...whole.reverse(), ...single];
}

/** What images have Python and nothing of anyone's own in them. */
const plain = /^((docker\.io\/)?(library\/)?)?(python|pypy|debian|ubuntu|alpine)(:|@|$)|^ghcr\.io\/astral-sh\/uv(:|@)/;
/** What a build does to have files that the workspace has not. */
const making = /\b(git\s+clone|unzip|tar|cp|mv|ln|rsync|django-admin|flask\s+\w+)\b|>\s*\S*\.py\b|\.(zip|gz|whl)\b/;

/** Whether all that lies in some folders of a container is copied or mounted there from the workspace. */
function isWhole({ stage, incomplete, service }: Container, places: readonly string[]): boolean {
  if (stage === undefined || incomplete || !plain.test(stage.facts.image)) return false;
  if (/\$/.test(stage.facts.environment.get("PYTHONPATH")?.value ?? "")) return false;
  if (stage.facts.runs.some(({ value }) => making.test(value))) return false;
  const home = stage.facts.workingDirectory ?? "/";
  const touches = (target: string) => places.some((place) => isWithin(place, target) || isWithin(target, place));
  const volumes = service?.facts.volumes ?? [];
  if (volumes.some(({ type, target }) => type !== "bind" && touches(target))) return false;
  return stage.facts.copies.every(
    ({ stage: other, sources, target }) =>
      (other === undefined && !sources.some((it) => /[*?[$<]|^https?:|\.(tar|t?gz|zip|xz|bz2)$/.test(it))) ||
      !touches(absolute(home, target)),
  );
}

/** What a module is in a folder of the workspace. */
export type Module =
  | { readonly kind: "file"; readonly path: string }
  /** A folder without `__init__.py`, or compiled. */
  | { readonly kind: "unknown" }
  /** `parent`, a module or package, is there, and has nothing of the next name. */
  | { readonly kind: "none"; readonly parent: string | undefined };

/** Looks for `pkg.module` in a folder, as Python's import does. */
export function findModule(root: string, module: string, files: Files): Module {
  const names = module.split(".");
  let at = root;
  let parent: string | undefined;
  for (const [i, name] of names.entries()) {
    const last = i === names.length - 1;
    const entries = files.list(at);
    const isFolder = entries.some((entry) => entry.kind === "folder" && entry.name === name);
    const own = join(at, name);
    const init = join(own, "__init__.py");
    const isPackage = isFolder && files.list(own).some((entry) => entry.name === nameOf(init));
    const file = entries.some((entry) => entry.kind === "file" && entry.name === `${name}.py`)
      ? `${own}.py`
      : undefined;
    if (isPackage) {
      if (last) return { kind: "file", path: init };
      // A package may look for its parts elsewhere.
      if (/__path__|sys\.modules|__getattr__/.test(files.text(init) ?? "")) return { kind: "unknown" };
      [at, parent] = [own, init];
    } else if (file !== undefined) return last ? { kind: "file", path: file } : { kind: "none", parent: file };
    else if (entries.some((entry) => entry.name.startsWith(`${name}.`) && /\.(so|pyd|pyc|pyx)$/.test(entry.name)))
      return { kind: "unknown" };
    else if (isFolder) {
      if (last) return { kind: "unknown" };
      at = own;
    } else return { kind: "none", parent };
  }
  return { kind: "unknown" };
}
