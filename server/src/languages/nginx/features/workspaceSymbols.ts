import { isTemplate } from "../files";
import { parseNginx } from "../parser";
import type { NginxTree } from "../tree";
import { type Outline, symbols } from "./symbols";

/** A server, location, upstream or other name of a workspace's configurations. */
export interface WorkspaceName extends Omit<Outline, "children" | "detail"> {
  readonly path: string;
  /** What it stands in: `server example.com` for a location; "" where that is the file alone. */
  readonly container: string;
}

/** More than this is no answer that a person reads. */
const most = 500;

/** Named parts: blocks such as `http` and `events` are found in the outline of their file. */
const named: ReadonlySet<Outline["kind"]> = new Set(["server", "location", "upstream", "variable", "directive"]);

/**
 * The parts of the files that fit what is typed: servers by their names and ports, locations by path, upstreams by name
 * and address, variables and zones.
 */
export function workspaceSymbols(
  paths: Iterable<string>,
  text: (path: string) => string | undefined,
  query: string,
  parse: (path: string, text: string) => NginxTree = (path, content) =>
    parseNginx(content, { template: isTemplate(path) }),
): WorkspaceName[] {
  const found: WorkspaceName[] = [];
  for (const path of paths) {
    const content = text(path);
    if (content === undefined || found.length >= most) continue;
    const visit = (outlines: readonly Outline[], container: string): void => {
      for (const { children, detail, ...outline } of outlines) {
        const name = outline.kind === "server" && detail !== "" ? `${outline.name} (${detail})` : outline.name;
        if (named.has(outline.kind) && (fits(query, name) || (outline.kind === "upstream" && fits(query, detail)))) {
          found.push({ ...outline, name, path, container });
        }
        visit(children, outline.kind === "block" ? container : outline.name);
      }
    };
    visit(symbols(parse(path, content)), "");
  }
  return found.slice(0, most);
}

/** Whether the letters of a query are in a name in their order, as editors match. */
function fits(query: string, name: string): boolean {
  const letters = query.toLowerCase().replace(/\s+/g, "");
  const text = name.toLowerCase();
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
