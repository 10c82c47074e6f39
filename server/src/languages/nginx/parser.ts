import { balance } from "./balance";
import { shapeOf } from "./catalog/catalog";
import { type Guess, type ParseOptions, type Part, type Reading, read } from "./reader";
import type { NginxTree } from "./tree";

/**
 * The tree of a config, however broken: nothing throws, every byte is in it, and each fault costs one error.
 * A text that nginx's reader takes gives the tree that nginx has in mind and no error.
 */
export function parseNginx(text: string, given: ParseOptions = {}): NginxTree {
  const options = { shapes: shapeOf, ...given };
  const strict = read(text, options, undefined);
  const faults = strict.unclosed + strict.surplus;
  if (faults === 0 || faults > mostFaults) return treeOf(text, strict);
  const isBalanced = ({ unclosed, surplus }: Reading) => unclosed === 0 && surplus === 0;
  const doubled = strict.surplus > 0 ? read(text, options, doubledBraces) : strict;
  const mended = isBalanced(doubled)
    ? doubled
    : read(text, options, balance(text, strict, strict.unclosed, strict.surplus));
  // The guess is worth something only where all braces then have a partner.
  const reading = isBalanced(mended) ? mended : strict;
  return { ...treeOf(text, reading), strict: treeOf(text, strict) };
}

const treeOf = (text: string, { items, errors }: Reading): NginxTree => ({ text, items, errors });

/**
 * The items of a part of a text, read as if all of the text were; undefined where braces in it are out of balance.
 * Its end is where `stop` said so, the `}` of the innermost block around, or the end of the text.
 */
export function parsePart(text: string, given: ParseOptions, part: Part): Reading | undefined {
  const reading = read(text, { shapes: shapeOf, ...given }, undefined, part);
  const whole = part.around.length === 0 || reading.at < text.length;
  return reading.unclosed === 0 && reading.surplus === 0 && whole ? reading : undefined;
}

const doubledBraces: Guess = { missing: new Map(), surplus: new Set(), pairs: true };

/** With more braces out of balance than this, no guess is worth its time. */
export const mostFaults = 50;
