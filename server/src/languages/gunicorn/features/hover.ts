import * as l10n from "@vscode/l10n";
import type { Given } from "../model";
import { pythonSource } from "../values/source";
import { describe } from "./describe";
import { holds } from "./holds";
import { bytes, seconds } from "./inWords";
import type { View } from "./view";
import { bindForms, logAtoms, units, workerPackages } from "./words";

export interface Hovered {
  readonly start: number;
  readonly end: number;
  readonly markdown: string;
}

/** What is to be said of the setting, option or value at an offset. */
export async function hover(view: View, offset: number): Promise<Hovered | undefined> {
  const holding = (span: { readonly start: number; readonly end: number } | undefined): boolean =>
    span !== undefined && span.start <= offset && offset <= span.end;
  const given = view.given.find(({ name, value }) => holding(name) || holding(value));
  if (!given) return undefined;
  const spec = view.catalog.settings.get(given.setting);
  // The body of a hook is Python's.
  if (!spec && !view.catalog.history(given.setting)) return undefined;
  if (!holding(given.name) && spec?.parameters) return undefined;
  const effective = holds(view, given.setting);
  if (holding(given.name)) {
    const docs = await describe(given.setting, view.catalog);
    const markdown = [effective.join("  \n"), docs].filter(Boolean).join("\n\n---\n\n");
    return { start: given.name.start, end: given.name.end, markdown };
  }
  const { value } = given;
  if (!value) return undefined;
  const lines = [meaning(view, given, offset), ...effective].filter(Boolean);
  return lines.length > 0 ? { start: value.start, end: value.end, markdown: lines.join("  \n") } : undefined;
}

/** What a value means, beyond what is written. */
function meaning(view: View, given: Given, offset: number): string {
  const { setting, evaluated, value } = given;
  const known = evaluated.value;
  if (setting === "access_log_format" && value)
    return atomAt(view.text.slice(value.start, value.end), offset - value.start);
  if (known?.type === "int") {
    if (units[setting] === "seconds") return known.value === 0 ? l10n.t("No limit") : seconds(known.value);
    if (units[setting] === "bytes") return bytes(known.value);
  }
  if (known?.type === "str") {
    if (setting === "worker_class") return workerClass(view, known.value);
    if (setting === "bind") return bindForms().find(([form]) => kindOf(form) === kindOf(known.value))?.[1] ?? "";
  }
  const written = value && view.text.slice(value.start, value.end);
  const shown = known && pythonSource(known);
  return shown !== undefined && given.origin === "file" && shown !== written?.replaceAll("'", '"')
    ? `= \`${shown}\``
    : "";
}

/** Addresses of the same kind say the same of who can reach them. */
function kindOf(address: string): string {
  if (/^(?:unix:|fd:\/\/)/.test(address)) return address.slice(0, 3);
  const host = address.replace(/:\d+$/, "");
  return host === "localhost" || host.startsWith("127.") ? "127.0.0.1" : host;
}

function workerClass({ catalog }: View, name: string): string {
  const [pack] = Object.entries(workerPackages).find(([, classes]) => classes.includes(name)) ?? [];
  const where = catalog.workers.get(name);
  return [
    where ? `\`${where}\`` : "",
    pack ? l10n.t("needs the package {0}", `\`${pack}\``) : where ? l10n.t("comes with Gunicorn") : "",
  ]
    .filter(Boolean)
    .join(", ");
}

function atomAt(written: string, at: number): string {
  const known = logAtoms();
  for (const match of written.matchAll(/%\([^)]*\)s/g)) {
    if (match.index > at || at > match.index + match[0].length) continue;
    const [atom] = match;
    const [, kind] = /\{.*\}([ioe])/.exec(atom) ?? [];
    const shown = kind ? Object.keys(known).find((name) => name.endsWith(`}${kind})s`)) : atom;
    const what = shown && known[shown];
    return what ? `\`${atom}\`: ${what}` : "";
  }
  return "";
}
