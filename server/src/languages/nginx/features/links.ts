import { included } from "../files";
import { walk } from "../tree";
import type { View } from "./view";

export interface Link {
  readonly start: number;
  readonly end: number;
  /** A file of the workspace. */
  readonly path: string;
}

/** Directives whose first argument is the path of a file that may be in the workspace. */
const files =
  /^(?:include|auth_basic_user_file|js_import|js_include|\w*ssl_(?:certificate|certificate_key|dhparam|trusted_certificate|client_certificate|crl|password_file))$/;

/** Paths that lead to a file of the workspace. */
export function links({ tree, files: all, configuration }: View): Link[] {
  const found: Link[] = [];
  walk(tree, ({ name, args }) => {
    const [word] = args;
    if (!word || !files.test(name.value)) return;
    const target = included(word.value, configuration.root, all);
    const [path] = target.kind === "files" ? target.paths : [];
    if (path !== undefined) found.push({ start: word.start, end: word.end, path });
  });
  return found;
}
