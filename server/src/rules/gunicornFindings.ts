import type { Finding } from "../findings";
import type { GunicornConfiguration } from "../languages/gunicorn/model";
import { type PartsReader, readParts } from "../stack/parts";
import { joinStack } from "../stack/stack";
import type { Files } from "../workspace/files";
import { nameOf, parentOf } from "../workspace/paths";
import { judge } from "./judge";
import { readPackages } from "./packages";

/**
 * What the rules say of the Gunicorns of a workspace, together with the stack that they are a part of.
 * @param paths every file of it, as `walk` finds them
 * @param parts reads the stack; one that remembers, for who asks after every change
 */
export function ruleFindings(
  gunicorns: readonly GunicornConfiguration[],
  files: Files,
  paths: readonly string[],
  parts: PartsReader = readParts,
): readonly Finding[] {
  const packages = readPackages(files, paths);
  const exists = (path: string): boolean => files.list(parentOf(path)).some(({ name }) => name === nameOf(path));
  const running = joinStack(gunicorns, parts(files, paths));
  return judge(running.map((each) => ({ ...each, packages, text: files.text, exists })));
}
