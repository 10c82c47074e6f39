import { parse } from "smol-toml";
import type { Files } from "../workspace/files";

/** A table of a TOML, YAML or JSON document whose shape is not trusted. */
export type Table = Readonly<Record<string, unknown>>;

/** A TOML file; undefined where there is none or it is broken. */
export function readToml(files: Files, path: string): Table | undefined {
  const text = files.text(path);
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** A table; undefined for anything else. */
export function table(value: unknown): Table | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Table) : undefined;
}

/** What stands at a path of keys. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let here: unknown = value;
  for (const key of keys) here = table(here)?.[key];
  return here;
}

/** A text; undefined for anything else. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The texts of a list; none for anything else. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
