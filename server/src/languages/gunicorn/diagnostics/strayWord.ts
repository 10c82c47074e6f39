import * as l10n from "@vscode/l10n";
import type { Fix } from "../../../findings";
import type { Catalog } from "../catalog/catalog";
import type { CommandLine } from "../commandLine";
import type { CommandWord } from "../model";
import { takesValue } from "../options";

/** A word that Gunicorn takes for what it serves, though it is meant as something else. */
export interface StrayWord {
  readonly word: CommandWord;
  readonly message: string;
  readonly fixes: readonly Fix[];
  /** A module of that name would be served after all. */
  readonly module: string | undefined;
}

/** Dashes that are not the one of options: texts and web pages make them of two. */
const otherDash = /^[\u2010-\u2015\u2212]+/;
const yesOrNo = /^(true|false|yes|no|on|off|0|1)$/i;
/** What other programs are started with. */
const subcommand = /^(run|serve|start|server|web)$/;

/** The first word of a command line that is surely no app to serve, and why; undefined where there is none. */
export function strayWord(
  { command: { words }, targets, complete }: CommandLine,
  catalog: Catalog,
): StrayWord | undefined {
  if (!complete) return undefined;
  for (const word of targets) {
    const found = word.unknown || word.spreads ? undefined : reason(word, words, targets, catalog);
    if (found !== undefined) return { module: undefined, ...found, word };
  }
  return undefined;
}

type Reason = Omit<StrayWord, "word" | "module"> & { readonly module?: string };

function reason(
  word: CommandWord,
  words: readonly CommandWord[],
  targets: readonly CommandWord[],
  catalog: Catalog,
): Reason | undefined {
  const { text, path } = word;
  const change = (start: number, end: number, instead: string): readonly Fix[] => [
    {
      title: instead.trim() === "" ? l10n.t("Leave it out") : l10n.t('Change to "{0}"', instead),
      path,
      edits: [{ start, end, text: instead }],
    },
  ];
  const [dash] = otherDash.exec(text) ?? [];
  if (dash !== undefined) {
    const meant = ["--", "-"].find((it) => catalog.findFlag(`${it}${text.slice(dash.length)}`).kind === "flag");
    if (meant === undefined) return undefined;
    const end = word.at(dash.length - 1) + 1;
    const whole = `${meant}${text.slice(dash.length)}`;
    const message = l10n.t('"{0}" begins with a dash that no program reads as one: write "{1}".', text, whole);
    return { message, fixes: change(word.at(0), end, meant) };
  }
  const [, option, value] = /^(--?[A-Za-z][\w-]*)\s+(.+)$/s.exec(text) ?? [];
  if (option !== undefined && value !== undefined && catalog.findFlag(option).kind === "flag") {
    const message = l10n.t('"{0}" is one word, and no option: write "{1}" and "{2}" as two.', text, option, value);
    return { message, fixes: [] };
  }
  const at = words.indexOf(word);
  const before = words[at - 1];
  const match = before === undefined ? undefined : catalog.findFlag(before.text);
  const spec = match?.kind === "flag" && match.value === undefined ? match.spec : undefined;
  if (before !== undefined && spec !== undefined && !takesValue(spec) && yesOrNo.test(text)) {
    const message = l10n.t(
      '"{0}" takes no value: leave out "{1}", which Gunicorn takes for what it serves.',
      before.text,
      text,
    );
    return { message, fixes: before.path === path ? change(before.end, word.end, "") : [], module: text };
  }
  if (/^:\d+$/.test(text) && before?.path === path && /[\w.\]]$/.test(before.text) && before.text.includes(".")) {
    const message = l10n.t('"{0}" stands apart from the address before it: write them without a blank.', text);
    return { message, fixes: change(before.end, word.start, "") };
  }
  const [first, next] = targets;
  if (word === first && next !== undefined && subcommand.test(text) && next.text.includes(":")) {
    const message = l10n.t('Gunicorn has no command "{0}", and takes it for what it serves: leave it out.', text);
    return { message, fixes: next.path === path ? change(word.start, next.start, "") : [], module: text };
  }
  return undefined;
}
