import {
  builtInVariables,
  contextBit,
  type DirectiveSpec,
  directiveNames,
  directiveSpecs,
  shapeOf,
} from "../catalog/catalog";
import { familyOf } from "../contexts";
import { cachePathParameters } from "../diagnostics/directives/caches";
import { requestParameters, requestZoneParameters } from "../diagnostics/directives/limits";
import { listenParameters } from "../diagnostics/directives/listen";
import { accessLogParameters } from "../diagnostics/directives/logs";
import type { Parameters } from "../diagnostics/directives/params";
import { serverParameters } from "../diagnostics/directives/upstream";
import type { NameKind } from "../diagnostics/model";
import type { Directive } from "../tree";
import { type Place, placeAt, type View } from "./view";
import { headerNames, mimeTypes, statusCodes } from "./words";

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
  if (place.index === 0) return place.context === "" ? [] : directives(view, place, offset);
  return place.directive ? argumentsOf(view, place, place.directive, offset) : [];
}

/** Offset of the `$` whose name is being typed. */
function variablePrefix(text: string, offset: number): number | undefined {
  let at = offset;
  while (at > 0 && /[A-Za-z0-9_]/.test(text[at - 1] ?? "")) at--;
  if (text[at - 1] === "$") return at - 1;
  return text[at - 1] === "{" && text[at - 2] === "$" ? at - 2 : undefined;
}

function variables(view: View, { context }: Place, start: number, offset: number): Proposal[] {
  const family = familyOf(context) === "stream" ? "stream" : "http";
  const braced = view.tree.text[start + 1] === "{";
  const own = new Set(
    view.configuration.config.definitions.flatMap((each) =>
      each.kind === "variable" && each.family === family ? [each.name] : [],
    ),
  );
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
    ...[...own].map((name) => proposal(name, 0)),
    ...[...builtInVariables(family)].filter((name) => !own.has(name)).map((name) => proposal(name, 1)),
  ];
}

function directives(view: View, place: Place, offset: number): Proposal[] {
  const { context, siblings, word } = place;
  const bit = contextBit(context);
  const start = word?.start ?? offset;
  const end = word?.end ?? offset;
  const { text } = view.tree;
  const lineEnd = text.indexOf("\n", end);
  const rest = text.slice(end, lineEnd < 0 ? text.length : lineEnd).trim();
  const there = new Set(
    siblings.flatMap((item) => (item.kind === "directive" && item !== place.directive ? [item.name.value] : [])),
  );
  const proposals: Proposal[] = [];
  for (const name of directiveNames()) {
    const spec = directiveSpecs(name)?.find((candidate) => candidate.contexts & bit);
    if (!spec || (spec.once && there.has(name)) || spec.deprecated || spec.gone) continue;
    proposals.push({
      label: name,
      kind: spec.block ? "block" : "directive",
      insert: rest === "" ? `${name}${snippetOf(spec)}` : name,
      snippet: rest === "",
      start,
      end,
      rank: spec.from || spec.plus ? 2 : common.has(name) ? 0 : 1,
      about: { name, context },
      ...(spec.from ? { detail: spec.from } : {}),
    });
  }
  return proposals;
}

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

/** The parameters of a directive, beyond its first argument. */
function parametersOf(name: string, context: string): Parameters | undefined {
  switch (name) {
    case "listen":
      return listenParameters[familyOf(context)];
    case "server":
      return context.endsWith("/upstream") ? serverParameters : undefined;
    case "limit_req":
      return requestParameters;
    case "limit_req_zone":
      return requestZoneParameters;
    case "access_log":
      return accessLogParameters;
    default:
      return name.endsWith("_cache_path") ? cachePathParameters : undefined;
  }
}

function argumentsOf(view: View, place: Place, directive: Directive, offset: number): Proposal[] {
  const { context, word, index } = place;
  const name = directive.name.value;
  const spec = directiveSpecs(name)?.find((candidate) => candidate.contexts & contextBit(context));
  const start = word ? word.start + (word.quote ? 1 : 0) : offset;
  const end = word ? word.end - (word.quote && word.end > word.start + 1 ? 1 : 0) : offset;
  const propose = (kind: Proposal["kind"], labels: Iterable<string>, rank = 0): Proposal[] =>
    [...labels].map((label) => ({ label, kind, insert: label, snippet: false, start, end, rank }));
  const names = (kind: NameKind): string[] =>
    view.configuration.config.definitions
      .filter((each) => each.kind === kind && (kind === "zone" || each.family === familyOf(context)))
      .map((each) => each.name);
  const found: Proposal[] = [];
  if (spec?.kind === "flag") found.push(...propose("value", ["on", "off"]));
  if (spec?.words) found.push(...propose("value", spec.words));
  const parameters = parametersOf(name, context);
  if (parameters && (index > 1 || name === "limit_req")) {
    const given = new Set(directive.args.map(({ value }) => value.replace(/=.*/, "=")));
    const left = [...parameters.words, ...Object.keys(parameters.keys)].filter((each) => !given.has(each));
    found.push(...propose("parameter", left));
  }
  if (/_pass$/.test(name) && index === 1) {
    const scheme =
      name === "proxy_pass" && context.startsWith("http") ? "http://" : name === "grpc_pass" ? "grpc://" : "";
    found.push(
      ...propose(
        "reference",
        names("upstream").map((each) => `${scheme}${each}`),
      ),
    );
  }
  if (name === "limit_req" && word?.value.startsWith("zone="))
    found.push(
      ...propose(
        "reference",
        names("zone").map((each) => `zone=${each}`),
      ),
    );
  if ((name === "limit_conn" || name.endsWith("_cache")) && index === 1)
    found.push(...propose("reference", names("zone")));
  if (name === "access_log" && index === 2) found.push(...propose("reference", ["combined", ...names("log_format")]));
  if ((name === "try_files" || name === "error_page") && index > 1)
    found.push(...propose("reference", names("location")));
  if (name === "error_page" || name === "return") found.push(...propose("value", statusCodes, 1));
  if (/^(?:default_type|.*_types)$/.test(name)) found.push(...propose("value", mimeTypes, 1));
  if (/^(?:add_header|add_trailer|.*_(?:set|hide|pass|ignore)_headers?|more_set_headers)$/.test(name) && index === 1) {
    found.push(...propose("value", headerNames, 1));
  }
  if (name === "location" && index === 1) found.push(...propose("value", ["=", "~", "~*", "^~", "@"]));
  if (name === "rewrite" && index === 3) found.push(...propose("value", ["last", "break", "redirect", "permanent"]));
  if (name === "include" || /_certificate(?:_key)?$|_file$/.test(name)) {
    found.push(
      ...propose(
        "file",
        view.files.paths.filter((path) => path !== view.path),
        2,
      ),
    );
  }
  const shape = shapeOf(name, context);
  return shape && index > shape.max ? [] : found;
}
