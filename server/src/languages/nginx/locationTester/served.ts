import { baseOf } from "./rootAndAlias";
import { wordsOf } from "./steps";
import { inherited, type Trip } from "./trip";
import { shown } from "./values";

/** The file of that name below the folder of the place, for a reader. */
export function shownFile(trip: Trip, name: string): string {
  const folder = shown(baseOf(trip.place).said, trip);
  return folder + Buffer.from(name, "latin1").toString();
}

/** The names that an `index` looks for, in bytes. */
export function indexNames({ place }: Trip): readonly string[] {
  const said = inherited(place, "index").flatMap(({ directive }) => wordsOf(directive));
  return said.length > 0 ? said : ["index.html"];
}

/** Whether there is a file of that name below the folder of the place. */
export const isFile = (trip: Trip, name: string): boolean => isFileAt(trip, shownFile(trip, name));

export const isFolder = (trip: Trip, name: string): boolean => isFolderAt(trip, shownFile(trip, name));

/** Whether a path is a file's: only the disk knows, but that none ends with a slash. */
export const isFileAt = ({ ask }: Trip, path: string): boolean =>
  !path.endsWith("/") && ask({ kind: "file", what: onePath(path) });

export const isFolderAt = ({ ask }: Trip, path: string): boolean => ask({ kind: "folder", what: onePath(path) });

/** A path as it is always written: no slash at the end, and none twice. */
export const onePath = (path: string): string => path.replace(/\/{2,}/g, "/").replace(/(.)\/$/, "$1");
