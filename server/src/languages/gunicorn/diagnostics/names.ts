import * as l10n from "@vscode/l10n";
import type { Edit, Span } from "../../../findings";
import { editDistance } from "../../nginx/diagnostics/nearest";
import { compareVersions } from "../../versions";
import type { Catalog } from "../catalog/catalog";
import type { Binding } from "../configFile/file";
import { type Checking, type Finding, finding } from "./model";
import { addressOf, isPartOfAddress, settingOfWrongName } from "./wrongNames";

/**
 * Names that Gunicorn ignores without a word though they look like settings: those of other releases, and misspelt ones.
 * Variables of the file itself are left alone: what is read anywhere in it, imported, or written in capitals.
 */
export function* unknownNames(checking: Checking): Generator<Finding> {
  const { file, run, catalog } = checking;
  if (run.open) return;
  const told = new Set<string>();
  for (const binding of run.bindings) {
    const { name, kind, dead } = binding;
    if (dead || told.has(name) || catalog.settings.has(name) || file.reads.has(name)) continue;
    if ((kind !== "assignment" && kind !== "function") || !/^[A-Za-z][A-Za-z\d]*(?:_[A-Za-z\d]+)*$/.test(name))
      continue;
    // In capitals, it is a constant of the file.
    if (!/[a-z]/.test(name)) continue;
    told.add(name);
    const found = otherRelease(checking, binding) ?? misspelt(checking, binding) ?? wrong(checking, binding);
    if (found) yield found;
  }
}

/** The one setting that went before the first release of the catalog, by the release that has it no more. */
const longGone = { name: "debug", until: "19.2" };

function otherRelease(checking: Checking, { name, at, evaluated }: Binding): Finding | undefined {
  const { catalog, toldVersion } = checking;
  const isOn = evaluated.value?.type === "bool" && evaluated.value.value;
  if (name === longGone.name && isOn && compareVersions(toldVersion ?? catalog.release, longGone.until) >= 0) {
    const message = l10n.t('"{0}" is gone since Gunicorn {1}, which ignores it: remove it.', name, longGone.until);
    return finding(checking, "gunicorn-not-in-version", at, message);
  }
  const history = catalog.history(name);
  if (!history) return undefined;
  const { since, until } = history;
  const gone = until !== undefined && compareVersions(catalog.release, until) >= 0;
  const message = gone
    ? l10n.t('"{0}" is gone since Gunicorn {1}, which ignores it: remove it.', name, until)
    : l10n.t('"{0}" came with Gunicorn {1}; {2} ignores it.', name, since ?? "", toldVersion ?? catalog.release);
  return finding(checking, "gunicorn-not-in-version", at, message);
}

function misspelt(checking: Checking, { name, kind, at, evaluated }: Binding): Finding | undefined {
  const { file, run, catalog } = checking;
  const meant = settingFor(name, catalog);
  if (meant === undefined) return undefined;
  const isHook = catalog.settings.get(meant)?.parameters !== undefined;
  // A function that is near a number's name is a helper, and a number near a hook's name a number.
  if ((kind === "function" || evaluated.value?.type === "function") !== isHook) return undefined;
  const message = l10n.t('Gunicorn has no setting "{0}" and ignores it. Did you mean "{1}"?', name, meant);
  const title = l10n.t('Rename to "{0}"', meant);
  const fixes = run.names.has(meant) ? [] : [{ title, path: file.path, edits: [{ ...at, text: meant }] }];
  return finding(checking, "gunicorn-unknown-setting", at, message, { fixes });
}

/** A name of other servers, or of common sense; only where the setting itself is not given. */
function wrong(
  checking: Checking,
  { name, kind, at, statement, evaluated, conditional }: Binding,
): Finding | undefined {
  const { file, run, catalog } = checking;
  const meant = settingOfWrongName(name);
  const spec = meant === undefined ? undefined : catalog.settings.get(meant);
  if (meant === undefined || spec === undefined || run.names.has(meant)) return undefined;
  if ((kind === "function" || evaluated.value?.type === "function") !== (spec.parameters !== undefined))
    return undefined;
  const message = l10n.t('Gunicorn has no setting "{0}" and ignores it: write "{1}".', name, meant);
  if (!isPartOfAddress(name)) {
    const title = l10n.t('Rename to "{0}"', meant);
    return finding(checking, "gunicorn-unknown-setting", at, message, {
      fixes: [{ title, path: file.path, edits: [{ ...at, text: meant }] }],
    });
  }
  const other = run.names.get(name === "host" ? "port" : "host");
  const [beside, ...more] = other?.from ?? [];
  const [host, port] = name === "host" ? [evaluated, beside?.evaluated] : [beside?.evaluated, evaluated];
  const address = addressOf(host?.value, port?.value);
  const known = [host, port].every((it) => it === undefined || (it.value !== undefined && it.variables.length === 0));
  if (known && address === undefined) return undefined;
  const plain = known && address !== undefined && !conditional && !beside?.conditional && more.length === 0;
  const gone = beside === undefined ? [] : [wholeLine(beside.statement, file.text)];
  const text = `bind = "${address}"`;
  const edits = [{ ...statement, text }, ...gone].sort((a, b) => a.start - b.start);
  const fixes = plain ? [{ title: l10n.t("Write {0}", text), path: file.path, edits }] : [];
  return finding(checking, "gunicorn-unknown-setting", at, message, { severity: "hint", fixes });
}

function wholeLine({ start, end }: Span, text: string): Edit {
  const newline = text.indexOf("\n", end);
  return { start: text.lastIndexOf("\n", start - 1) + 1, end: newline === -1 ? text.length : newline + 1, text: "" };
}

/** Options whose names are those of ordinary variables. */
const ordinary = new Set(["name", "env"]);

/** What the names of a file stand for: after a keystroke, nearly all are those of before. */
const meanings = new WeakMap<Catalog, Map<string, string | undefined>>();
const mostMeanings = 2000;

function settingFor(name: string, catalog: Catalog): string | undefined {
  const known = meanings.get(catalog) ?? new Map<string, string | undefined>();
  meanings.set(catalog, known);
  if (known.size > mostMeanings) known.clear();
  if (!known.has(name)) known.set(name, nearestSetting(name, catalog));
  return known.get(name);
}

/** The setting that a name stands for: one with other underscores, the name of an option, or one letter apart or two. */
function nearestSetting(name: string, catalog: Catalog): string | undefined {
  const plain = name.replaceAll("_", "").toLowerCase();
  const names = [...catalog.settings.keys()];
  const same = names.find((other) => other.replaceAll("_", "") === plain);
  if (same !== undefined) return same === "config" ? undefined : same;
  const options = ordinary.has(name) ? [] : [...catalog.byFlag];
  const option = options.find(([flag]) => flag.replace(/-/g, "") === plain && flag.startsWith("--"));
  if (option) return option[1].name;
  if (/[A-Z]/.test(name)) return undefined;
  const limit = name.length < 5 ? 0 : name.length < 9 ? 1 : 2;
  let best: string | undefined;
  let least = limit + 1;
  for (const other of names) {
    const distance = editDistance(name, other, limit);
    if (distance < least) [best, least] = [other, distance];
  }
  return best;
}
