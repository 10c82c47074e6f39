import { slice } from "../../mapped";
import { cutWords } from "../../shell/commands";
import { type Expand, standing, substitution } from "../../shell/expand";
import type { GunicornCommand } from "../model";
import { type Around, aroundFile, folderFrom, onThisMachine, type ReadContext } from "./around";
import { inWorkspace } from "./copies";
import { argumentsFrom, inWords } from "./find";
import { type IniEntry, iniEntries } from "./ini";

/** `command=` of the programs of a supervisor, each with its `environment=` and `directory=`. */
export function fromSupervisor(path: string, text: string, context: ReadContext): readonly GunicornCommand[] {
  const entries = iniEntries(text, /\r?\n(?=[ \t]+[^\s;#])/);
  const programs = [...new Set(entries.map(({ section }) => section))].filter((it) => it.startsWith("program:"));
  return programs.flatMap((section) => {
    const own = entries.filter((entry) => entry.section === section);
    const around: Around = {
      ...aroundFile(path, "supervisor", context),
      service: section.slice("program:".length),
      copies: onThisMachine(context),
    };
    return fromProgram(path, own, around);
  });
}

function fromProgram(path: string, entries: readonly IniEntry[], around: Around): readonly GunicornCommand[] {
  const value = (key: string) => entries.findLast((entry) => entry.key === key)?.value;
  const environment = new Map(around.environment);
  const found: GunicornCommand[] = [];
  let cmdArgs: GunicornCommand | undefined;
  const listed = value("environment");
  for (const pair of listed?.text.matchAll(/(\w+)\s*=\s*("[^"]*"|'[^']*'|[^,\s]*)/g) ?? []) {
    const [whole, name = "", written = ""] = pair;
    if (listed === undefined) break;
    const quotes = /^["']/.test(written) ? 1 : 0;
    const end = pair.index + whole.length - quotes;
    const inside = slice(listed, end - written.length + 2 * quotes, end);
    if (!inside.text.includes("%(")) environment.set(name, inside.text);
    if (name !== "GUNICORN_CMD_ARGS") continue;
    cmdArgs = argumentsFrom(inside, { ...around, environment }, inside.text.includes("%("));
    found.push(cmdArgs);
  }
  const command = value("command");
  if (command === undefined) return found;
  const folder = value("directory")?.text;
  const comment = command.text.search(/\s;/);
  const text = comment === -1 ? command : slice(command, 0, comment);
  const words = cutWords(text, fillIn(environment)).map((word) => ({ ...word, path }));
  const known = folder !== undefined && !folder.includes("%(");
  const absolute = known && folder.startsWith("/");
  const directory = absolute ? inWorkspace(folder, around.copies) : known ? folderFrom(path, folder) : undefined;
  const user = value("user");
  const startedAs =
    user === undefined || !/^[\w.-]+$/.test(user.text)
      ? undefined
      : {
          user: { start: user.at(0), end: user.at(user.text.length), value: user.text },
          group: undefined,
          privileged: undefined,
        };
  return [...found, ...inWords(words, { ...around, environment, directory, startedAs, arguments: cmdArgs })];
}

/** `%(ENV_NAME)s` is the environment's; `%(here)s` and the like are known only where it runs. */
const fillIn =
  (environment: ReadonlyMap<string, string>): Expand =>
  (source, at) => {
    const rest = source.text.slice(at, at + 100);
    if (rest.startsWith("%%")) return { ...standing(source, at, at + 2, "%"), variables: [] };
    const [whole, name] = /^%\((\w+)\)\d*[sd]/.exec(rest) ?? [];
    if (whole === undefined || name === undefined) return undefined;
    const known = name.startsWith("ENV_") ? environment.get(name.slice(4)) : undefined;
    const end = at + whole.length;
    return {
      ...(known === undefined ? substitution(source, at, end) : standing(source, at, end, known)),
      variables: [],
    };
  };
