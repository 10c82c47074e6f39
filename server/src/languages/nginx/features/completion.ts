import * as l10n from "@vscode/l10n";
import { rememberedByKey } from "../../../workspace/remembered";
import { builtInVariables, contextBit, type DirectiveSpec, directiveNames, directiveSpecs } from "../catalog/catalog";
import { familyOf } from "../contexts";
import type { Config } from "../diagnostics/model";
import { versionFinding } from "../diagnostics/version";
import { argumentsOf, entriesOf } from "./completionArguments";
import { groupsFor } from "./groups";
import { type Place, placeAt, type View } from "./view";

export interface Proposal {
  readonly label: string;
  readonly kind: "directive" | "block" | "value" | "parameter" | "variable" | "reference" | "file";
  /** What is written in place of `start..end`; with `snippet`, in the syntax of LSP's snippets. */
  readonly insert: string;
  readonly snippet: boolean;
  readonly start: number;
  readonly end: number;
  /** What comes first. */
  readonly rank: number;
  /** What `documentation()` is asked for when the proposal is looked at. */
  readonly about?: { readonly name: string; readonly context: string };
  readonly detail?: string;
}

/** Everything that could be written at an offset. */
export function complete(view: View, offset: number): Proposal[] {
  const place = placeAt(view, offset);
  if (place.comment) return [];
  const variable = variablePrefix(view.tree.text, offset);
  if (variable !== undefined && place.index !== 0) return variables(view, place, variable, offset);
  if (place.index === 0) {
    return place.context === "" ? entriesOf(view, place, offset) : directives(view, place, offset);
  }
  return place.directive ? argumentsOf(view, place, place.directive, offset) : [];
}

/** Offset of the `$` whose name is being typed. */
function variablePrefix(text: string, offset: number): number | undefined {
  let at = offset;
  while (at > 0 && /[A-Za-z0-9_]/.test(text[at - 1] ?? "")) at--;
  if (text[at - 1] === "$") return at - 1;
  return text[at - 1] === "{" && text[at - 2] === "$" ? at - 2 : undefined;
}

function variables(view: View, { context, directive }: Place, start: number, offset: number): Proposal[] {
  const family = familyOf(context) === "stream" ? "stream" : "http";
  const braced = view.tree.text[start + 1] === "{";
  const own = new Set(
    view.configuration.config.definitions.flatMap((each) =>
      each.kind === "variable" && each.family === family ? [each.name] : [],
    ),
  );
  const groups = directive ? groupsFor(directive) : 0;
  const proposal = (name: string, rank: number): Proposal => ({
    label: `$${name}`,
    kind: "variable",
    insert: braced ? `\${${name}}` : `$${name}`,
    snippet: false,
    start,
    end: braced && view.tree.text[offset] === "}" ? offset + 1 : offset,
    rank,
    about: { name: `$${name}`, context },
  });
  return [
    ...Array.from({ length: groups }, (_, index) => proposal(`${index + 1}`, 0)),
    ...[...own].map((name) => proposal(name, 0)),
    ...[...builtInVariables(family)].filter((name) => !own.has(name)).map((name) => proposal(name, 1)),
  ];
}

function directives(view: View, place: Place, offset: number): Proposal[] {
  const { context, siblings, word } = place;
  const start = word?.start ?? offset;
  const end = word?.end ?? offset;
  const { text } = view.tree;
  const lineEnd = text.indexOf("\n", end);
  const rest = text.slice(end, lineEnd < 0 ? text.length : lineEnd).trim();
  const snippet = rest === "";
  const there = new Set(
    siblings.flatMap((item) => (item.kind === "directive" && item !== place.directive ? [item.name.value] : [])),
  );
  const proposals: Proposal[] = [];
  const { config } = view.configuration;
  const isOffered = directivesOf(config);
  for (const { spec, whole, label, kind, rank, about, detail } of directivesIn(context)) {
    if ((spec.once && there.has(label)) || !isOffered(spec)) continue;
    const proposal: Proposal = { label, kind, insert: snippet ? whole : label, snippet, start, end, rank, about };
    proposals.push(detail === undefined ? proposal : { ...proposal, detail });
  }
  for (const label of config.environment.extra ?? []) {
    if (directiveSpecs(label)) continue;
    const detail = l10n.t("from the settings");
    proposals.push({ label, kind: "directive", insert: label, snippet: false, start, end, rank: 1, detail });
  }
  return proposals;
}

/** Whether the nginx that will read a configuration has a directive: as far as that is known. */
function directivesOf({ environment, loadsModules, foreignModules }: Config): (spec: DirectiveSpec) => boolean {
  const { version, stock } = environment;
  const noModules = stock === true && !loadsModules && !foreignModules;
  return (spec) => {
    if (noModules && spec.from) return false;
    if (spec.plus) return versionFinding(spec, version)?.severity !== "error";
    return !versionFinding(spec, version);
  };
}

/** A directive that may stand in a context, wherever that is in a text. */
interface Offered extends Required<Pick<Proposal, "label" | "kind" | "rank" | "about">> {
  readonly spec: DirectiveSpec;
  /** With its arguments and its end, as a snippet. */
  readonly whole: string;
  readonly detail: string | undefined;
}

/** Hundreds of them, with every key: put together once for each context. */
const directivesIn = rememberedByKey((context): readonly Offered[] => {
  const bit = contextBit(context);
  return directiveNames().flatMap((label) => {
    const spec = directiveSpecs(label)?.find((candidate) => candidate.contexts & bit);
    if (!spec) return [];
    return {
      label,
      kind: spec.block ? "block" : "directive",
      rank: spec.from || spec.plus ? 2 : common.has(label) ? 0 : 1,
      about: { name: label, context },
      spec,
      whole: `${label}${snippetOf(spec)}`,
      detail: spec.from,
    };
  });
});

/** What nearly every config has: these are offered first. */
const common = new Set(
  "server location listen server_name root index proxy_pass proxy_set_header include upstream return rewrite try_files ssl_certificate ssl_certificate_key access_log error_log add_header expires gzip alias client_max_body_size if set map limit_req allow deny error_page http events".split(
    " ",
  ),
);

/** The rest of a directive as a snippet: its arguments, by what is known of them, and its end. */
function snippetOf(spec: DirectiveSpec): string {
  const values = Array.from({ length: Math.min(spec.min, 4) }, (_, index) => ` ${valueSnippet(spec, index + 1)}`).join(
    "",
  );
  return spec.block ? `${values} {\n\t$0\n}` : `${values};$0`;
}

function valueSnippet(spec: DirectiveSpec, at: number): string {
  switch (spec.kind) {
    case "flag":
      return `\${${at}|on,off|}`;
    case "enum":
      return spec.words ? `\${${at}|${spec.words.join(",")}|}` : `\${${at}}`;
    case "number":
      return `\${${at}:${spec.bounds?.[0] ?? 1}}`;
    case "size":
    case "offset":
      return `\${${at}:1m}`;
    case "bufs":
      return at === 1 ? "${1:8}" : "${2:8k}";
    case "msec":
    case "sec":
      return `\${${at}:60s}`;
    default:
      return `\${${at}}`;
  }
}
