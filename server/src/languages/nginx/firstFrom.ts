import { firstAtOrAfter } from "../firstAtOrAfter";
import type { Item } from "./tree";

/** Index of the first item that starts at or after an offset. */
export const firstFrom = (items: readonly Item[], offset: number): number => firstAtOrAfter(items, offset, startOf);

const startOf = ({ start }: Item): number => start;
