import * as l10n from "@vscode/l10n";
import { contextBit, contextNames, type DirectiveSpec, directiveSpecs } from "../catalog/catalog";
import { versionFinding } from "../diagnostics/version";
import { moduleHome } from "./modules";
import { beginning, type Documentation, documentation } from "./texts";

/** More contexts than this are all of them. */
const mostPlaces = 20;

/**
 * Syntax, default, contexts and documentation of a directive, as Markdown; undefined for one that is not known.
 * @param version the nginx release that will read it; undefined where it is not known
 */
export async function ofDirective(
  name: string,
  context: string,
  version: string | undefined,
): Promise<string | undefined> {
  const specs = directiveSpecs(name);
  const spec = specs?.find((candidate) => candidate.contexts & contextBit(context)) ?? specs?.[0];
  if (!spec) return undefined;
  const docs = await documentation(name, context);
  const places = contextNames
    .filter((where) => spec.contexts & contextBit(where))
    .map((where) => where.replaceAll("/", " › "));
  const said = versionFinding(spec, version)?.message;
  const lines = [
    `\`\`\`nginx\n${formsOf(spec, docs).join("\n")}\n\`\`\``,
    said ? `⚠ ${said}` : "",
    docs?.preset ? `${l10n.t("Default")}: \`${docs.preset}\`` : "",
    places.length > 0 ? `${l10n.t("Context")}: ${places.length > mostPlaces ? l10n.t("any") : places.join(", ")}` : "",
    spec.since ? l10n.t("Since nginx {0}", spec.since) : "",
    docs ? beginning(docs.text) : "",
    docs ? `[${docs.module}](${docs.url})` : moduleLink(spec),
  ];
  return lines.filter(Boolean).join("\n\n");
}

function moduleLink({ module, from, name }: DirectiveSpec): string {
  const home = from && moduleHome(from, name);
  return home ? `[${module}](${home})` : module;
}

/** The ways to write a directive: as the docs have them, else by what is known of its values. */
function formsOf(spec: DirectiveSpec, docs: Documentation | undefined): string[] {
  const end = spec.block ? " { … }" : ";";
  const forms = docs?.syntax.map((syntax) => plain(syntax).replace(/\{\.\.\.\}$/, "")) ?? [valuesOf(spec)];
  return (forms.length > 0 ? forms : [""]).map((form) => shortened(`${spec.name} ${form}`.trim()) + end);
}

/** A form that is longer goes over several lines: then what it is for would be out of sight. */
const longestForm = 100;

/** How many parameters that may be left out a long form is shown with. */
const mostOptional = 3;

/** The form without most of what may be left out; the documentation below tells of that. */
function shortened(form: string): string {
  if (form.length <= longestForm) return form;
  let optional = 0;
  const parts = partsOf(form).map(([start, end]) => form.slice(start, end));
  const kept = parts.filter((part) => !part.startsWith("[") || ++optional <= mostOptional);
  return kept.length < parts.length ? `${kept.join(" ")} …` : form;
}

/** The words and bracketed parts of a form, from and to: what is joined by `|`, or goes on in `...`, is one. The first is the directive's name. */
export function partsOf(form: string): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let depth = 0;
  let start = -1;
  for (let at = 0; at <= form.length; at++) {
    const char = form[at];
    if (char === "[") depth++;
    if (char === "]") depth--;
    const blank = char === undefined || (depth === 0 && /\s/.test(char));
    if (!blank && start < 0) start = at;
    if (!blank || start < 0) continue;
    const joined = /^\s*\|/.test(form.slice(at)) || form[at - 1] === "|";
    if (joined && char !== undefined) continue;
    const before = form.slice(start, at) === "..." ? found.pop() : undefined;
    found.push([before?.[0] ?? start, at]);
    start = -1;
  }
  return found;
}

/** The docs' Markdown of a syntax line without its marks. */
export const plain = (syntax: string): string => syntax.replace(/\*`([^`]*)`\*/g, "$1").replace(/`([^`]*)`/g, "$1");

const valueNames: Readonly<Record<string, string>> = {
  number: "number",
  size: "size",
  offset: "size",
  msec: "time",
  sec: "time",
  path: "path",
};

function valuesOf({ kind, words, min, max }: DirectiveSpec): string {
  if (kind === "flag") return "on | off";
  if (kind === "bufs") return "number size";
  if (words) return words.join(" | ") + (kind === "bitmask" ? " ..." : "");
  const value = valueNames[kind] ?? "value";
  const must = Array.from({ length: min }, () => value);
  const may = max === Number.POSITIVE_INFINITY ? ["..."] : Array.from({ length: max - min }, () => `[${value}]`);
  return [...must, ...(min === 0 && may[0] === "..." ? [`[${value}`, "...]"] : may)].join(" ");
}
