import { changeTo, type Edit, type Fix, type Span } from "../findings";
import { gunicornCatalog } from "../languages/gunicorn/catalog/catalog";
import { removal } from "../languages/gunicorn/features/removal";
import type { Effective, Given, PythonValue } from "../languages/gunicorn/model";
import { compareVersions } from "../languages/versions";
import type { Subject } from "./rule";

/** The value that holds for a setting; undefined where it cannot be known, or stands in a branch. */
export function valueOfSetting({ gunicorn }: Subject, name: string): PythonValue | undefined {
  const effective = gunicorn.settings.get(name);
  return effective === undefined || isUncertain(effective) ? undefined : effective.value;
}

/** A value of a branch may not hold, and neither may the one that it would override. */
const isUncertain = ({ given, overridden }: Effective): boolean =>
  given?.conditional === true || overridden.some((other) => other.conditional && other.origin === given?.origin);

/** A setting as a number; undefined where that is not known, or it is none. */
export function numberOf(subject: Subject, name: string): number | undefined {
  const value = valueOfSetting(subject, name);
  if (value?.type === "int" || value?.type === "float") return value.value;
  // As a text Gunicorn takes it, too: that of a command line or a variable.
  return value?.type === "str" && /^\d+$/.test(value.value.trim()) ? Number(value.value) : undefined;
}

/** A setting as a text; undefined where that is not known, or it is none. */
export function textOf(subject: Subject, name: string): string | undefined {
  const value = valueOfSetting(subject, name);
  return value?.type === "str" ? value.value : undefined;
}

/** Whether a flag is on; undefined where that is not known. */
export function flagOf(subject: Subject, name: string): boolean | undefined {
  const value = valueOfSetting(subject, name);
  if (value?.type === "bool") return value.value;
  return value?.type === "str" ? /^\s*true\s*$/i.test(value.value) : undefined;
}

/** The texts of a value that is one or a list of them, as Gunicorn's validators make it. */
export function textsOf(subject: Subject, name: string): readonly string[] {
  const value = valueOfSetting(subject, name);
  if (value?.type === "str") return value.value.split(",").map((part) => part.trim());
  if (value?.type !== "list" && value?.type !== "tuple") return [];
  return value.items.flatMap((item) => (item.type === "str" ? item.value.trim() : []));
}

/** Where a setting is given, if it is: the place that decides. */
export function givenOf({ gunicorn }: Subject, name: string): Given | undefined {
  return gunicorn.settings.get(name)?.given;
}

/** What a finding about a setting underlines: the name with its value. */
export const placeOf = ({ path, name, value }: Given): Span & { readonly path: string } => ({
  path,
  start: name.start,
  end: value === undefined || value.end < name.end ? name.end : value.end,
});

/**
 * Where the value of a setting is decided: where it is given, else where the variable is set that its default is taken
 * from; undefined for a plain default.
 */
export function placeOfValue(subject: Subject, name: string): (Span & { readonly path: string }) | undefined {
  const { gunicorn, containers } = subject;
  const given = givenOf(subject, name);
  if (given !== undefined) return placeOf(given);
  const variable = gunicornCatalog(gunicorn.version).settings.get(name)?.variable;
  if (variable === undefined || gunicorn.command?.command.environment.has(variable) !== true) return undefined;
  const [place] = containers.flatMap(({ service, stage }) => {
    const own = service?.facts.environment.findLast((it) => it.name === variable);
    if (service !== undefined && own !== undefined) return [{ path: service.path, start: own.start, end: own.end }];
    const built = stage?.facts.environment.get(variable);
    return stage === undefined || built === undefined ? [] : [{ path: stage.path, start: built.start, end: built.end }];
  });
  return place ?? placeOfStart(subject);
}

