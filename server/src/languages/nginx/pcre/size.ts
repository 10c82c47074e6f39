import { type Group, type Item, type Reading, Refused } from "./reading";

/** Units of the largest pattern that PCRE2 compiles where links have two bytes, as everywhere by default. */
const largest = 65536;
/** Units of a group's brackets, and of each further branch. */
const brackets = 6;
const branchLink = 3;

/** Refuses a pattern that repeats its groups until it is too large: PCRE2 makes a copy of a group for each time. */
export function checkSize(reading: Reading): void {
  if (ofBranches(reading.root) > largest) throw new Refused({ reason: "too-large", at: 0, end: reading.text.length });
}

/** Units that a group takes at least, with its brackets. */
function ofBranches({ branches }: Group): number {
  const inside = branches.reduce((sum, branch) => sum + ofBranch(branch), 0);
  return inside + brackets + branchLink * (branches.length - 1);
}

function ofBranch(items: readonly Item[]): number {
  let sum = 0;
  let last = 0;
  for (const [index, item] of items.entries()) {
    if (item.kind === "repeat") {
      const before = items[index - 1];
      if (before?.kind === "group") sum += ofCopies(before, last, item);
      else if (before?.kind === "call") sum += last * Math.max(0, item.least - 1);
    } else {
      last = ofItem(item);
      sum += last;
    }
  }
  return sum;
}

function ofItem(item: Exclude<Item, { readonly kind: "repeat" }>): number {
  switch (item.kind) {
    case "one":
      return item.size;
    case "back":
    case "call":
      return 3;
    case "group":
      return ofBranches(item);
    case "nothing":
    case "stop":
      return 0;
    default:
      return 1;
  }
}

/** What the copies of a group take beside the first one, of which each that need not be has brackets around it. */
function ofCopies(
  group: Group,
  size: number,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const isAssertion = group.form === "ahead" || group.form === "behind";
  const end = most === Number.POSITIVE_INFINITY ? (isAssertion ? least + 1 : Math.max(least, 1)) : most;
  const needed = Math.max(least, 1);
  const more = Math.max(0, end - needed);
  return (needed - 1) * size + (more > 0 ? more * (size + 1 + brackets) - brackets : 0);
}
