import type { SettingSpec } from "../catalog/catalog";
import type { CommandCursor } from "./commandPlace";
import { takesValue } from "./describe";
import { optionSnippet } from "./snippets";
import { valuesOf } from "./values";
import type { Proposal, View } from "./view";

/** Everything that could be written at a place of a command line. */
export function completeCommand(view: View, cursor: CommandCursor): Proposal[] {
  switch (cursor.role) {
    case "value":
      return cursor.spec ? values(view, cursor, cursor.spec) : [];
    case "flag":
      return flags(view, cursor);
    case "target":
      return modules(cursor, view.targets());
    case "any":
      return [...flags(view, cursor), ...(cursor.others.targets.length > 0 ? [] : modules(cursor, view.targets()))];
  }
}

function values(view: View, cursor: CommandCursor, spec: SettingSpec): Proposal[] {
  return valuesOf(view, spec, cursor.typed, "whole")
    .filter(({ text, code }) => text !== "None" && (code === undefined || code === text))
    .flatMap(({ text, kind, detail }, rank) => {
      const insert = written(text.replace(/^0o(?=\d)/, "0"), cursor);
      return insert === undefined ? [] : [proposal(cursor, text, kind, insert, rank, detail)];
    });
}

function flags(view: View, cursor: CommandCursor): Proposal[] {
  const given = new Set(cursor.others.given.map(({ setting }) => setting));
  return [...view.catalog.settings.values()]
    .filter(({ name, action, flags: own }) => own.length > 0 && (action === "append" || !given.has(name)))
    .flatMap((spec, rank) => {
      const long = spec.flags.filter((flag) => flag.startsWith("--"));
      const shown = cursor.typed.startsWith("--") || cursor.typed === "" ? long.slice(0, 1) : spec.flags;
      return shown.map((flag) => ({
        ...proposal(cursor, flag, "flag", withValue(flag, spec, cursor, view), rank, spec.section),
        snippet: true,
        about: spec.name,
      }));
    });
}

/** A flag with what is to be filled in, each a word of its own where they stand in a list. */
function withValue(
  flag: string,
  spec: SettingSpec,
  { form, next, start, end, typed }: CommandCursor,
  view: View,
): string {
  const wrap = form.kind === "element" && form.open ? '"' : "";
  const hasOwn = end - start > typed.length || (next !== undefined && /^[^-]/.test(next) && isValue(next, spec));
  const value = hasOwn ? undefined : optionSnippet(spec, view.catalog);
  if (value === undefined) return `${wrap}${flag}${wrap}`;
  switch (form.kind) {
    case "element":
      return `${wrap}${flag}${form.quote || wrap}, ${form.quote || '"'}${value}${wrap || (form.quote ? "" : '"')}`;
    case "item":
      return `${flag}=${value}`;
    case "blank":
      return `${flag} ${value}`;
  }
}

/** Whether the word after a flag is its value, rather than the `module:callable` of the command. */
function isValue(word: string, spec: SettingSpec): boolean {
  if (!takesValue(spec)) return false;
  return spec.type === "str" ? !/^[\w.]+:[\w.]+(?:\(.*\))?$/.test(word) : /^\d/.test(word);
}

function modules(cursor: CommandCursor, targets: readonly string[]): Proposal[] {
  if (cursor.command.kind === "arguments") return [];
  return targets.flatMap((target, rank) => {
    const insert = written(target, cursor);
    return insert === undefined ? [] : [proposal(cursor, target, "target", insert, rank, undefined)];
  });
}

/** A word as it is written at a place; undefined where it would need quotes within quotes. */
function written(text: string, { form, command }: CommandCursor): string | undefined {
  const wrap = form.kind === "element" && form.open ? '"' : "";
  if (/^[\w@+=:,./[\]-]*$/.test(text)) return `${wrap}${text}${wrap}`;
  if (form.kind === "element" && (form.quote || wrap) === '"')
    return `${wrap}${JSON.stringify(text).slice(1, -1)}${wrap}`;
  if (form.kind !== "blank" || text.includes("'") || command.kind === "arguments" || command.place === "compose")
    return undefined;
  const quoted = `'${text}'`;
  if (command.place === "systemd" || command.place === "supervisor") return quoted.replaceAll("%", "%%");
  return command.place === "makefile" ? quoted.replaceAll("$", "$$$$") : quoted;
}

const proposal = (
  { start, end }: CommandCursor,
  label: string,
  kind: Proposal["kind"],
  insert: string,
  rank: number,
  detail: string | undefined,
): Proposal => ({ label, kind, insert, snippet: false, start, end, rank, detail, about: undefined });
