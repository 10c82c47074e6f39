import * as l10n from "@vscode/l10n";
import { changeTo } from "../../../../findings";
import type { Word } from "../../tree";
import type { Check, Checking } from "../model";
import { within } from "../names";

/** The path of the request as nginx has decoded it: a line break that was written %0d%0a is one in it. */
const decoded = /\$(?:uri|document_uri)(?!\w)|\$\{(?:uri|document_uri)\}/;

/** The path with its query, as the client wrote it. */
const whole = /\$(?:\{(?:document_)?uri\}|(?:document_)?uri(?!\w))(?:\$is_args\$(?:args|query_string)(?!\w))?/;

/** Whether all that the path can be is known: no line break is in it. */
function isFixed({ scope: { location } }: Checking): boolean {
  return location?.kind === "exact" || (location?.kind === "regex" && location.name.startsWith("^"));
}

function split(checking: Checking, word: Word | undefined, where: string): void {
  const match = word?.value.includes("$") ? word.value.match(decoded) : undefined;
  if (!word || match?.index === undefined || isFixed(checking)) return;
  const at = within(word, match.index, match.index + match[0].length);
  const message = l10n.t(
    '"{0}" has the line breaks that a client writes as %0d%0a: with them, it adds lines of its own to {1}. Use $request_uri.',
    match[0],
    where,
  );
  checking.report("nginx-line-injection", at, message, { fixes: fixes(checking, word) });
}

/** Where the whole URL is told, it is as the client wrote it. */
function fixes({ directive, source }: Checking, word: Word) {
  const match = word.value.match(whole);
  if (directive.name.value !== "return" || match?.index === undefined) return [];
  const at = within(word, match.index, match.index + match[0].length);
  return [changeTo(source.path, at, "$request_uri")];
}

const response = (): string => l10n.t("the response");
const request = (): string => l10n.t("the request");

export const splittingPractice: Readonly<Record<string, Check>> = {
  return: (checking) => {
    const code = checking.directive.args[0];
    const text = checking.directive.args[1];
    if (!text) split(checking, code, response());
    else if (/^30[12378]$/.test(code?.value ?? "")) split(checking, text, response());
  },
  rewrite: (checking) => {
    const [, target, flag] = checking.directive.args;
    const away =
      /^(?:redirect|permanent)$/.test(flag?.value ?? "") || /^(?:https?:\/\/|\$scheme)/.test(target?.value ?? "");
    if (away) split(checking, target, response());
  },
  add_header: (checking) => split(checking, checking.directive.args[1], response()),
  proxy_set_header: (checking) => split(checking, checking.directive.args[1], request()),
  proxy_pass: (checking) => split(checking, checking.directive.args[0], request()),
};
