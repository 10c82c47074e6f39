import { contextBit, contextNames, directiveSpecs } from "./catalog/catalog";
import type { Installed } from "./installed";
import type { NginxTree } from "./tree";

/** Directives that only a whole configuration has. */
export const wholeOnly: ReadonlySet<string> = new Set([
  "events",
  "http",
  "stream",
  "mail",
  "rtmp",
  "worker_processes",
  "pid",
  "user",
  "load_module",
  "daemon",
]);

const said = /#\s*flask-stack:\s*context\s+([a-z_/]+)/;

/**
 * In which context a file's own directives stand if no other file includes it: as its comment
 * `# flask-stack: context http` says, else as its place in a container or its folder does, else as fits most of what it contains.
 * @param installed where it is in nginx's containers
 */
export function contextOf(path: string, tree: NginxTree, installed: readonly Installed[] = []): string {
  for (const item of tree.items) {
    const context = item.kind === "comment" ? tree.text.slice(item.start, item.end).match(said)?.[1] : undefined;
    const known =
      context &&
      (contextNames.find((name) => name === context) ?? contextNames.find((name) => name.endsWith(`/${context}`)));
    if (known) return known;
  }
  const [sure] = installed.flatMap(({ context }) => context ?? []);
  if (sure !== undefined) return sure;
  const names = tree.items.flatMap((item) => (item.kind === "directive" ? [item.name.value] : []));
  if (names.some((name) => wholeOnly.has(name))) return "main";
  // A folder in such a folder is for what one of its files includes, wherever that does.
  if (/(?:^|\/)(?:conf\.d|sites-(?:available|enabled)|templates)\/[^/]+$/.test(path)) {
    return best(names, ["http", "stream"]) ?? "http";
  }
  return best(names, candidates) ?? (/(?:^|\/)nginx\.conf$/.test(path) ? "main" : "http");
}

/** Contexts by how likely a file is written for them. */
const candidates = [
  ...["http", "http/server", "http/location", "http/upstream", "stream", "stream/server", "stream/upstream"],
  ...["mail", "mail/server", "main", "events", "rtmp", "rtmp/server", "rtmp/application"],
];

/** The context that most of the directives may stand in, the first of equals; undefined where none may. */
function best(names: readonly string[], contexts: readonly string[]): string | undefined {
  let found: string | undefined;
  let most = 0;
  for (const context of contexts) {
    const bit = contextBit(context);
    const fitting = names.filter((name) => directiveSpecs(name)?.some((spec) => (spec.contexts & bit) !== 0)).length;
    if (fitting > most) {
      found = context;
      most = fitting;
    }
  }
  return found;
}
