import { type Group, type Item, type PatternFault, type Reading, type Reference, Refused } from "./reading";

/** How many characters something takes, at least and at most. */
interface Length {
  readonly least: number;
  readonly most: number;
}

/** Looks backward no further than this; PCRE2 since 10.43 no further than the other where the length varies. */
const furthest = 65535;
const furthestVarying = 255;
/** Branches that PCRE2 reads before it gives up. */
const patience = 2001;

/** What is known while the lengths of a pattern's lookbehinds are worked out (PCRE2's `check_lookbehinds`). */
interface Work {
  readonly reading: Reading;
  /** Lengths of groups that are kept, by number; undefined for one that has none. */
  readonly known: Map<number, Length | undefined>;
  branches: number;
}

/** Refuses a pattern with a lookbehind whose length PCRE cannot tell. */
export function checkLookbehinds(reading: Reading): void {
  const work: Work = { reading, known: new Map(), branches: 0 };
  for (const branch of reading.root.branches) visit(work, branch, []);
}

/** Looks for lookbehinds, also inside of groups. */
function visit(work: Work, items: readonly Item[], calls: readonly Group[]): void {
  for (const item of items) {
    if (item.kind !== "group") continue;
    if (item.form === "behind") lookbehind(work, item, calls);
    else for (const branch of item.branches) visit(work, branch, calls);
  }
}

function lookbehind(work: Work, group: Group, calls: readonly Group[]): void {
  const lengths = group.branches.map((branch) => ofBranch(work, branch, calls, group));
  const varies = lengths.some(({ least, most }) => least !== most);
  if (varies && lengths.some(({ most }) => most > furthestVarying)) stop(group, "lookbehind-too-long");
}

function stop(group: Group, reason: PatternFault): never {
  throw new Refused({ reason, at: group.at, end: group.end + 1 });
}

/** @param behind the lookbehind whose length is worked out */
function ofBranch(work: Work, items: readonly Item[], calls: readonly Group[], behind: Group): Length {
  if (++work.branches > patience) stop(behind, "lookbehind-complicated");
  let least = 0;
  let most = 0;
  let last: Length = nothing;
  for (const [index, item] of items.entries()) {
    if (item.kind === "stop") break;
    let length = nothing;
    if (item.kind === "repeat") {
      const before = items[index - 1];
      // A look ahead takes nothing, however often.
      if (before?.kind === "group" && before.form === "ahead") continue;
      length = repeated(work, item, last, behind);
      if (item.least === 0) least -= last.least;
      if (item.most === 0) most -= last.most;
    } else {
      length = ofItem(work, item, calls, behind);
    }
    least += length.least;
    most += length.most;
    if (most > furthest) stop(behind, "lookbehind-too-long");
    last = length;
  }
  return { least, most };
}

const nothing: Length = { least: 0, most: 0 };
const one: Length = { least: 1, most: 1 };

/** What a quantifier adds to the length of what it repeats, which counts once already. */
function repeated(
  { reading }: Work,
  { least, most }: { readonly least: number; readonly most: number },
  last: Length,
  behind: Group,
): Length {
  if (most === Number.POSITIVE_INFINITY || (least !== most && !reading.lenient)) stop(behind, "lookbehind-length");
  return {
    least: least === 0 ? 0 : (least - 1) * last.least,
    most: most === 0 ? 0 : (most - 1) * last.most,
  };
}

function ofItem(work: Work, item: Item, calls: readonly Group[], behind: Group): Length {
  const { reading } = work;
  switch (item.kind) {
    case "one":
      return one;
    case "line-end":
      return reading.lenient ? { least: 1, most: 2 } : stop(behind, "lookbehind-length");
    case "cluster":
      return stop(behind, "lookbehind-length");
    case "byte":
      return reading.utf ? stop(behind, "byte-in-lookbehind") : one;
    case "back":
    case "call":
      return ofReference(work, item, calls, behind);
    case "group":
      if (item.form === "define") return nothing;
      if (item.form === "behind") {
        lookbehind(work, item, calls);
        return nothing;
      }
      if (item.form === "ahead") {
        for (const branch of item.branches) visit(work, branch, calls);
        return nothing;
      }
      return ofGroup(work, item, calls, behind);
    default:
      return nothing;
  }
}

function ofGroup(work: Work, group: Group, calls: readonly Group[], behind: Group): Length {
  const { reading, known } = work;
  const number = reading.sharesNumbers ? undefined : group.number;
  if (number !== undefined && known.has(number)) return known.get(number) ?? stop(behind, "lookbehind-length");
  if (number !== undefined) known.set(number, undefined);
  let length: Length | undefined;
  for (const branch of group.branches) {
    const own = ofBranch(work, branch, calls, behind);
    length ??= own;
    if (own.most !== length.most && !reading.lenient) stop(behind, "lookbehind-length");
    length = { least: Math.min(length.least, own.least), most: Math.max(length.most, own.most) };
  }
  if (number !== undefined) known.set(number, length);
  return length ?? nothing;
}

/** What a reference stands for: the group, unless that is around the reference, or itself leads to it. */
function ofReference(work: Work, item: Reference, calls: readonly Group[], behind: Group): Length {
  const { reading } = work;
  const name = typeof item.group === "string" ? reading.names.find((each) => each.name === item.group) : undefined;
  const number = typeof item.group === "string" ? name?.number : item.group;
  const group = number === undefined ? undefined : reading.numbered.get(number);
  // One that is not there is refused for that.
  if (number !== 0 && !group) return nothing;
  if (!group || (item.kind === "back" && (reading.sharesNumbers || name?.repeated))) {
    return stop(behind, "lookbehind-length");
  }
  const isInside = item.at > group.at && item.at < group.end;
  if (isInside || calls.includes(group)) return stop(behind, "lookbehind-length");
  return ofGroup(work, group, [...calls, group], behind);
}
