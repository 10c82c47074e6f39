import { configPath } from "./files";

/** What a container starts: its entry point with its command behind it, as the engine has them. */
export interface Start {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}

export interface DebugStart extends Start {
  /** The project's own config file as the command names it; empty where it names none. */
  readonly config: string;
}

/** One worker that nobody ends while it stands at a breakpoint. */
const flags = ["--workers", "1", "--timeout", "0", "--max-requests", "0"];

/**
 * The same start with the configuration for debugging in place of the project's, which that one reads itself. Undefined
 * where Gunicorn is not started in a way that can be changed from outside: by a script, or with other programs.
 */
export function debugStart({ entrypoint, command }: Start): DebugStart | undefined {
  const changed = changeWords(entrypoint, command.length > 0) ?? undefined;
  // What follows a Gunicorn that is the entry point are its words, too.
  if (changed !== undefined && entrypoint.some(isGunicorn)) {
    const whole = changeWords([...entrypoint, ...command], false);
    return whole && { entrypoint: whole.words, command: [], config: whole.config };
  }
  if (changed !== undefined) return { entrypoint: changed.words, command, config: changed.config };
  const own = changeWords(command, false);
  return own && { entrypoint, command: own.words, config: own.config };
}

interface Changed {
  readonly words: readonly string[];
  readonly config: string;
}

const isGunicorn = (word: string): boolean => /(^|\/)gunicorn$/.test(word);

/** @param more whether more words are put behind these */
function changeWords(words: readonly string[], more: boolean): Changed | undefined {
  const [shell = "", option = "", script] = words;
  if (/(^|\/)(ba|da|a)?sh$/.test(shell) && /^-\w*c$/.test(option) && script !== undefined && !more) {
    const changed = changeScript(script);
    return changed && { words: [shell, option, changed.script, ...words.slice(3)], config: changed.config };
  }
  const at = words.findIndex(isGunicorn);
  if (at < 0) return undefined;
  const kept: string[] = [];
  let config = "";
  for (let i = at + 1; i < words.length; i++) {
    const word = words[i] ?? "";
    const [, joined] = /^(?:--config=|-c)(.+)$/.exec(word) ?? [];
    if (word === "-c" || word === "--config") config = words[++i] ?? "";
    else if (joined !== undefined) config = joined;
    else kept.push(word);
  }
  return { words: [...words.slice(0, at + 1), "--config", configPath, ...kept, ...flags], config };
}

/** A shell's line that starts Gunicorn and nothing else; its variables stay for the shell. */
function changeScript(script: string): { readonly script: string; readonly config: string } | undefined {
  const [, start, rest] = /^(\s*(?:exec\s+)?(?:\S*\/)?gunicorn)(?=\s)([^;&|<>`\n]*)$/.exec(script) ?? [];
  if (start === undefined || rest === undefined) return undefined;
  let config = "";
  const kept = rest.replace(/\s(?:-c\s*|--config[\s=]\s*)(\S+)/, (_, own: string) => {
    config = own;
    return "";
  });
  return { script: `${start} --config ${configPath}${kept} ${flags.join(" ")}`, config };
}
