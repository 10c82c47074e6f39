import { STATUS_CODES } from "node:http";
import * as l10n from "@vscode/l10n";
import { familyOf } from "../contexts";
import { definitionsOf } from "../diagnostics/names";
import { included } from "../included";
import { readPattern } from "../pcre";
import type { Directive, Word } from "../tree";
import { interpolation } from "../variables";
import { ofDirective } from "./directiveHover";
import { explainPattern } from "./explainPattern";
import { groupAt } from "./groups";
import { nameAt } from "./references";
import { documentation } from "./texts";
import { ofUnits, unitsOf } from "./units";
import { placeAt, type View } from "./view";

export interface Hovered {
  readonly start: number;
  readonly end: number;
  readonly markdown: string;
}

/** What is to be said of the word at an offset. */
export async function hover(view: View, offset: number): Promise<Hovered | undefined> {
  const { directive, word, index, context } = placeAt(view, offset);
  if (!directive || !word) return undefined;
  const at = { start: word.start, end: word.end };
  const variable = variableAt(word, offset);
  if (variable) {
    const markdown = await ofVariable(view, variable.name, context);
    return markdown ? { start: variable.start, end: variable.end, markdown } : undefined;
  }
  if (index === 0 && context !== "") {
    const markdown = await ofDirective(directive.name.value, context, view.configuration.config.environment.version);
    return markdown ? { ...at, markdown } : undefined;
  }
  const group = groupAt(directive, word, offset);
  if (group) return group;
  const markdown =
    ofUpstream(view, word, context) ??
    ofService(view, directive, word) ??
    ofName(view, offset) ??
    ofFiles(view, directive, word) ??
    ofPattern(directive, word, index) ??
    ofLocation(directive, word) ??
    ofStatus(directive, word) ??
    (await ofValue(directive, word, context));
  return markdown ? { ...at, markdown } : undefined;
}

/** The variable at an offset of a word, with its range in the text. */
function variableAt(word: Word, offset: number): { name: string; start: number; end: number } | undefined {
  const quote = word.quote ? 1 : 0;
  if (word.end - word.start - 2 * quote !== word.value.length) return undefined;
  const base = word.start + quote;
  const found = interpolation(word.value).uses.find(({ start, end }) => base + start <= offset && offset <= base + end);
  return found && { name: found.name, start: base + found.start, end: base + found.end };
}

/** A `map` that is longer is told by its first line. */
const mostLines = 12;

async function ofVariable(view: View, name: string, context: string): Promise<string | undefined> {
  const { config } = view.configuration;
  const family = familyOf(context) === "stream" ? "stream" : "http";
  const lines = [`\`$${name}\``];
  for (const definition of definitionsOf(config, "variable", family, name).slice(0, 3)) {
    const { text } = view.files.tree(definition.path) ?? view.tree;
    const { start, stop, end, block } = definition.directive;
    const whole = text.slice(start, end);
    const isShort = block?.kind === "values" && whole.split("\n").length <= mostLines;
    const shown = isShort ? whole : text.slice(start, stop).replace(/\s+/g, " ").trim();
    lines.push(`\`\`\`nginx\n${shown}\n\`\`\``);
  }
  const docs = await documentation(`$${name.toLowerCase()}`, context);
  if (docs) lines.push(docs.text, `[${docs.module}](${docs.url})`);
  return lines.length > 1 ? lines.join("\n\n") : undefined;
}

