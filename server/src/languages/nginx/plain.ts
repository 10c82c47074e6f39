import { directiveSpecs } from "./catalog/catalog";
import { parseNginx } from "./parser";
import type { Directive } from "./tree";

/** A file of which a person has written no more than this. */
const longest = 256 * 1024;

/** What only a server of nginx's has, of all that is called `server { ... }` somewhere. */
const ownToServer = new Set(["server_name", "location", "root", "return", "proxy_pass", "ssl_certificate"]);

/**
 * Whether a text can be nothing but nginx's, whatever the file is called: all that stands at its top are directives of
 * nginx, and there are the sections of a whole configuration or a server that is written as nginx's are.
 */
export function isPlainlyNginx(text: string): boolean {
  if (text.length > longest || !/(?:^|[;{}\s])(?:server|http)\s*\{/.test(text)) return false;
  const top = directivesOf(parseNginx(text).items);
  if (!top.every(({ name }) => directiveSpecs(name.value))) return false;
  const isSection = (section: string) =>
    top.some(({ name, args, block }) => name.value === section && !args[0] && block);
  if (isSection("events") && isSection("http")) return true;
  const servers = top.flatMap((item) => (item.name.value === "http" ? directivesOf(item.block?.items ?? []) : [item]));
  return servers.some(({ name, args, block }) => {
    if (name.value !== "server" || args.length > 0 || !block) return false;
    const own = directivesOf(block.items);
    // In many languages of configuration `listen` is a word, which is given a value or a block.
    if (own.some(({ args: [first] }) => isAssigned(first?.value))) return false;
    return own.some(({ name: { value }, args: [first] }) =>
      value === "listen" ? /^(?:\S*:)?\d+$/.test(first?.value ?? "") : ownToServer.has(value) && own.length > 1,
    );
  });
}

const isAssigned = (value: string | undefined): boolean => value !== undefined && /^(?:=|:|\+=)/.test(value);

const directivesOf = (items: readonly { readonly kind: string }[]): Directive[] =>
  items.filter((item): item is Directive => item.kind === "directive");
