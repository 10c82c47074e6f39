import * as l10n from "@vscode/l10n";
import { changeTo } from "../../../../findings";
import type { Word } from "../../tree";
import { makeFinding } from "../finding";
import { invalidValue } from "../generic";
import { addHostName, type HostNames, hostNames } from "../hostNameTable";
import type { Check, Checking, Scope } from "../model";
import { regularExpression } from "../regex";

const serverName: Check = (checking) => {
  for (const word of checking.directive.args) {
    const { value } = word;
    noName(checking, word);
    if ((value.startsWith("*") && (value.length < 3 || value[1] !== ".")) || value === ".") {
      return invalidValue(checking, word, l10n.t("a wildcard stands alone in front of a dot, as in *.example.com"));
    }
    if (value === "~") return invalidValue(checking, word, l10n.t("the regular expression after ~ is missing"));
    if (value.startsWith("~")) regularExpression(checking, word, 1);
  }
};

/** A URL or a port beside the name: no request has such a name. */
function noName({ report, source }: Checking, word: Word): void {
  if (!/[/:]/.test(word.value)) return;
  const name = word.value.replace(/^https?:\/\//i, "").replace(/[/:].*$/, "");
  if (word.value.startsWith("~") || name === word.value || name === "") return;
  const message = l10n.t(
    'No request has the server name "{0}": it is a name alone, without http://, port or path.',
    word.value,
  );
  report("nginx-no-effect", word, message, { fixes: [changeTo(source.path, word, name)] });
}

/** What the directives of one block have named so far. */
const referersOf = new WeakMap<Scope, HostNames<Word>>();

const referers: Check = (checking) => {
  const { directive, scope } = checking;
  const names = referersOf.get(scope) ?? hostNames<Word>();
  referersOf.set(scope, names);
  for (const word of directive.args) {
    const { value } = word;
    if (value === "") return invalidValue(checking, word, l10n.t("a referer must not be empty"));
    if (value === "~") return invalidValue(checking, word, l10n.t("the regular expression after ~ is missing"));
    if (value.startsWith("~")) regularExpression(checking, word, 1, false);
    else if (!["none", "blocked", "server_names"].includes(value) && !refererFits(checking, word, names)) return;
  }
  const some = directive.args.some(({ value }) => value !== "none" && value !== "blocked");
  if (some) scope.seen.set("a referer", directive);
  else someReferer(checking);
};

/** The host of a referer; what follows it is a path. */
function refererFits(checking: Checking, word: Word, names: HostNames<Word>): boolean {
  const owner = addHostName(names, word.value.replace(/\/.*$/s, ""), word);
  if (!owner) invalidValue(checking, word, l10n.t("one * may stand in it, at the beginning or the end, beside a dot"));
  else if (owner !== word)
    checking.report("nginx-duplicate-definition", word, l10n.t('"{0}" is among the referers already.', word.value));
  return owner === word;
}

/** With `none` or `blocked` alone, nginx does not start; the other directives of the block count too. */
function someReferer({ config, directive, scope, source: { path } }: Checking): void {
  config.later.push({
    sure: false,
    judge: ({ findings }) => {
      if (scope.seen.has("a referer")) return;
      const message = l10n.t('"none" and "blocked" need a referer beside them, such as "server_names".');
      findings.push(makeFinding(path, "nginx-missing-requirement", directive.name, message));
    },
  });
}

/** Names of hosts that are the server's own, or that lead to it. */
export const hosts: Readonly<Record<string, Check>> = {
  http_core_server_name: serverName,
  stream_core_server_name: serverName,
  http_valid_referers: referers,
};
