import { basename, join } from "node:path";
import { parseDocument } from "yaml";
import { inspect } from "../../project/inspect";
import { record } from "../../record";
import { missingNames, missingValues } from "../../scaffold/missingValues";
import { openFiles } from "../../workspace/diskFiles";
import { type DockerStack, filesOf } from "./stack";

/**
 * Sentences about what keeps a service from starting: code that Python cannot read, and what it asks its environment for
 * and will not get. None where it cannot be told: a stack of several compose files is what compose makes of them.
 */
export function missingFor(stack: DockerStack, service: string): readonly string[] {
  const [path, ...more] = filesOf(stack);
  if (path === undefined || more.length > 0 || path !== join(stack.root, basename(path))) return [];
  const files = openFiles(stack.root);
  const { services } = record(parseDocument(files.text(basename(path)) ?? "", { merge: true }).toJS());
  const web = record(services)[service];
  if (web === undefined) return [];
  const { environment, broken = [] } = inspect(files);
  const missing = missingValues(missingNames(environment, { web: record(web), text: files.text }));
  return [...broken, ...(missing === undefined ? [] : [missing])];
}
