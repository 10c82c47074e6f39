import type { Configuration } from "../configurations";
import { contextInside } from "../contexts";
import type { NginxFiles } from "../files";
import { firstFrom } from "../firstFrom";
import type { Block, Comment, Directive, Item, NginxTree, Word } from "../tree";

/** A file or folder of the project. */
export interface Placed {
  /** Relative to the folder of the configuration: it may begin with `../`. */
  readonly path: string;
  readonly folder: boolean;
}

/** What of the project nginx finds at the paths that a configuration names. */
export interface Places {
  /** Undefined for what is none of the project's. */
  at(path: string): Placed | undefined;
  /** Folders of the project that nginx's container has, by their paths there. */
  folders(): readonly string[];
}

/** What a feature looks at: a file, as a part of the configuration that it belongs to. */
export interface View {
  readonly path: string;
  readonly tree: NginxTree;
  readonly files: NginxFiles;
  readonly configuration: Configuration;
  /** Not where the text is on no disk. */
  readonly places?: () => Places;
}

/** What lies at an offset. */
export interface Place {
  /** The directives around, outermost first. */
  readonly around: readonly Directive[];
  /** The items of the innermost block (or of the file). */
  readonly siblings: readonly Item[];
  /** The context of these, as the catalog names it; "" in a value block, or in one that is not known. */
  readonly context: string;
  /** The directive whose words the offset is at or among. */
  readonly directive?: Directive;
  /** The word at the offset, its ends included. */
  readonly word?: Word;
  /** Its place: 0 for the name, then the arguments; where there is no word, that of one that would be written here. */
  readonly index: number;
  readonly comment?: Comment;
}

/** The place of an offset in a file. */
export function placeAt(view: View, offset: number): Place {
  const around: Directive[] = [];
  let siblings = view.tree.items;
  let context = view.configuration.config.contexts.get(view.path) ?? view.configuration.context;
  while (true) {
    const inside = siblings[firstFrom(siblings, offset) - 1];
    if (inside?.kind !== "directive" || !inside.block || !holds(inside, offset, view.tree.text)) break;
    around.push(inside);
    siblings = inside.block.items;
    context = inside.block.kind === "directives" ? (contextInside(inside.name.value, context) ?? "") : "";
  }
  const comment = commentAt(siblings, offset);
  if (comment) return { around, siblings, context, index: -1, comment };
  const directive = directiveUpTo(siblings, offset);
  if (!directive || offset > wordsEnd(directive, view.tree.text, offset))
    return { around, siblings, context, index: 0 };
  const words = [directive.name, ...directive.args];
  const found = words.findIndex((word) => word.start <= offset && offset <= word.end);
  const word = words[found];
  if (word) return { around, siblings, context, directive, word, index: found };
  return { around, siblings, context, directive, index: words.filter((candidate) => candidate.end < offset).length };
}

/** Whether the offset is between the braces of a directive's block. */
const holds = (item: Directive, offset: number, text: string): boolean => {
  const block: Block | undefined = item.block;
  if (!block) return false;
  // Where the "{" is still to be written, its line is that of the words.
  if (text[block.open] !== "{" && !text.slice(block.open, offset).includes("\n")) return false;
  return block.open < offset && (block.closed ? offset <= block.close : offset <= Math.max(block.close, item.end));
};

/** Where the words of a directive end: at its terminator; where that is missing, on the line it was forgotten on. */
function wordsEnd(item: Directive, text: string, offset: number): number {
  if (item.terminator !== "") return item.stop;
  return offset > item.stop && !text.slice(item.stop, offset).includes("\n") ? offset : item.stop;
}

/** The last directive that begins at an offset or before it. */
function directiveUpTo(items: readonly Item[], offset: number): Directive | undefined {
  for (let at = firstFrom(items, offset + 1) - 1; at >= 0; at--) {
    const item = items[at];
    if (item?.kind === "directive") return item;
  }
  return undefined;
}

function commentAt(items: readonly Item[], offset: number): Comment | undefined {
  const item = items[firstFrom(items, offset) - 1];
  const own = item?.kind === "directive" ? item.comments : item?.kind === "comment" ? [item] : [];
  return own.find(({ start, end }) => start < offset && offset <= end);
}
