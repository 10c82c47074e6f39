import { nameOf } from "../../../workspace/paths";
import { readDotenv } from "../../dotenv/reader";
import { type Mapped, slice } from "../../mapped";
import type { Placed } from "../../placed";
import { cutWords } from "../../shell/commands";
import { type Expand, standing, substitution } from "../../shell/expand";
import { isAssignment } from "../../shell/wrappers";
import type { CommandWord, GunicornCommand, StartedAs } from "../model";
import { type Around, aroundFile, onThisMachine, type ReadContext } from "./around";
import { inWorkspace } from "./copies";
import { fromDotenv } from "./dotenv";
import { argumentsFrom, inWords } from "./find";
import { type IniEntry, iniEntries } from "./ini";

/** `ExecStart=` of a systemd unit, with all that the unit says of its user, folder and environment. */
export function fromSystemd(path: string, text: string, context: ReadContext): readonly GunicornCommand[] {
  // A comment between continued lines is passed by.
  const entries = iniEntries(text, /\\\r?\n(?:[ \t]*[#;][^\n]*\n)*/);
  const environment = new Map<string, string>();
  const copies = onThisMachine(context);
  const folder = last(entries, "WorkingDirectory")?.text.replace(/^-/, "") ?? "";
  let around: Around = {
    ...aroundFile(path, "systemd", context),
    service: nameOf(path),
    copies,
    directory: isPlain(folder) ? inWorkspace(folder, copies) : undefined,
  };
  const found: GunicornCommand[] = [];
  for (const word of of(entries, "Environment").flatMap((value) => cutWords(value, specifiers))) {
    if (!isAssignment(word.text)) continue;
    const name = word.text.replace(/=.*$/s, "");
    if (word.unknown) environment.delete(name);
    else environment.set(name, word.text.slice(name.length + 1));
    if (name !== "GUNICORN_CMD_ARGS") continue;
    const given = argumentsFrom(slice(word, name.length + 1), { ...around, environment }, word.unknown);
    found.push(given);
    around = { ...around, arguments: given };
  }
  // What a file says is put over what `Environment=` does.
  for (const { text: written } of of(entries, "EnvironmentFile")) {
    const file = isPlain(written.replace(/^-/, "")) ? inWorkspace(written.replace(/^-/, ""), copies) : undefined;
    const content = file === undefined ? undefined : context.files?.text(file);
    if (file === undefined || content === undefined) continue;
    for (const [name, value] of readDotenv(content)) environment.set(name, value);
    around = { ...around, arguments: fromDotenv(file, content, context).at(-1) ?? around.arguments };
  }
  for (const value of of(entries, "ExecStart")) {
    const prefix = /^[-@:+!|]*/.exec(value.text)?.[0] ?? "";
    const words = cutWords(slice(value, prefix.length), fillIn(environment)).map((word) => ({ ...word, path }));
    for (const command of split(words)) {
      // With `@`, the second word is only the name that the program is told to have.
      const named = prefix.includes("@") ? [...command.slice(0, 1), ...command.slice(2)] : command;
      const own = startedAs(entries, text, { prefix, words: named.map((word) => word.text) });
      found.push(...inWords(named, { ...around, environment, startedAs: own }));
    }
  }
  return found;
}

/** Programs that change the user, or what it may do. */
const changing = /^(sudo|su|doas|runuser|gosu|su-exec|setpriv|capsh|chroot|authbind|chpst|s?etuidgid|s6-setuidgid)$/;

/** @param text the unit, in which something else may give rights: `setcap`, a socket of systemd's own, the kernel's setting */
function startedAs(
  entries: readonly IniEntry[],
  text: string,
  { prefix, words }: { readonly prefix: string; readonly words: readonly string[] },
): StartedAs | undefined {
  if (/[+!]/.test(prefix) || words.some((word) => changing.test(nameOf(word)))) return undefined;
  const told = (key: string): Placed<string> | undefined => {
    const value = last(entries, key);
    if (value === undefined || !/^[\w.-]+\$?$/.test(value.text)) return undefined;
    return { start: value.at(0), end: value.at(value.text.length), value: value.text };
  };
  const granted = /^[^#;\n]*(Capabilities|setcap|ip_unprivileged_port_start|Sockets\s*=|\.socket\b)/m.test(text);
  return { user: told("User"), group: told("Group"), privileged: granted };
}

const isPlain = (path: string): boolean => path.startsWith("/") && !/%/.test(path);

const last = (entries: readonly IniEntry[], key: string): Mapped | undefined => of(entries, key).at(-1);

function of(entries: readonly IniEntry[], key: string): readonly Mapped[] {
  return entries.flatMap((entry) => (entry.section === "Service" && entry.key === key ? [entry.value] : []));
}

/** A `;` alone parts commands. */
function split(words: readonly (CommandWord & { readonly quoted: boolean })[]): readonly (readonly CommandWord[])[] {
  const commands: CommandWord[][] = [[]];
  for (const word of words) {
    if (word.text === ";" && !word.quoted) commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands.filter((command) => command.length > 0);
}

/** `%i`, `%h`, ... are known only to the system that runs it; `%%` is `%`. */
const specifiers: Expand = (source, at) => {
  if (source.text.charAt(at) !== "%") return undefined;
  if (source.text.charAt(at + 1) === "%") return { ...standing(source, at, at + 2, "%"), variables: [] };
  return /[A-Za-z]/.test(source.text.charAt(at + 1)) ? substitution(source, at, at + 2) : undefined;
};

const fillIn =
  (environment: ReadonlyMap<string, string>): Expand =>
  (source, at) => {
    const rest = source.text.slice(at, at + 100);
    if (rest.startsWith("$$")) return { ...standing(source, at, at + 2, "$"), variables: [] };
    const [whole, braced, bare] = /^\$(?:\{(\w+)\}|(\w+))/.exec(rest) ?? [];
    const name = braced ?? bare;
    if (whole === undefined || name === undefined) return specifiers(source, at);
    const value = environment.get(name);
    const expansion =
      value === undefined
        ? substitution(source, at, at + whole.length)
        : standing(source, at, at + whole.length, value);
    return { ...expansion, variables: [name] };
  };
