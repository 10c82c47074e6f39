import { balance, type Guess } from "./balance";
import { shapeOf } from "./catalog/catalog";
import type { Kept } from "./keptBlocks";
import { type ParseOptions, type Part, type Reading, read } from "./reader";
import type { NginxTree } from "./tree";

/** What of an older tree, and of its `strict` one, still stands in a text; what is taken over must belong to one tree. */
export interface KeptTrees {
  readonly guessed: Kept;
  readonly strict: Kept | undefined;
}

/**
 * The tree of a config, however broken: nothing throws, every byte is in it, and each fault costs one error.
 * A text that nginx's reader takes gives the tree that nginx has in mind and no error.
 * @param kept what need not be read again; the tree is the same without
 */
export function parseNginx(text: string, given: ParseOptions = {}, kept?: KeptTrees): NginxTree {
  const options = { shapes: shapeOf, ...given };
  const asItIs = (): Reading => read(text, options, { kept: kept?.guessed });
  const first = kept?.strict ? read(text, options, { kept: kept.strict }) : asItIs();
  const faults = first.unclosed + first.surplus;
  if (faults === 0 || faults > mostFaults) return treeOf(text, kept?.strict ? asItIs() : first);
  // Both trees move with the next change: they share nothing.
  const strict = kept && !kept.strict ? read(text, options) : first;
  const guessing = (guess: Guess): Reading => read(text, options, { guess, kept: kept?.guessed });
  const hasStray = strict.errors.some(({ start }) => text[start] === "{");
  const doubled = strict.surplus > 0 && hasStray ? guessing(doubledBraces) : strict;
  const mended = isBalanced(doubled) ? doubled : guessing(balance(text, strict, strict.unclosed, strict.surplus));
  // The guess is worth something only where all braces then have a partner.
  const reading = isBalanced(mended) ? mended : asItIs();
  return { ...treeOf(text, reading), strict: treeOf(text, strict) };
}

const isBalanced = ({ unclosed, surplus }: Reading): boolean => unclosed === 0 && surplus === 0;

const treeOf = (text: string, { items, errors }: Reading): NginxTree => ({ text, items, errors });

/**
 * The items of a part of a text, read as if all of the text were; undefined where braces in it are out of balance.
 * Its end is where `stop` said so, the `}` of the innermost block around, or the end of the text.
 */
export function parsePart(text: string, given: ParseOptions, part: Part): Reading | undefined {
  const reading = read(text, { shapes: shapeOf, ...given }, { part });
  const whole = part.around.length === 0 || reading.at < text.length;
  return isBalanced(reading) && whole ? reading : undefined;
}

const doubledBraces: Guess = { missing: new Map(), surplus: new Set(), pairs: true };

/** With more braces out of balance than this, no guess is worth its time. */
export const mostFaults = 50;
