import { type Group, type Item, type Options, type Reading, refuse } from "./reading";

/** Puts an item at the end of the innermost branch. */
export function add(reading: Reading, item: Item): void {
  branch(reading).push(item);
}

/** The innermost branch that is being read. */
export function branch(reading: Reading): Item[] {
  return (reading.open.at(-1)?.group ?? reading.root).branches.at(-1) ?? [];
}

/** Notes a reference to a group, or a call of it, that ends here. */
export function refer(reading: Reading, kind: "back" | "call", group: number | string, at: number): void {
  const reference = { kind, group, at, end: reading.at };
  add(reading, reference);
  reading.references.push(reference);
  reading.repeatable = true;
}

/** Opens a group; all that is read until its `)` is inside. */
export function begin(
  reading: Reading,
  group: Pick<Group, "form" | "at" | "number">,
  how: { readonly options?: Options; readonly reset?: number; readonly isCondition?: boolean } = {},
): void {
  const opened: Group = { ...group, kind: "group", branches: [[]], end: reading.text.length };
  add(reading, opened);
  if (group.form === "condition" || group.form === "define") reading.conditions.push(opened);
  if (group.number !== undefined && !reading.numbered.has(group.number)) reading.numbered.set(group.number, opened);
  reading.open.push({
    group: opened,
    options: how.options ?? reading.options,
    ...(how.reset === undefined ? {} : { reset: how.reset }),
    most: reading.groups,
    isCondition: how.isCondition ?? false,
  });
}

/** Opens a look ahead or behind. */
export function assertion(reading: Reading, form: "ahead" | "behind", from: number, awaited: number): void {
  if (form === "behind") reading.hasLookbehind = true;
  begin(reading, { form, at: from }, { isCondition: awaited > 0 });
}

/** A `|`: in a `(?|` the numbers of groups begin again. */
export function nextBranch(reading: Reading): void {
  const open = reading.open.at(-1);
  if (open?.reset !== undefined) {
    open.most = Math.max(open.most, reading.groups);
    reading.groups = open.reset;
  }
  (open?.group ?? reading.root).branches.push([]);
}

/** A `)`. */
export function closeGroup(reading: Reading, from: number): void {
  const open = reading.open.pop();
  if (!open) refuse(reading, "unopened-group", from);
  open.group.end = from;
  reading.options = open.options;
  if (open.reset !== undefined) reading.groups = Math.max(open.most, reading.groups);
  reading.repeatable = !open.isCondition;
}
