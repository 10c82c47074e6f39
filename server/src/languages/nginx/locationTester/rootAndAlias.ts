import { locationOf } from "../diagnostics/directives/location";
import { bytesOf } from "./request";
import { type Found, wordsOf } from "./steps";
import type { Place, Trip } from "./trip";

/** Where the files of a place lie. */
export interface Base {
  /** The value of its `root` or `alias`, in bytes. */
  readonly said: string;
  /** What of a path `alias` stands for: the location's own name; `all` of it in one of a regular expression. */
  readonly replaces: string | "all" | undefined;
}

/** nginx's own root, below the folder that it was built for. */
const usualRoot = "html";

export function baseOf({ levels, chain }: Place): Base {
  const at = levels.findIndex((level) => level.some(saysWhere));
  const found = levels[at]?.find(saysWhere);
  const said = (found && wordsOf(found.directive)[0]) ?? usualRoot;
  if (found?.directive.name.value !== "alias") return { said: said.replace(/\/$/, ""), replaces: undefined };
  // The last two levels are those of the server and of `http`.
  const owner = chain[levels.length - at - 3];
  const location = owner && locationOf(owner.directive);
  return { said, replaces: location?.kind === "regex" ? "all" : bytesOf(location?.name ?? "") };
}

const saysWhere = ({ directive }: Found): boolean => /^(?:root|alias)$/.test(directive.name.value);

/** `alias` is of no use where the path has been changed within the location: nginx answers 500. */
export const isLost = ({ place, isMoved }: Trip): boolean => isMoved && baseOf(place).replaces !== undefined;

/** The part of a path that names a file below the folder of the place. */
export function nameIn(place: Place, path: string): string {
  const { replaces } = baseOf(place);
  if (replaces === undefined || replaces === "all") return path;
  return path.startsWith(replaces) ? path.slice(replaces.length) : path;
}

/** The path that nginx goes on with when it has found a file of that name. */
export function pathOf(place: Place, name: string): string {
  const { replaces } = baseOf(place);
  return replaces === undefined || replaces === "all" ? name : replaces + name;
}

/** Whether the place is a location of a regular expression with `alias`: then that is the whole path of the file. */
export const isWholeAlias = (place: Place): boolean => baseOf(place).replaces === "all";

/** What `name` is for a file's name when the path of the request itself is meant. */
export function ownName(trip: Trip): string {
  if (isWholeAlias(trip.place)) return trip.addsToAlias ? trip.uri : "";
  return nameIn(trip.place, trip.uri);
}
