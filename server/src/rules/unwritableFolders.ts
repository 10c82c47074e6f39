import { readCommands } from "../languages/shell/commands";
import { isMounted, isWithin, userOf } from "../stack/containers";
import type { Container } from "../stack/model";
import { type Account, accountOf } from "./accounts";

/** Folders of the official images that are root's, or that are not there and would have to be made in one that is. */
const roots = ["/root", "/run", "/var/run", "/var/www", "/var/lib", "/etc", "/usr", "/bin", "/sbin", "/nonexistent"];
/** Below them, and yet everybody's. */
const open = ["/run/lock"];

/** Accounts that Debian's images have, with homes that they cannot write to; `nobody` has another such one in Alpine's. */
const homes: ReadonlyMap<string, string> = new Map([
  ["nobody", "/nonexistent"],
  ["www-data", "/var/www"],
  ["daemon", "/usr/sbin"],
]);

/**
 * The home that the program of a container finds (`$HOME`, else that of its account), where it is known; `closed` where it
 * is known that it may not write there, since it is not root.
 */
export function homeOf(container: Container): { readonly folder: string; readonly closed: boolean } | undefined {
  const user = userOf(container);
  const told = container.environment.get("HOME") || undefined;
  if (user === undefined || user === "root") {
    const folder = told ?? (user === "root" ? "/root" : undefined);
    return folder === undefined ? undefined : { folder, closed: false };
  }
  const account = ownAccount(container, user.value);
  const folder = told ?? account?.home;
  if (folder === undefined) return undefined;
  const isUnmade = account?.hasHome === false && folder === account.home && isWithin(folder, "/home");
  return { folder, closed: isUnmade ? isLeftAlone(folder, container) : isClosed(folder, container) };
}

/** Whether someone else than root is known to be unable to write to a folder of a container, or to make it. */
export function isClosed(folder: string, container: Container): boolean {
  const user = userOf(container);
  if (user === undefined || user === "root") return false;
  const rootsOwn = folder === "/" || roots.some((root) => isWithin(folder, root));
  return rootsOwn && !open.some((other) => isWithin(folder, other)) && isLeftAlone(folder, container);
}

/** Whether nothing that the files say of a container makes a folder, gives it away or mounts something there. */
function isLeftAlone(folder: string, container: Container): boolean {
  const { stage, service } = container;
  if (stage === undefined || !isOfficial(stage.facts.image) || isMounted(folder, container)) return false;
  const { runs, copies, workingDirectory } = stage.facts;
  if (commandsOf(runs).some((words) => accountOf(words) === undefined && touches(words, folder))) return false;
  if (folder === "/") return true;
  const directories = [workingDirectory, service?.facts.workingDirectory?.value, ...copies.map(({ target }) => target)];
  return !directories.some((path) => path !== undefined && isWithin(path.replace(/(?<=.)\/$/, ""), folder));
}

/** Whether a command may do something to a folder: it names the folder, what is in it, or one that it is in. */
function touches(words: readonly string[], folder: string): boolean {
  if (words.some((word) => /(^|\/)(usermod|useradd|adduser)$/.test(word))) return true;
  const changes =
    words.some((word) => /(^|\/)(chown|chmod|mkdir|ln|mv|cp|setfacl)$/.test(word)) || words[0] === "install";
  return words.some((word) => {
    if (changes && /[$`~]/.test(word)) return true;
    if (!word.startsWith("/")) return false;
    const path = word.replace(/(?<=.)\/$/, "");
    return path === folder || (changes && isWithin(folder, path)) || (folder !== "/" && isWithin(path, folder));
  });
}

/** Who the user of a container is: an account that its image is known to have, by name or number. */
function ownAccount({ stage, service }: Container, user: string): Account | undefined {
  const image = stage?.facts.image ?? service?.facts.image?.value ?? "";
  if (!isOfficial(image)) return undefined;
  const copied = (stage?.facts.copies ?? []).some(({ target }) => isWithin(target, "/etc"));
  const commands = commandsOf(stage?.facts.runs ?? []);
  if (copied || commands.some((words) => words.some((word) => /(^|\/)(usermod|passwd)$/.test(word)))) return undefined;
  const accounts = commands.flatMap((words) => accountOf(words) ?? []);
  const own = accounts.findLast(({ name, uid }) => name === user || uid === user);
  if (own !== undefined) return own;
  const home = /^\d+$/.test(user) ? homeOfNumber(commands, image) : homeOfName(user, image);
  return home === undefined ? undefined : { name: user, uid: undefined, home, hasHome: false };
}

/** A number that no account was made for has "/" for its home; Ubuntu's images have an account for 1000. */
const homeOfNumber = (commands: readonly (readonly string[])[], image: string): string | undefined =>
  commands.some((words) => /\b(useradd|adduser)\b/.test(words.join(" "))) || /(^|\/)ubuntu\b/.test(image)
    ? undefined
    : "/";

const homeOfName = (user: string, image: string): string | undefined =>
  !image.includes("alpine") ? homes.get(user) : user === "nobody" ? "/" : undefined;

const commandsOf = (runs: readonly { readonly value: string }[]): readonly (readonly string[])[] =>
  runs.flatMap(({ value }) => readCommands(value));

/** Images of which it is known who has what in them. */
const isOfficial = (image: string): boolean =>
  /^((docker\.io\/)?(library\/)?)?(python|debian|ubuntu|alpine|pypy)(:|@|$)/.test(image);
