import * as l10n from "@vscode/l10n";
import { join, normalize, parentOf } from "../../../workspace/paths";
import type { SettingSpec } from "../catalog/catalog";
import type { ValuePlace } from "./configPlace";
import { wordsOf } from "./snippets";
import type { Proposal, View } from "./view";
import {
  bindForms,
  folderSettings,
  forwarderHeaders,
  logAtoms,
  pathSettings,
  schemeHeaders,
  workerPackages,
} from "./words";

/** A value that a setting may have. */
export interface Value {
  readonly text: string;
  readonly kind: Proposal["kind"];
  readonly detail: string | undefined;
  /** It is no text of Python's, but this: `True`, `None`. */
  readonly code: string | undefined;
}

const value = (text: string, detail?: string, kind: Proposal["kind"] = "value"): Value => ({
  text,
  kind,
  detail,
  code: undefined,
});
const code = (text: string): Value => ({ text, kind: "value", detail: undefined, code: text });

/** What a setting is known to take, the best first. `typed` is what is written of it. */
export function valuesOf(view: View, spec: SettingSpec, typed: string, part: ValuePlace["part"]): Value[] {
  const { name, validator } = spec;
  if (name === "secure_scheme_headers") return headers(part);
  if (validator === "bool") return [code("True"), code("False")];
  if (name === "worker_class") return workerClasses(view);
  if (name === "wsgi_app") return view.targets().map((target) => value(target, undefined, "target"));
  if (name === "bind") return bindForms().map(([form, what]) => value(form, what));
  if (name === "forwarder_headers") return forwarderHeaders.map((header) => value(header));
  if (name === "access_log_format") return atoms(spec, typed);
  const preset = spec.default?.type === "int" ? [code(String(spec.default.value))] : [];
  const words = wordsOf(spec, view.catalog).map((word) => (/^0o|^\d+$/.test(word) ? code(word) : value(word)));
  const paths = pathSettings.has(name)
    ? pathsOf(view, typed).filter(({ kind }) => kind === "folder" || !folderSettings.has(name))
    : [];
  const none = spec.default?.type === "None" && part === "whole" ? [code("None")] : [];
  return [...words, ...preset, ...paths, ...none];
}

function headers(part: ValuePlace["part"]): Value[] {
  // A first text between braces may become a key.
  if (part === "key" || part === "item")
    return Object.keys(schemeHeaders).map((header) => value(header, schemeHeaders[header]));
  return part === "value" ? [...new Set(Object.values(schemeHeaders))].map((scheme) => value(scheme)) : [];
}

/** Those that Gunicorn brings along work at once; of the others, first those whose package the project requires. */
function workerClasses({ catalog, installs }: View): Value[] {
  const needs = new Map(
    Object.entries(workerPackages).flatMap(([pack, classes]) => classes.map((name) => [name, pack] as const)),
  );
  const known = [...catalog.workers.keys()].filter((name) => !/^gevent_|^egg:|^gaiohttp$/.test(name));
  const dotted = [...needs.keys()].filter((name) => name.includes("."));
  return [...known, ...dotted]
    .flatMap((name): { readonly of: Value; readonly rank: number }[] => {
      const pack = needs.get(name);
      if (pack === undefined) return [{ of: value(name, l10n.t("comes with Gunicorn"), "class"), rank: 1 }];
      if (installs(pack) === true) return [{ of: value(name, l10n.t("{0} is installed", pack), "class"), rank: 0 }];
      if (name.includes(".") && pack !== "uvicorn-worker") return [];
      return [{ of: value(name, l10n.t("needs the package {0}", pack), "class"), rank: 2 }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ of }) => of);
}

/** What is written stays, and one more atom comes to its end. */
function atoms(spec: SettingSpec, typed: string): Value[] {
  const begun = /%(?:\([^)]*)?$/.exec(typed)?.index ?? typed.length;
  const kept = typed.slice(0, begun);
  const whole = spec.default?.type === "str" && kept === "" ? [value(spec.default.value, l10n.t("the default"))] : [];
  return [...whole, ...Object.entries(logAtoms()).map(([atom, what]) => value(`${kept}${atom}`, what))];
}

/** The entries of the folder that is typed so far, as seen from where Gunicorn runs. */
function pathsOf({ files, configurations, path }: View, typed: string): Value[] {
  if (typed.startsWith("/") || typed.includes(":")) return [];
  const folder = typed.slice(0, typed.lastIndexOf("/") + 1);
  const homes = configurations.flatMap(({ configuration }) => {
    const started = configuration.command ?? configuration.environment;
    return started?.command.directory ?? [];
  });
  const at = normalize(join(homes[0] ?? parentOf(path), folder === "" ? "." : folder));
  if (at === undefined) return [];
  return files
    .list(at)
    .filter(({ name }) => !name.startsWith(".") && name !== "__pycache__")
    .map(({ name, kind }) => value(`${folder}${name}${kind === "folder" ? "/" : ""}`, undefined, kind));
}
