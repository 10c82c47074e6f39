import * as l10n from "@vscode/l10n";
import { changeTo } from "../../../findings";
import { contextBit, contextNames, type DirectiveSpec, directiveNames, directiveSpecs } from "../catalog/catalog";
import { type ContextName, contextInside, familyOf } from "../contexts";
import { isLuaBlock } from "../shapes";
import type { Block, Directive, Item } from "../tree";
import { checkBuffers } from "./buffers";
import { builtInModule } from "./builtIn";
import { configEnd } from "./configEnd";
import { afterBlock, checks } from "./directives/all";
import { beside } from "./directives/files";
import { locationOf } from "./directives/location";
import { openValueBlock } from "./directives/valueBlocks";
import { makeFinding, mostFindings, mostSuggestions } from "./finding";
import { firstRefused, isPastFirst } from "./firstRefused";
import { noteBuiltIn, noteForeign } from "./foreign";
import { checkForm, checkOnce } from "./form";
import { kinds } from "./generic";
import { checkInclude, unreadTree } from "./include";
import { begin, judged, type Memory, noteFile, replayed, strictMemory } from "./memory";
import type { Check, Checking, Config, Environment, FirstRefused, Range, Scope, Source } from "./model";
import { nearest, nearestOf } from "./nearest";
import { curlyQuotes, fromOtherLanguages } from "./otherLanguages";
import { otherTemplate } from "./otherTemplates";
import { isLeftOpen } from "./placeholders";
import { practices, practicesAfter } from "./practice/all";
import { isAskedFor, noteAmongAll, openScope } from "./scopes";
import { notADirective } from "./slips";
import { endsOnAnotherLine, swallowed, swallowedInstead } from "./swallowed";
import { syntaxFindings } from "./syntax";
import { versionFinding } from "./version";

/**
 * Reads a configuration as nginx does, in its order, includes at their place, and says all that nginx would refuse.
 * @param context where the file's own items stand: `main` for a whole nginx.conf, else that of a fragment
 * @param memory what is known from the last time, which makes this one faster and changes nothing else
 * @param first where only the first thing that nginx would not take is asked for: what becomes known of it
 */
export function checkConfig(
  root: Source,
  environment: Environment = {},
  context = "main",
  memory?: Memory,
  first?: FirstRefused,
): Config {
  if (memory) begin(memory, environment);
  const config: Config = {
    environment,
    findings: [],
    definitions: [],
    index: new Map(),
    uses: [],
    listens: [],
    loopbacks: [],
    later: [],
    servers: [],
    named: memory?.named ?? new Set(),
    addresses: { any: new Map(), options: new Map(), default: new Map() },
    blocks: new Map(),
    contexts: new Map(),
    sources: new Map(),
    memory,
    recordings: [],
    first,
    incomplete: context !== "main",
    loadsModules: false,
    foreignModules: false,
    buffers: false,
  };
  const scope = openScope(context, undefined, root.path, undefined);
  const visit = (source: Source, inside: Scope, stack: readonly string[]): void => {
    if (source.tree === unreadTree) {
      config.incomplete = true;
      return;
    }
    noteFile(config, source.path, inside.context);
    config.sources.set(source.path, source.tree);
    const template = otherTemplate(source);
    if (template) {
      config.findings.push(template);
      config.incomplete = true;
      return;
    }
    config.findings.push(...syntaxFindings(source, noticedBy(source, config, inside.context)));
    config.findings.push(...curlyQuotes(source));
    checkItems(source.tree.items, { config, source, scope: inside, stack, visit });
  };
  visit(root, scope, [root.path]);
  if (!first?.stopped) configEnd(config, root, context);
  if (memory) memory.last = config;
  return config;
}

const known = new Map<DirectiveSpec, readonly Check[]>();

/** All checks of a directive, in their order; the same list every time. */
function checksOf(spec: DirectiveSpec): readonly Check[] {
  const found = known.get(spec);
  if (found) return found;
  const { name, kind } = spec;
  const value =
    checks[kind] ?? kinds[kind] ?? (spec.variables && !spec.from && !spec.block ? kinds.complex : undefined);
  const own = [isAskedFor(name) ? noteAmongAll : undefined, value, beside[name]].filter((check) => check !== undefined);
  const all = spec.from ? own : [...own, ...(practices[name] ?? [])];
  known.set(spec, all);
  return all;
}

