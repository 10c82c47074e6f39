import { parse } from "yaml";
import type { Expr } from "../languages/python/facts";
import { readPython } from "../languages/python/reader";
import type { Files } from "../workspace/files";
import type { Requirement } from "./project";
import { normalizeName, readRequirement } from "./requirements";
import { at, readToml, type Table, table, text, texts } from "./toml";

/** What each kind of manifest says of dependencies and of the Python version. */
export interface Manifest {
  readonly requirements: readonly Requirement[];
  /** A PEP 440 or Poetry specifier, or a version. */
  readonly python: string | undefined;
}

export interface Pyproject extends Manifest {
  readonly tool: { readonly poetry: boolean; readonly pdm: boolean; readonly uv: boolean };
  /** It declares a project, and is not only the settings of tools. */
  readonly isProject: boolean;
  /** Entry points, by name: `package.module:callable`. */
  readonly scripts: Readonly<Record<string, string>>;
}

/** What a pyproject.toml says of the project, by PEP 621 or as Poetry has it; undefined where it is none. */
export function readPyproject(files: Files, path: string): Pyproject | undefined {
  const document = readToml(files, path);
  if (document === undefined) return undefined;
  const project = table(document.project);
  const poetry = table(at(document, "tool", "poetry"));
  const poetryDependencies = table(poetry?.dependencies) ?? {};
  const requirements = [
    ...texts(project?.dependencies).flatMap((it) => readRequirement(it) ?? []),
    ...tableRequirements(poetryDependencies).filter((it) => it.name !== "python"),
  ];
  const scripts = { ...table(project?.scripts), ...table(poetry?.scripts) };
  return {
    requirements,
    python: text(project?.["requires-python"]) ?? text(poetryDependencies.python),
    tool: { poetry: poetry !== undefined, pdm: isTool(document, "pdm"), uv: isTool(document, "uv") },
    isProject: project !== undefined || poetry !== undefined,
    scripts: Object.fromEntries(
      Object.entries(scripts).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
    ),
  };
}

function isTool(document: Table, name: string): boolean {
  return table(at(document, "tool", name)) !== undefined;
}

/** `name = "version"`, `name = { version = "...", extras = [...] }`, as Poetry and Pipenv write them. */
function tableRequirements(entries: Table): readonly Requirement[] {
  return Object.entries(entries).map(([name, value]) => {
    const version = text(value) ?? text(at(value, "version")) ?? "";
    const extras = texts(at(value, "extras"));
    const marked = extras.length > 0 ? `${name}[${extras.join(",")}]` : name;
    return { name: normalizeName(name), text: version === "" || version === "*" ? marked : `${marked} ${version}` };
  });
}

/** What a Pipfile says; undefined where it is no TOML. */
export function readPipfile(files: Files, path: string): Manifest | undefined {
  const document = readToml(files, path);
  if (document === undefined) return undefined;
  const requires = table(document.requires);
  return {
    requirements: tableRequirements(table(document.packages) ?? {}),
    python: text(requires?.python_full_version) ?? text(requires?.python_version),
  };
}

/** What an `environment.yml` of conda says; undefined where it is no YAML. */
export function readCondaEnvironment(files: Files, path: string): Manifest | undefined {
  const source = files.text(path);
  if (source === undefined) return undefined;
  let document: unknown;
  try {
    document = parse(source);
  } catch {
    return undefined;
  }
  const dependencies = at(document, "dependencies");
  const items: readonly unknown[] = Array.isArray(dependencies) ? dependencies : [];
  const listed = items.flatMap((item) =>
    typeof item === "string" ? [item.replace(/^[^:]*::/, "")] : texts(at(item, "pip")),
  );
  const python = listed.find((item) => /^python\s*[=<>~ ]/.test(item));
  return {
    requirements: listed
      .flatMap((item) => readRequirement(item.replace(/^([\w.-]+)=(?!=)/, "$1==")) ?? [])
      .filter((it) => it.name !== "python"),
    python: python?.replace(/^python\s*/, "").replace(/^=+/, ""),
  };
}

/** `setup(install_requires=[...])` of a setup.py, read and never run. */
export function readSetupPy(files: Files, path: string): Manifest | undefined {
  const source = files.text(path);
  if (source === undefined) return undefined;
  const python = readPython(source);
  const find = (name: string) => python.find.settings(name)[0]?.value;
  const resolve = (value: Expr | undefined): Expr | undefined => {
    if (value?.kind !== "name") return value;
    return find(value.name);
  };
  const required = resolve(find("install_requires"));
  const items = required?.kind === "list" || required?.kind === "tuple" ? required.items : [];
  const version = resolve(find("python_requires"));
  return {
    requirements: items.flatMap((item) => (item.kind === "string" ? (readRequirement(item.value) ?? []) : [])),
    python: version?.kind === "string" ? version.value : undefined,
  };
}

/** `[options]` of a setup.cfg. */
export function readSetupCfg(files: Files, path: string): Manifest | undefined {
  const source = files.text(path);
  if (source === undefined) return undefined;
  const options = iniSection(source, "options");
  const listed = (options.get("install_requires") ?? "").split(/[\n;]/);
  return {
    requirements: listed.flatMap((line) => readRequirement(line.replace(/\s#.*$/, "")) ?? []),
    python: options.get("python_requires"),
  };
}

/** One section of an INI file as Python's configparser reads it; continuation lines are joined by newlines. */
export function iniSection(source: string, section: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let inside = false;
  let key: string | undefined;
  for (const line of source.split(/\r\n|\r|\n/)) {
    const header = /^\[(.+)\]\s*$/.exec(line)?.[1];
    if (header !== undefined) {
      inside = header === section;
      key = undefined;
    } else if (inside && !/^\s*[#;]/.test(line)) {
      const pair = /^([^\s=:][^=:]*?)\s*[=:]\s*(.*)$/.exec(line);
      if (pair?.[1] !== undefined) {
        key = pair[1];
        values.set(key, (pair[2] ?? "").trim());
      } else if (key !== undefined && line.trim() !== "")
        values.set(key, `${values.get(key) ?? ""}\n${line.trim()}`.trim());
    }
  }
  return values;
}
