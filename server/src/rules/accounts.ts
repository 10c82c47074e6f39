import { nameOf } from "../workspace/paths";

/** An account that a `RUN` of a Dockerfile makes. */
export interface Account {
  readonly name: string;
  readonly uid: string | undefined;
  readonly home: string;
  /** Whether its home is made, too; undefined where that depends on the release of the program. */
  readonly hasHome: boolean | undefined;
}

/** Options that take a value: those of `useradd`, and of both Debian's and BusyBox's `adduser`. */
const valued: Readonly<Record<string, RegExp>> = {
  useradd:
    /^(-[bcdefgGkKpPRsuZ]|--(base-dir|comment|home|home-dir|expiredate|inactive|gid|groups|skel|key|password|root|prefix|shell|uid|selinux-user))$/,
  adduser: /^(-[hgsGuk]|--(home|shell|uid|gid|ingroup|gecos|comment|firstuid|lastuid|firstgid|lastgid|conf))$/,
};

/** The account that a command makes (`useradd -m app`), if it makes one. */
export function accountOf(words: readonly string[]): Account | undefined {
  const at = words.findIndex((word) => valued[nameOf(word)] !== undefined);
  const program = nameOf(words[at] ?? "");
  const takes = valued[program];
  if (takes === undefined) return undefined;
  const { options, names } = readOptions(words.slice(at + 1), takes);
  const [name] = names;
  if (name === undefined || /[$`]/.test(words.join(" "))) return undefined;
  const value = (...wanted: readonly string[]) => wanted.flatMap((option) => options.get(option) ?? [])[0];
  const home = program === "useradd" ? value("-d", "--home-dir", "--home") : value("-h", "--home");
  const base = program === "useradd" ? value("-b", "--base-dir") : undefined;
  return {
    name,
    uid: value("-u", "--uid"),
    home: home ?? `${base ?? "/home"}/${name}`,
    hasHome: program === "useradd" ? options.has("-m") || options.has("--create-home") : madeByAdduser(options),
  };
}

/** `adduser` makes it unless told not to; what `--system` means for it has changed with Debian's releases. */
function madeByAdduser(options: ReadonlyMap<string, string>): boolean | undefined {
  if (options.has("-H") || options.has("--no-create-home")) return false;
  return options.has("--system") ? undefined : true;
}

/** Options with their values, letters that stand together (`-ms /bin/sh`) one by one, and the words that are none. */
function readOptions(words: readonly string[], takes: RegExp) {
  const options = new Map<string, string>();
  const names: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const [long = "", ...assigned] = word.split("=");
    if (word.startsWith("--")) {
      options.set(long, assigned.length > 0 ? assigned.join("=") : takes.test(long) ? (words[++at] ?? "") : "");
    } else if (word.startsWith("-")) {
      const letters = [...word.slice(1)];
      const first = letters.findIndex((letter) => takes.test(`-${letter}`));
      for (const letter of letters.slice(0, first < 0 ? letters.length : first)) options.set(`-${letter}`, "");
      const behind = letters.slice(first + 1).join("");
      if (first >= 0) options.set(`-${letters[first]}`, behind === "" ? (words[++at] ?? "") : behind);
    } else names.push(word);
  }
  return { options, names };
}
