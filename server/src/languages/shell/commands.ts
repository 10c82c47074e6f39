import { type Mapped, verbatim } from "../mapped";
import { type Expand, shellExpand, type Variables } from "./expand";
import { type ShellWord, tokens } from "./words";

export { substitute, type Variables } from "./expand";
export type { ShellWord } from "./words";

const separators = /^(then|do|else|fi|done|if|while|until|elif|!|\{|\})$/;
const opening = /^(if|while|until|for|case|select)$/;
const closing = /^(fi|done|esac)$/;

/**
 * The simple commands of a shell text as words, quotes removed, in order; what stands between `;`, `&&`, `if`, ... is one each.
 * `NAME=value` commands and `export` are commands like others. Substitutions of commands stay as they are written.
 */
export function readCommands(text: string, variables: Variables = new Map()): readonly (readonly string[])[] {
  return [...cutCommands(verbatim(text), variables)].map(({ words }) => words.map((word) => word.text));
}

export interface ShellCommand {
  readonly words: readonly ShellWord[];
  /** Stands in an `if`, a loop, or after `&&` or `||`: it may not run. */
  readonly conditional: boolean;
}

/** The same, each word with its place and redirections left out; one by one, so that variables may become known on the way. */
export function* cutCommands(source: Mapped, variables: Variables = new Map()): Generator<ShellCommand> {
  let words: ShellWord[] = [];
  let depth = 0;
  let joined = false;
  for (const token of tokens(source, { operators: true, expand: shellExpand(variables) })) {
    const text = token.kind === "operator" ? token.text : token.word.text;
    const keyword = token.kind === "word" && !token.word.quoted && words.length === 0;
    if (keyword && opening.test(text)) depth++;
    if (keyword && closing.test(text)) depth--;
    if (token.kind === "word" && (token.word.quoted || !separators.test(text))) {
      words.push(token.word);
      continue;
    }
    if (words.length > 0) yield { words, conditional: depth > 0 || joined };
    words = [];
    if (token.kind === "operator") joined = text === "&&" || text === "||";
  }
  if (words.length > 0) yield { words, conditional: depth > 0 || joined };
}

/** The words of a text that no shell reads: only blanks part them and only quotes hold them together, as with `shlex`. */
export function cutWords(source: Mapped, expand?: Expand, expandsFirst = false): readonly ShellWord[] {
  return [...tokens(source, { operators: false, expand, expandsFirst })].flatMap((token) =>
    token.kind === "word" ? [token.word] : [],
  );
}
