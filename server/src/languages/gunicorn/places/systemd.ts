import { type Mapped, slice } from "../../mapped";
import { cutWords } from "../../shell/commands";
import { type Expand, standing, substitution } from "../../shell/expand";
import { isAssignment } from "../../shell/wrappers";
import type { CommandWord, GunicornCommand } from "../model";
import { type Around, aroundFile, type ReadContext } from "./around";
import { argumentsFrom, inWords } from "./find";
import { type IniEntry, iniEntries } from "./ini";

/** `ExecStart=` of a systemd unit, with the unit's `Environment=`. */
export function fromSystemd(path: string, text: string, context: ReadContext): readonly GunicornCommand[] {
  // A comment between continued lines is passed by.
  const entries = iniEntries(text, /\\\r?\n(?:[ \t]*[#;][^\n]*\n)*/);
  const environment = new Map<string, string>();
  let around: Around = { ...aroundFile(path, "systemd", context), service: path.replace(/^.*\//, "") };
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
  for (const value of of(entries, "ExecStart")) {
    const prefix = /^[-@:+!|]*/.exec(value.text)?.[0] ?? "";
    const words = cutWords(slice(value, prefix.length), fillIn(environment)).map((word) => ({ ...word, path }));
    for (const command of split(words)) {
      // With `@`, the second word is only the name that the program is told to have.
      const named = prefix.includes("@") ? [...command.slice(0, 1), ...command.slice(2)] : command;
      found.push(...inWords(named, { ...around, environment }));
    }
  }
  return found;
}

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
