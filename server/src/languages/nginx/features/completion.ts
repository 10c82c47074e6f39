import * as l10n from "@vscode/l10n";
import { rememberedByKey } from "../../../workspace/remembered";
import { contextBit, type DirectiveSpec, directiveNames, directiveSpecs } from "../catalog/catalog";
import type { Config } from "../diagnostics/model";
import { versionFinding } from "../diagnostics/version";
import { argumentsOf, entriesOf } from "./completionArguments";
import { bodyOf, placeOf } from "./usualDirectives";
import { variablePrefix, variables } from "./variableCompletion";
import { type Place, placeAt, type View } from "./view";

export interface Proposal {
  readonly label: string;
  readonly kind: "directive" | "block" | "value" | "parameter" | "variable" | "reference" | "file";
  /** What is written in place of `start..end`; with `snippet`, in the syntax of LSP's snippets. */
  readonly insert: string;
  readonly snippet: boolean;
  readonly start: number;
  readonly end: number;
  /** What comes first: 0 is what is meant most, 2 what hardly anybody means. */
  readonly rank: number;
  /** The place among those of its rank, from 0; by their names where it has none. */
  readonly order?: number;
  /** What the text at `start` is compared with, where that is not the label. */
  readonly filter?: string;
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
  for (const { spec, whole, shown } of directivesIn(context)) {
    const { label } = shown;
    if ((spec.once && there.has(label)) || !isOffered(spec)) continue;
    proposals.push({ ...shown, insert: snippet ? whole : label, snippet, start, end });
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
interface Offered {
  readonly spec: DirectiveSpec;
  /** With its arguments and its end, as a snippet. */
  readonly whole: string;
  readonly shown: Pick<Proposal, "label" | "kind" | "rank" | "order" | "about" | "detail">;
}

/** Hundreds of them, with every key: put together once for each context. */
const directivesIn = rememberedByKey((context): readonly Offered[] => {
  const bit = contextBit(context);
  return directiveNames().flatMap((label) => {
    const spec = directiveSpecs(label)?.find((candidate) => candidate.contexts & bit);
    if (!spec) return [];
    const order = placeOf(label);
    const shown = {
      label,
      kind: spec.block ? ("block" as const) : ("directive" as const),
      rank: spec.from || spec.plus ? 2 : order === undefined ? 1 : 0,
      ...(order === undefined ? {} : { order }),
      about: { name: label, context },
      ...(spec.from === undefined ? {} : { detail: spec.from }),
    };
    return { spec, whole: `${label}${snippetOf(spec, context)}`, shown };
  });
});

/** The rest of a directive as a snippet: its arguments, by what is known of them, and its end. */
function snippetOf(spec: DirectiveSpec, context: string): string {
  const body = bodyOf(spec.name, context);
  if (body !== undefined) return body;
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
      return spec.bounds ? `\${${at}:${spec.bounds[0]}}` : `\${${at}}`;
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