/** The directive as the module has it that may stand in a context: the first in nginx's own order. */
function specFor(specs: readonly DirectiveSpec[], bit: number): DirectiveSpec | undefined {
  // Here and in other places that are asked of every directive: `for of` and `[first]` make objects until V8 compiles them.
  for (let at = 0; at < specs.length; at++) {
    const spec = specs[at];
    if (spec && (spec.contexts & bit) !== 0) return spec;
  }
  return undefined;
}

/**
 * Where nginx, which does not guess where a brace belongs, would stop in a text whose braces are out of balance: the
 * first thing that it would not take in its own reading of it.
 */
function noticedBy(
  { path, tree: { strict } }: Source,
  { environment, memory }: Config,
  context: string,
): Range | undefined {
  if (!strict) return undefined;
  // Only this file: what it includes is none of the reason.
  const alone: Environment = { ...environment, include: () => undefined };
  const first: FirstRefused = { seen: 0, range: undefined, stopped: false };
  const config = checkConfig({ path, tree: { ...strict } }, alone, context, strictMemory(memory, path), first);
  return firstRefused(config, first, path);
}

export interface Walking {
  readonly config: Config;
  readonly source: Source;
  readonly scope: Scope;
  /** The files that include each other, outermost first. */
  readonly stack: readonly string[];
  readonly visit: (source: Source, inside: Scope, stack: readonly string[]) => void;
}

function checkItems(items: readonly Item[], walking: Walking): void {
  const { config, scope, source } = walking;
  const { extra } = config.environment;
  const family = familyOf(scope.context);
  let directive: Directive | undefined;
  // One for all of them: thousands of functions of their own would be most of what a large file takes to judge.
  const report: Checking["report"] = (code, at, message, more) => {
    if (!directive || config.findings.length > mostFindings || isLeftOpen(code, at, directive, source)) return;
    const instead = swallowedInstead(code, at, directive, scope, source);
    const finding = instead ?? makeFinding(source.path, code, at, message, withTerminator(directive, source, at, more));
    config.findings.push(finding);
  };
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    if (item && isPastFirst(item, config, source)) return;
    if (item?.kind !== "directive" || extra?.has(item.name.value)) continue;
    directive = item;
    const specs = directiveSpecs(item.name.value);
    const spec = specs && specFor(specs, scope.bit);
    if (spec) checkDirective({ config, scope, source, directive: item, spec, family, report }, walking);
    else if (specs) wrongContext(item, specs, walking, report);
    else unknownDirective(item, walking, report);
  }
}

function checkDirective(checking: Checking, walking: Walking): void {
  const { directive, spec } = checking;
  const version = versionFinding(spec, checking.config.environment.version);
  if (version) checking.report(version.code, directive.name, version.message, { severity: version.severity });
  if (spec.from) noteForeign(checking);
  if (checkForm(checking)) {
    if (spec.name === "include") {
      checkInclude(checking, walking);
      return;
    }
    checkOnce(checking);
    const all = checksOf(spec);
    for (let at = 0; at < all.length; at++) all[at]?.(checking);
    if (endsOnAnotherLine(checking)) swallowed(checking);
  }
  if (directive.block) checkBlock(checking, directive.block, walking);
}

/** nginx names the line on which a directive ends; where that is another one than the fault's, it is told beside it. */
function withTerminator(
  directive: Directive,
  source: Source,
  at: Range,
  more: Parameters<Checking["report"]>[3] = {},
): Parameters<Checking["report"]>[3] {
  const { stop } = directive;
  if (stop <= at.end || !source.tree.text.slice(at.end, stop).includes("\n")) return more;
  const here = { path: source.path, start: stop, end: stop + 1, message: l10n.t("nginx notices it here.") };
  return { ...more, related: [...(more.related ?? []), here] };
}

function checkBlock(checking: Checking, block: Block, walking: Walking): void {
  const { directive, scope } = checking;
  if (block.kind === "raw") return;
  if (openValueBlock(checking, walking)) return;
  const context = contextInside(directive.name.value, scope.context);
  // What stands in the block of a module that we do not know well cannot be judged.
  if (!context) return;
  const location = locationOf(directive) ?? scope.location;
  if (!replayed(walking, block, context, location)) judgeBlock(checking, block, walking, context, location);
}

