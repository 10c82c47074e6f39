import type { NginxFiles } from "../files";
import { type Included, included } from "../included";
import type { Directive, Item } from "../tree";
import { bytesOf } from "./request";

/** One step of nginx's way to its answer. */
export interface Step {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly what: string;
  readonly outcome: "chosen" | "matches" | "no-match" | "skipped" | "unknown";
  readonly why: Why;
  /** What the reason speaks of: a path, a status. */
  readonly about: readonly string[];
}

/** Why a server or location was taken or not, for a message in the reader's language. */
export type Why =
  | "exact-name"
  | "leading-wildcard"
  | "trailing-wildcard"
  | "regex-name"
  | "default-server"
  | "only-server"
  | "other-port"
  | "other-address"
  | "other-name"
  | "answers"
  | "rewritten"
  | "rewritten-ends"
  | "rewritten-stays"
  | "rewrite-unknown"
  | "empty-path"
  | "condition-holds"
  | "condition-fails"
  | "condition-assumed"
  | "condition-denied"
  | "exact-location"
  | "longest-prefix"
  | "prefix-stops-regex"
  | "first-regex"
  | "shorter-prefix"
  | "earlier-choice"
  | "not-this-path"
  | "pattern-not-testable"
  | "slash-redirect"
  | "internal-only"
  | "limited-method"
  | "free-method"
  | "refuses"
  | "refusal-unknown"
  | "no-such-file"
  | "no-such-folder"
  | "file-missing"
  | "file-there"
  | "folder-there"
  | "index-there"
  | "gives-up"
  | "goes-on"
  | "target-unknown"
  | "by-name"
  | "no-such-location"
  | "too-many-changes"
  | "error-page"
  | "passes"
  | "module-answers"
  | "module-decides"
  | "handler-unknown"
  | "sends-file";

/** A directive and the file that it stands in. */
export interface Found {
  readonly path: string;
  readonly directive: Directive;
}

/** The files of a configuration, and the one that its includes count from. */
export interface Reading {
  readonly root: string;
  readonly files: NginxFiles;
  /** What stands in each block: every way of a request asks for it again. */
  readonly blocks: Map<Directive, readonly Found[]>;
  /** How many directives may still be read: files that include each other many times may come to any number. */
  left: number;
}

export const startReading = (root: string, files: NginxFiles): Reading => ({
  root,
  files,
  blocks: new Map(),
  left: mostDirectives,
});

/** As many as a megabyte holds. */
const mostDirectives = 500_000;

/** Directives with the files they are in, includes read at their place; a file that includes itself is not read in itself. */
export function flatten(items: readonly Item[], path: string, reading: Reading): readonly Found[] {
  const all: Found[] = [];
  const read = (list: readonly Item[], from: string, around: readonly string[]): void => {
    for (const item of list) {
      if (item.kind !== "directive") continue;
      if (reading.left-- <= 0) return;
      const [pattern] = item.args;
      if (item.name.value !== "include" || !pattern) {
        all.push({ path: from, directive: item });
        continue;
      }
      const target = rememberedTarget(pattern.value);
      for (const other of target.kind === "files" ? target.paths : [])
        if (!around.includes(other)) read(reading.files.tree(other)?.items ?? [], other, [...around, other]);
    }
  };
  const targets = new Map<string, Included>();
  const rememberedTarget = (pattern: string): Included => {
    const known = targets.get(pattern) ?? included(pattern, reading.root, reading.files);
    targets.set(pattern, known);
    return known;
  };
  read(items, path, [path]);
  return all;
}

/** What stands in a block. */
export function contents({ path, directive }: Found, reading: Reading): readonly Found[] {
  const known = reading.blocks.get(directive) ?? flatten(directive.block?.items ?? [], path, reading);
  reading.blocks.set(directive, known);
  return known;
}

export const named = (all: readonly Found[], name: string): Found[] =>
  all.filter(({ directive }) => directive.name.value === name);

/** A directive's words without its block, for a reader. */
export const wordsShown = ({ directive: { name, args } }: Found): string =>
  [name, ...args].map(({ value }) => value).join(" ");

export function step(found: Found, outcome: Step["outcome"], why: Why, about: readonly string[] = []): Step {
  const { path, directive } = found;
  return { path, start: directive.start, end: directive.stop, what: wordsShown(found), outcome, why, about };
}

/** The words of a directive behind its name, in bytes. */
export const wordsOf = ({ args }: Directive): string[] => args.map(({ value }) => bytesOf(value));
