import type { NginxFiles } from "../files";
import { included } from "../included";
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
}

/** Directives with the files they are in, includes read at their place. */
export function flatten(items: readonly Item[], path: string, reading: Reading, depth = 0): Found[] {
  const { root, files } = reading;
  return items.flatMap((item) => {
    if (item.kind !== "directive") return [];
    const [pattern] = item.args;
    if (item.name.value !== "include" || !pattern || depth > 10) return [{ path, directive: item }];
    const target = included(pattern.value, root, files);
    if (target.kind !== "files") return [];
    return target.paths.flatMap((other) => flatten(files.tree(other)?.items ?? [], other, reading, depth + 1));
  });
}

/** What stands in a block. */
export const contents = ({ path, directive }: Found, reading: Reading): Found[] =>
  flatten(directive.block?.items ?? [], path, reading);

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
