import * as l10n from "@vscode/l10n";
import { contextBit, directiveSpecs } from "../catalog/catalog";
import { contextInside } from "../contexts";
import { type Directive, type Item, walk } from "../tree";
import { parseOffset, parseTime } from "../values";
import { asWritten, inWords, timed } from "./units";
import type { View } from "./view";

export interface Hint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip?: string;
}

/** Beside times and sizes in small units: what they are in large ones; where a default surprises: the default. */
export function hints(view: View, start: number, end: number): Hint[] {
  const found: Hint[] = [];
  const root = view.configuration.config.contexts.get(view.path) ?? view.configuration.context;
  const visit = (items: readonly Item[], context: string): void => {
    for (const item of items) {
      if (item.kind !== "directive" || item.end < start || item.start > end) continue;
      times(item, context, found);
      sizes(item, context, found);
      const inside = contextInside(item.name.value, context);
      if (inside === "http/server") listened(item, found);
      if (item.block?.kind === "directives" && inside) visit(item.block.items, inside);
    }
  };
  visit(view.tree.items, root);
  found.push(...limits(view));
  return found.filter(({ offset }) => offset >= start && offset <= end).sort((a, b) => a.offset - b.offset);
}

const kindOf = (item: Directive, context: string): string | undefined =>
  directiveSpecs(item.name.value)?.find((candidate) => candidate.contexts & contextBit(context))?.kind;

function times(item: Directive, context: string, found: Hint[]): void {
  const kind = kindOf(item, context);
  const last = timed.test(kind ?? "");
  if (kind !== "msec" && kind !== "sec" && !last) return;
  const word = last ? item.args.at(-1) : item.args[0];
  // One large unit is plain enough.
  if (last && !/^\d+[hms]?$/.test(word?.value ?? "")) return;
  const time = word && parseTime(word.value, kind === "msec" ? "msec" : "sec");
  if (!word || time === undefined) return;
  if (asWritten(time) !== word.value.replaceAll(" ", "")) found.push({ offset: word.end, label: ` ${inWords(time)}` });
}

function sizes(item: Directive, context: string, found: Hint[]): void {
  const kind = kindOf(item, context);
  const last = item.args.at(-1);
  if (!last) return;
  if (kind === "size" || kind === "offset") {
    const bytes = parseOffset(last.value);
    const label = bytes === undefined ? undefined : inUnits(bytes);
    if (label !== undefined && !/^0|[a-z]$/i.test(last.value)) found.push({ offset: last.end, label: ` ${label}` });
  }
  const [count, size] = item.args;
  const total = kind === "bufs" && count && size ? Number(count.value) * (parseOffset(size.value) ?? Number.NaN) : 0;
  const label = total > 0 ? inUnits(total) : undefined;
  if (label !== undefined) found.push({ offset: last.end, label: ` ${label}`, tooltip: l10n.t("Altogether, at most") });
}

/** `10 MiB`, of bytes; undefined where it is no round number of a unit. */
function inUnits(bytes: number): string | undefined {
  for (const [unit, size] of [
    ["GiB", 1024 ** 3],
    ["MiB", 1024 ** 2],
    ["KiB", 1024],
  ] as const) {
    if (bytes >= size && bytes % size === 0) return `${bytes / size} ${unit}`;
  }
  return undefined;
}

const has = ({ block }: Directive, ...names: readonly string[]): boolean =>
  block?.items.some((item) => item.kind === "directive" && names.includes(item.name.value)) ?? false;

/** What nginx does where a server does not say. */
function listened(server: Directive, found: Hint[]): void {
  if (!server.block || has(server, "listen", "include")) return;
  found.push({
    offset: server.block.open + 1,
    label: " listen 80",
    tooltip: l10n.t('A server without "listen" listens on port 80, or 8000 where nginx does not run as root.'),
  });
}

/** Limits that an app behind nginx meets, with what nginx takes where nothing of the configuration says another. */
const surprising: readonly {
  readonly label: string;
  readonly beside: "server" | "pass";
  readonly why: () => string;
}[] = [
  {
    label: "client_max_body_size 1m",
    beside: "server",
    why: () => l10n.t("Larger requests are answered with 413 before the app sees them."),
  },
  {
    label: "proxy_read_timeout 60s",
    beside: "pass",
    why: () => l10n.t("Where the app is silent for longer, the client gets 504."),
  },
];

/** Beside each server of a whole configuration and its first `proxy_pass`, where no file of it sets these limits. */
function limits({ tree, files, configuration }: View): Hint[] {
  const { members, config, context } = configuration;
  if (context !== "main" || config.incomplete) return [];
  const said = new Set<string>();
  for (const member of members) {
    const other = files.tree(member);
    if (other) walk(other, ({ name }) => said.add(name.value));
  }
  const silent = surprising.filter(({ label }) => !said.has(label.split(" ", 1)[0] ?? ""));
  if (silent.length === 0) return [];
  const found: Hint[] = [];
  const seen = new Set<Directive>();
  walk(tree, (pass) => {
    // In stream it is another directive.
    if (pass.name.value !== "proxy_pass" || pass.parent?.name.value === "server") return;
    const server = serverAround(pass);
    if (!server?.block || seen.has(server)) return;
    seen.add(server);
    for (const { label, beside, why } of silent) {
      found.push({
        offset: beside === "server" ? server.block.open + 1 : pass.end,
        label: ` ${label}`,
        tooltip: why(),
      });
    }
  });
  return found;
}

function serverAround({ parent }: Directive): Directive | undefined {
  return parent === undefined || parent.name.value === "server" ? parent : serverAround(parent);
}