/** Where to say that a setting is missing: at the first one of the config file, else where Gunicorn is started. */
export function placeOfMissing(subject: Subject): (Span & { readonly path: string }) | undefined {
  const { gunicorn, text } = subject;
  const { file, settings } = gunicorn;
  if (file !== undefined && text(file) !== undefined) {
    let first: Span | undefined;
    const see = ({ path, name }: Given): void => {
      if (path === file && (first === undefined || name.start < first.start)) first = name;
    };
    for (const { given, overridden } of settings.values()) {
      if (given !== undefined) see(given);
      overridden.forEach(see);
    }
    if (first !== undefined) return { path: file, start: first.start, end: first.end };
  }
  return placeOfStart(subject);
}

/** Where Gunicorn is started: at its first word. */
export function placeOfStart({ gunicorn, text }: Subject): (Span & { readonly path: string }) | undefined {
  const { command } = gunicorn;
  if (command === undefined) return undefined;
  const { path, start, end, words } = command.command;
  const [first] = words;
  // What an image starts is told of at its words, not at the service that has nothing to say about it.
  if (first !== undefined && (first.path !== path || first.start < start)) {
    return { path: first.path, start: first.start, end: first.end };
  }
  const program = /^[^\s"',]+/.exec(text(path)?.slice(start, end) ?? "")?.[0];
  return { path, start, end: program === undefined ? end : start + program.length };
}

/** Whether the Gunicorn at hand is of that release or a later one. */
export const isSince = ({ gunicorn }: Subject, version: string): boolean =>
  compareVersions(gunicorn.version, version) >= 0;

/**
 * Gives a setting another value where it is given; none where it has no value of its own to be replaced.
 * @param text as Python writes it; a command line has it without quotes
 */
export function replaceValue({ path, value, origin, evaluated }: Given, title: string, text: string): readonly Fix[] {
  if (value === undefined) return [];
  if (origin === "file") return [{ title, path, edits: [{ ...value, text }] }];
  const word = text.replace(/^"([^"\\]*)"$/, "$1");
  const plain = /^[\w.:/@+-]+$/.test(word) && evaluated.variables.length === 0;
  return plain ? [{ title, path, edits: [{ ...value, text: word }] }] : [];
}

/** Replaces a word of a value where it is written, in a config file or a command line; none where it is put together. */
export function replaceWord(subject: Subject, { path, value }: Given, word: string, text: string): readonly Fix[] {
  const written = value === undefined ? "" : (subject.text(path)?.slice(value.start, value.end) ?? "");
  const [before, after, ...more] = written.split(word);
  if (value === undefined || before === undefined || after === undefined || more.length > 0) return [];
  return [changeTo(path, { start: value.start + before.length, end: value.end - after.length }, text)];
}

/** Takes an assignment out of a config file, with its line, or an option out of a command line; only where nothing else stands there. */
export function removeSetting(given: Given, title: string, subject: Subject): readonly Fix[] {
  const text = subject.text(given.path);
  if (text === undefined) return [];
  if (given.origin !== "file") {
    const edits = removal([given], text);
    return edits === undefined ? [] : [{ title, path: given.path, edits }];
  }
  if (given.value === undefined) return [];
  const start = text.lastIndexOf("\n", given.name.start - 1) + 1;
  const newline = text.indexOf("\n", given.value.end);
  const end = newline === -1 ? text.length : newline + 1;
  const alone = start === given.name.start && /^\s*(#.*)?\s*$/.test(text.slice(given.value.end, end));
  return alone ? [{ title, path: given.path, edits: [{ start, end, text: "" }] }] : [];
}

/** Adds a line at the end of the config file; none where Gunicorn reads none, or it is not in the workspace. */
export function addSetting({ gunicorn: { file }, text }: Subject, title: string, line: string): readonly Fix[] {
  const content = file === undefined ? undefined : text(file);
  if (file === undefined || content === undefined) return [];
  const end = content.includes("\r\n") ? "\r\n" : "\n";
  const before = content === "" || content.endsWith("\n") ? "" : end;
  const edit: Edit = { start: content.length, end: content.length, text: `${before}${line}${end}` };
  return [{ title, path: file, edits: [edit] }];
}
