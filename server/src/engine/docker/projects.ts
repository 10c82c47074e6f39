import type { ComposeStack } from "../engine";

/** What compose has written on a container: the stack that it is of. */
type Labelled = ComposeStack;

/** A folder's own project: its name, where its files could be read, and these files. */
export interface OwnProject {
  readonly name: string | undefined;
  /** Absolute. */
  readonly files: readonly string[];
}

/**
 * The stacks that run from a folder beside its own: of another name (`--project-name`), or from other files (`--file`)
 * that are still there. What an override adds for a while, such as the debugger's, makes no other stack.
 */
export function stacksBeside(
  containers: readonly Labelled[],
  own: OwnProject,
  exists: (path: string) => boolean,
): readonly ComposeStack[] {
  const name = own.name ?? guessedName(containers, own.files);
  const others = containers.filter((one) => !isOwn(one, { ...own, name }, exists));
  // Of files that have one in common, the fewest are those without what was added.
  const byLength = [...others].sort(
    (one, other) => one.files.length - other.files.length || one.files.join().localeCompare(other.files.join()),
  );
  const found: ComposeStack[] = [];
  for (const { project, files } of byLength) {
    if (!found.some((stack) => isOf({ project, files }, stack))) found.push({ project, files });
  }
  return found.sort((one, other) => one.project.localeCompare(other.project));
}

/** Whether a container is of a stack: it has its name, and one of its files. */
export const isOf = (container: Labelled, stack: ComposeStack): boolean =>
  container.project === stack.project &&
  (meet(container.files, stack.files) || container.files.length === 0 || stack.files.length === 0);

/** A stack of that name whose files are gone by now is this one, under the name that its files had. */
function isOwn(container: Labelled, { name, files }: OwnProject, exists: (path: string) => boolean): boolean {
  if (name !== undefined && container.project !== name) return false;
  return files.length === 0 || meet(container.files, files) || !container.files.some(exists);
}

/** Without files that can be read: the name of what was made from them, else of anything. */
function guessedName(containers: readonly Labelled[], files: readonly string[]): string | undefined {
  return (containers.find((one) => meet(one.files, files)) ?? containers[0])?.project;
}

const meet = (some: readonly string[], others: readonly string[]): boolean => some.some((one) => others.includes(one));
