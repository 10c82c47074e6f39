import * as l10n from "@vscode/l10n";
import { changeTo } from "../../../../findings";
import { builtInVariables } from "../../catalog/catalog";
import type { Check, Checking, Range } from "../model";

/** What nginx takes as it is written, and what can hardly be meant so: with the text that is meant. */
function say(
  checking: Checking,
  code: "nginx-no-effect" | "nginx-invalid-value",
  at: Range,
  message: string,
  meant: string,
): void {
  const fixes = [changeTo(checking.source.path, at, meant)];
  checking.report(code, at, message, { severity: "warning", fixes });
}

/** Lists of names, as other languages write them. */
const commas: Check = (checking) => {
  for (const word of checking.directive.args) {
    const { value, quote } = word;
    if (!value.includes(",") || quote !== "" || value.startsWith("~") || value.includes("$")) continue;
    const message = l10n.t('nginx takes the comma for a part of "{0}": between two words stands a blank.', value);
    say(checking, "nginx-no-effect", word, message, value.replaceAll(",", " ").trim());
  }
};

/** A status without its `=`, or apart from it. */
const status: Check = (checking) => {
  const { args } = checking.directive;
  const last = args.at(-1);
  if (!last || !/^[1-5]\d\d$/.test(last.value)) return;
  const sign = args.at(-2);
  const at = sign?.value === "=" ? { start: sign.start, end: last.end } : last;
  const message = l10n.t('nginx takes "{0}" for a path here: a status is written "={0}".', last.value);
  say(checking, "nginx-invalid-value", at, message, `=${last.value}`);
};

/** The name of a variable without its `$` is the same text for every request. */
const key: Check = (checking) => {
  const word = checking.directive.args[0];
  const family = checking.family === "stream" ? "stream" : "http";
  if (word?.quote !== "" || !builtInVariables(family).has(word.value)) return;
  const message = l10n.t(
    'The key "{0}" is the same for all clients, who share one limit then: write "${0}".',
    word.value,
  );
  say(checking, "nginx-invalid-value", word, message, `$${word.value}`);
};

export const mistakenPractice: Readonly<Record<string, Check>> = {
  server_name: commas,
  index: commas,
  try_files: status,
  limit_req_zone: key,
  limit_conn_zone: key,
};