function judgeBlock(
  checking: Checking,
  block: Block,
  walking: Walking,
  context: ContextName,
  location: Scope["location"],
): void {
  const { config, source, stack, scope } = walking;
  const inside = openScope(context, checking.directive, source.path, scope, location);
  judged(config, block, inside, source.path, stack, () => {
    checkItems(block.items, { ...walking, scope: inside });
    if (config.first?.stopped) return;
    const ended = { ...checking, scope: inside };
    afterBlock[checking.spec.kind]?.(ended);
    for (const practice of practicesAfter[checking.spec.name] ?? []) practice(ended);
    // What stands in http itself is judged where a server makes use of it.
    if (config.buffers && context.startsWith("http/")) {
      // These look at the whole block: they are told as they are, not as of its opening directive.
      checkBuffers(ended, (code, at, message, more) => {
        config.findings.push(makeFinding(source.path, code, at, message, more));
      });
    }
  });
}

function unknownDirective(directive: Directive, walking: Walking, report: Checking["report"]): void {
  const { config, scope, source } = walking;
  const { name } = directive;
  // The module may have one more that is not in the catalog.
  if (isLuaBlock(name.value) && nearest(name.value, directiveNames(), 2) === undefined) return;
  const isTold = config.findings.length <= mostFindings;
  const foreign = isTold ? (fromOtherLanguages(directive, source) ?? notADirective(directive, source)) : undefined;
  if (foreign) {
    report("nginx-unknown-directive", name, foreign.message, { fixes: foreign.fixes });
    return;
  }
  const module = builtInModule(name.value);
  if (module !== undefined) {
    noteBuiltIn(config, source, directive, module);
    return;
  }
  // There may be hundreds of thousands of them, of which few are told.
  if (!isTold) return;
  const near =
    config.findings.length > mostSuggestions ? undefined : nearestOf(name.value.toLowerCase(), directiveNames());
  // With modules about that we do not know, only what looks like a slip of the pen is called one.
  if (config.foreignModules && !near) return;
  if (name.quote === "" && /^\$\{?\w+\}?$|^\{[{%]/.test(name.value) && /template|\.j2$/.test(source.path)) return;
  const message = near
    ? l10n.t('Unknown directive "{0}". Did you mean "{1}"?', name.value, near)
    : l10n.t('Unknown directive "{0}".', name.value);
  const fixes = near ? [changeTo(source.path, name, near)] : [];
  report("nginx-unknown-directive", name, message, { fixes });
  // A misspelt block is read as what it was meant to be, so that nothing in it is said to be misplaced.
  const meant = near && directiveSpecs(near)?.some((spec) => spec.block && (spec.contexts & scope.bit) !== 0);
  const context = meant ? contextInside(near, scope.context) : undefined;
  if (!context || !directive.block) return;
  const inside = openScope(context, directive, source.path, scope);
  checkItems(directive.block.items, { ...walking, scope: inside });
}

function wrongContext(
  directive: Directive,
  specs: readonly DirectiveSpec[],
  walking: Walking,
  report: Checking["report"],
): void {
  // There may be hundreds of thousands of them, of which few are told.
  if (walking.config.findings.length <= mostFindings) {
    const mask = specs.reduce((bits, spec) => bits | spec.contexts, 0);
    const places = contextNames.filter((name) => (contextBit(name) & mask) !== 0).map(contextTitle);
    const message = l10n.t(
      '"{0}" is not allowed in {1}. It may stand in: {2}.',
      directive.name.value,
      contextTitle(walking.scope.context),
      places.join(", "),
    );
    report("nginx-wrong-context", directive.name, message);
  }
  if (!directive.block) return;
  const context = contextInside(directive.name.value, walking.scope.context);
  if (!context || !specs.some((spec) => spec.block)) return;
  const inside = openScope(context, directive, walking.source.path, walking.scope);
  checkItems(directive.block.items, { ...walking, scope: inside });
}

const contextTitle = (name: string): string => name.replace(/^(\w+)\/(\w+)\/if$/, "if in $2").replace("/", " › ");
