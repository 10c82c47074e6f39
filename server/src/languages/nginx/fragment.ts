import { contextBit, contextNames, directiveSpecs } from "./catalog/catalog";
import { contextInside } from "./contexts";
import type { Installed } from "./installed";
import type { Directive, Item, NginxTree } from "./tree";

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
  const directives = tree.items.filter((item) => item.kind === "directive");
  if (directives.some(({ name }) => wholeOnly.has(name.value))) return "main";
  // `stream.d/`, `nginx/tcp.conf`: what stands in its servers tells whether it is one of a video site after all.
  if (/(?:^|[/._-])(?:streams?|tcp|udp)(?:[/._-]|$)/.test(path)) {
    const found = best(directives, ["stream", "http"], () => true);
    if (found !== undefined) return found;
  }
  // A folder in such a folder is for what one of its files includes, wherever that does.
  if (/(?:^|\/)(?:conf\.d|sites-(?:available|enabled)|templates)\/[^/]+$/.test(path)) {
    return best(directives, ["http", "stream"]) ?? "http";
  }
  return best(directives, candidates) ?? (/(?:^|\/)nginx\.conf$/.test(path) ? "main" : "http");
}

/** Contexts by how likely a file is written for them. */
const candidates = [
  ...["http", "http/server", "http/location", "http/upstream", "stream", "stream/server", "stream/upstream"],
  ...["mail", "mail/server", "main", "events", "rtmp", "rtmp/server", "rtmp/application"],
];

/** What may stand in an `if` depends on where it stands itself. */
const conditional = (name: string): boolean => name === "if";

/**
 * The context that most of the directives may stand in, the first of equals; undefined where none may.
 * @param inside of which blocks the directives count, too
 */
function best(
  directives: readonly Directive[],
  contexts: readonly string[],
  inside: (name: string) => boolean = conditional,
): string | undefined {
  let found: string | undefined;
  let most = 0;
  // Each name is looked up once for a context, however often it stands there.
  const alone = new Map<string, number>();
  const around: Directive[] = [];
  for (const directive of directives) {
    const { name, block } = directive;
    if (block?.kind === "directives" && inside(name.value)) around.push(directive);
    else alone.set(name.value, (alone.get(name.value) ?? 0) + 1);
  }
  for (const context of contexts) {
    const bit = contextBit(context);
    let count = fitting(around, context, inside);
    for (const [name, times] of alone) if (mayStand(name, bit)) count += times;
    if (count > most) {
      found = context;
      most = count;
    }
  }
  return found;
}

const mayStand = (name: string, bit: number): boolean =>
  directiveSpecs(name)?.some((spec) => (spec.contexts & bit) !== 0) ?? false;

function fitting(items: readonly Item[], context: string, inside: (name: string) => boolean): number {
  const bit = contextBit(context);
  let count = 0;
  for (const item of items) {
    if (item.kind !== "directive") continue;
    const name = item.name.value;
    if (!mayStand(name, bit)) continue;
    count++;
    if (item.block?.kind !== "directives" || !inside(name)) continue;
    const within = contextInside(name, context);
    if (within) count += fitting(item.block.items, within, inside);
  }
  return count;
}
