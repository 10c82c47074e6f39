import * as l10n from "@vscode/l10n";
import { changeTo } from "../../../findings";
import type { NginxTree, SyntaxFault } from "../tree";
import { codes } from "./codes";
import type { Finding, Fix, Range, Source } from "./model";

/**
 * The faults that the parser found, as findings.
 * @param noticedAt where nginx stops in a text whose braces are out of balance
 */
export function syntaxFindings(source: Source, noticedAt?: Range): Finding[] {
  return source.tree.errors.map((fault) => {
    const { code, start, end } = fault;
    const brace = code === "nginx-missing-close-brace" || code === "nginx-unexpected-character";
    const noticed = (brace ? noticedAt?.start : undefined) ?? fault.noticed;
    const finding: Finding = { code, severity: codes[code], path: source.path, start, end, message: message(fault) };
    const wide = wideSemicolon(source, fault);
    if (wide) return { ...finding, ...wide };
    const title = fixTitle(fault);
    const fixes: Fix[] = fault.fix && title ? [{ title, path: source.path, edits: [fault.fix] }] : [];
    const elsewhere = noticed !== undefined && (noticed < start || noticed >= end);
    const related = elsewhere
      ? [{ path: source.path, start: noticed, end: noticed, message: l10n.t("nginx notices it here.") }]
      : [];
    return { ...finding, fixes, related };
  });
}

/** What is said of a byte-order mark that the file has and its text, as an editor shows it, has not. */
export function hiddenMark(path: string, tree: NginxTree | undefined): Finding[] {
  if (!tree || tree.text.startsWith("\ufeff")) return [];
  const fault: SyntaxFault = {
    code: "nginx-byte-order-mark",
    start: 0,
    end: Math.min(1, tree.text.length),
    subject: "",
  };
  return syntaxFindings({ path, tree: { ...tree, errors: [fault] } });
}

/** The `；` of East Asian keyboards, which nginx takes for a letter. */
function wideSemicolon(
  { path, tree: { text } }: Source,
  { code, fix, noticed }: SyntaxFault,
): Partial<Finding> | undefined {
  if (code !== "nginx-missing-semicolon" || !fix || text[fix.start - 1] !== "\uff1b") return undefined;
  const sign = { start: fix.start - 1, end: fix.start };
  const at = noticed ?? fix.start;
  return {
    message: l10n.t('"{0}" is a letter for nginx: write ";".', "\uff1b"),
    fixes: [changeTo(path, sign, ";")],
    related: [{ path, start: at, end: at, message: l10n.t("nginx notices it here.") }],
  };
}

function message({ code, subject, fix }: SyntaxFault): string {
  switch (code) {
    case "nginx-missing-semicolon":
      return l10n.t('The ";" that ends "{0}" is missing.', subject);
    case "nginx-missing-open-brace":
      return l10n.t('"{0}" has no opening "{".', subject);
    case "nginx-missing-close-brace":
      return l10n.t('The "}" that closes "{0}" is missing.', subject);
    case "nginx-unclosed-quote":
      return l10n.t("This quote ({0}) is not closed on its line.", subject);
    case "nginx-unexpected-character":
      // Behind a quote, a blank or other quotes are what mends it.
      return /^[{};]$/.test(subject) && !fix?.text
        ? unexpected(subject)
        : l10n.t('Unexpected "{0}": behind a closing quote nginx wants a blank or ";".', subject);
    case "nginx-invalid-regex":
      return l10n.t('The regular expression {0} needs quotes: nginx takes its "{" for the start of a block.', subject);
    case "nginx-word-too-long":
      return l10n.t("nginx reads no word or comment of 4096 bytes or more: make it shorter.");
    case "nginx-byte-order-mark":
      return l10n.t(
        "The file begins with a byte-order mark, which nginx takes for part of the first directive: save it as UTF-8 without one.",
      );
  }
}

function unexpected(sign: string): string {
  if (sign === "}")
    return l10n.t('Unexpected "}": it closes no block. Remove it, or add the "{" that is missing above.');
  if (sign === ";") return l10n.t('Unexpected ";": no directive stands before it. Remove it.');
  return l10n.t(
    'Unexpected "{": a block follows a directive that has one. Remove it, or write that directive before it.',
  );
}

function fixTitle({ code, subject, fix }: SyntaxFault): string | undefined {
  if (code === "nginx-invalid-regex") return l10n.t("Put quotes around it");
  if (fix && fix.start < fix.end && fix.text !== "") return l10n.t("Put the other quotes around it");
  if (fix && fix.start < fix.end) return l10n.t('Remove "{0}"', subject || "BOM");
  switch (code) {
    case "nginx-missing-semicolon":
      return l10n.t('Add ";"');
    case "nginx-missing-open-brace":
      return l10n.t('Add "{"');
    case "nginx-unclosed-quote":
      return l10n.t("Close the quote");
    case "nginx-unexpected-character":
      return l10n.t("Add a space");
    default:
      return undefined;
  }
}