/** The servers of the upstream that a word names, alone or in a URL. */
function ofUpstream(view: View, word: Word, context: string): string | undefined {
  const name = word.value.replace(/^\w+:\/\//, "").split(/[/:?]/, 1)[0] ?? "";
  const [upstream] = definitionsOf(view.configuration.config, "upstream", familyOf(context), name);
  const items = upstream?.directive.block?.items;
  if (!upstream || !items) return undefined;
  const servers = items.flatMap((item) =>
    item.kind === "directive" && item.name.value === "server" ? [item.args.map(({ value }) => value).join(" ")] : [],
  );
  return [`upstream **${name}**`, ...servers.map((server) => `- \`${server}\``)].join("\n");
}

/** What makes the zone, cache, log format, named location or thread pool that is named at an offset. */
function ofName(view: View, offset: number): string | undefined {
  const named = nameAt(view, offset);
  if (!named || named.kind === "upstream" || named.kind === "variable") return undefined;
  const [definition] = definitionsOf(view.configuration.config, named.kind, named.family, named.name);
  if (!definition) return undefined;
  const { text } = view.files.tree(definition.path) ?? view.tree;
  const { start, stop } = definition.directive;
  const units = definition.directive.args.flatMap(({ value }) => {
    const plainly = unitsOf(value);
    return plainly ? [`- \`${value}\`: ${plainly}`] : [];
  });
  return [`\`\`\`nginx\n${text.slice(start, stop).replace(/\s+/g, " ").trim()}\n\`\`\`\n`, ...units].join("\n");
}

/** How a location is looked for. */
function ofLocation({ name, args }: Directive, word: Word): string | undefined {
  if (name.value !== "location" || word === name) return undefined;
  const [first, second] = args;
  const modifier = second ? (first?.value ?? "") : "";
  if (modifier === "=") return l10n.t("This path alone: it is looked for first, and nothing else is then.");
  if (modifier === "^~")
    return l10n.t("Every path that begins so; where it is the longest such beginning, no regular expression is tried.");
  if (modifier !== "")
    return l10n.t("A regular expression: those are tried in their order, and the first that fits is taken.");
  if (word.value.startsWith("@")) return l10n.t("A name: no request comes here by its path.");
  return l10n.t("Every path that begins so, where no longer beginning and no regular expression fits.");
}

/** What a status is called. */
function ofStatus({ name }: Directive, { value }: Word): string | undefined {
  if (!/^(?:return|error_page|try_files)$|_cache_valid$/.test(name.value)) return undefined;
  const code = /^=?(\d{3})$/.exec(value)?.[1];
  if (code === undefined) return undefined;
  if (code === "444") return l10n.t("nginx closes the connection without an answer.");
  const text = STATUS_CODES[code];
  return text && `\`${code}\` ${text}`;
}

/** A size or a time in plain units, and what the documentation says of the parameter that has it. */
async function ofValue(directive: Directive, word: Word, context: string): Promise<string | undefined> {
  const said = [ofUnits(directive, word, context), await ofParameter(directive, word, context)];
  return said.filter((part) => part !== undefined).join("\n\n") || undefined;
}

/** What the documentation of a directive says of one of its words. */
async function ofParameter({ name }: Directive, word: Word, context: string): Promise<string | undefined> {
  const key = word.value.replace(/=.*$/s, "");
  if (word.value === name.value || !/^[a-z][\w.-]*$/i.test(key)) return undefined;
  const text = (await documentation(name.value, context))?.text ?? "";
  const item = text.split(/^- /m).find((each) => each.startsWith(`\`${key}\``));
  if (item !== undefined) {
    const own = item.split(/\n(?=\S)/, 1)[0] ?? "";
    return `\`${key}\`\n\n${own
      .slice(own.indexOf("\n") + 1)
      .replace(/^ {4}/gm, "")
      .trim()}`;
  }
  return mentioned(text, key);
}

/** What a text says of a word: the paragraph that is about it, else the rest of one from the sentence that names it. */
function mentioned(text: string, key: string): string | undefined {
  const paragraphs = text.split("\n\n").filter((paragraph) => paragraph.includes(`\`${key}\``));
  const own = paragraphs.find((paragraph) => /^(?:>\s*)?(?:The|If|An?)\s/.test(paragraph));
  if (own !== undefined) return own;
  const lines = paragraphs.find((paragraph) => paragraph.includes("parameter"))?.split("\n") ?? [];
  let from = lines.findIndex((line) => line.includes(`\`${key}\``));
  while (from > 0 && !/[.:`]$/.test(lines[from - 1] ?? "")) from--;
  return from < 0 ? undefined : lines.slice(from).join("\n");
}

/** The files that an `include` reads. */
function ofFiles({ configuration, files }: View, { name }: Directive, word: Word): string | undefined {
  if (name.value !== "include" || word === name) return undefined;
  const found = included(word.value, configuration.root, files);
  if (found.kind !== "files" || found.paths.length === 0) return undefined;
  const folder = configuration.root.slice(0, configuration.root.lastIndexOf("/") + 1);
  const names = found.paths.map((path) => (path.startsWith(folder) ? path.slice(folder.length) : path));
  return names.map((path) => `- \`${path}\``).join("\n");
}

/** The service of the stack that a word names as a host. */
function ofService(view: View, directive: Directive, word: Word): string | undefined {
  if (!/_pass$|^server$/.test(directive.name.value)) return undefined;
  const name = word.value.replace(/^\w+:\/\//, "").split(/[/:?]/, 1)[0] ?? "";
  const ports = view.configuration.config.environment.services?.ports.get(name);
  if (!ports) return undefined;
  const known = ports.length > 0 ? `: ${ports.join(", ")}` : "";
  return l10n.t("The service {0} of the stack", `**${name}**`) + known;
}

/** A regular expression's groups and how it is matched. */
function ofPattern(directive: Directive, word: Word, index: number): string | undefined {
  const pattern = patternOf(directive, word, index);
  if (pattern === undefined) return undefined;
  const { groups, names, fault, unclear } = readPattern(pattern.source);
  if (fault || unclear) return undefined;
  const lines = [
    l10n.t("Regular expression, {0}", pattern.caseless ? l10n.t("letters of either case") : l10n.t("case matters")),
    `\`${pattern.source}\``,
    groups > 0
      ? l10n.t("{0} group(s): {1}", groups, Array.from({ length: groups }, (_, at) => `$${at + 1}`).join(", "))
      : "",
    names.length > 0 ? l10n.t("Named: {0}", names.map((name) => `$${name}`).join(", ")) : "",
    pattern.source.startsWith("^") ? "" : l10n.t("Not anchored: it matches anywhere in the text."),
    explainPattern(pattern.source)
      .map(({ source, meaning, depth }) => `${"  ".repeat(depth)}- \`${source}\`: ${meaning}`)
      .join("\n"),
  ];
  return lines.filter(Boolean).join("\n\n");
}

function patternOf(
  { name, args }: Directive,
  word: Word,
  index: number,
): { source: string; caseless: boolean } | undefined {
  const before = args[index - 2]?.value;
  if (/^!?~\*?$/.test(before ?? ""))
    return { source: word.value.replace(/\)$/, ""), caseless: before?.endsWith("*") ?? false };
  if (name.value === "rewrite" && index === 1) return { source: word.value, caseless: false };
  if (word.value.startsWith("~") && word.value.length > 2) {
    return { source: word.value.replace(/^~\*?/, ""), caseless: word.value.startsWith("~*") };
  }
  return undefined;
}
