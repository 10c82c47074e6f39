import type { Item, NginxTree } from "../tree";
import { placeAt, type View } from "./view";

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Fold extends Span {
  readonly kind: "block" | "comment";
}

/** What can be folded: blocks, directives over several lines, and comments that stand together. */
export function folds({ text, items }: NginxTree): Fold[] {
  const found: Fold[] = [];
  const spans = (start: number, end: number): boolean => text.slice(start, end).includes("\n");
  const visit = (list: readonly Item[]): void => {
    let run: Span | undefined;
    const closeRun = (): void => {
      if (run && spans(run.start, run.end)) found.push({ ...run, kind: "comment" });
      run = undefined;
    };
    for (const item of list) {
      if (item.kind === "comment") {
        const joins = run && /^[ \t\r]*\n[ \t]*$/.test(text.slice(run.end, item.start));
        if (!joins) closeRun();
        run = { start: joins && run ? run.start : item.start, end: item.end };
        continue;
      }
      closeRun();
      if (item.kind !== "directive") continue;
      if (item.block && spans(item.block.open, item.block.close)) {
        found.push({ start: item.block.open, end: item.block.close, kind: "block" });
      } else if (!item.block && spans(item.start, item.end))
        found.push({ start: item.start, end: item.end, kind: "block" });
      if (item.block) visit(item.block.items);
    }
    closeRun();
  };
  visit(items);
  return found;
}

/** Ranges around an offset, innermost first: word, directive, what is in the block, the block, ... */
export function selections(view: View, offset: number): Span[] {
  const { around, directive, word, comment } = placeAt(view, offset);
  const spans: Span[] = [];
  if (word) {
    if (word.quote && word.end - word.start > 2) spans.push({ start: word.start + 1, end: word.end - 1 });
    spans.push({ start: word.start, end: word.end });
  }
  if (comment) spans.push({ start: comment.start, end: comment.end });
  if (directive) {
    if (directive.args.length > 0) spans.push({ start: directive.start, end: directive.stop });
    spans.push({ start: directive.start, end: Math.max(directive.end, directive.stop) });
  }
  for (const outer of [...around].reverse()) {
    if (outer.block) spans.push({ start: outer.block.open + 1, end: outer.block.close });
    spans.push({ start: outer.start, end: outer.end });
  }
  spans.push({ start: 0, end: view.tree.text.length });
  // Each must hold the one before it.
  return spans.filter((span, index) => {
    const before = spans[index - 1];
    return (
      !before ||
      (span.start <= before.start && span.end >= before.end && span.end - span.start > before.end - before.start)
    );
  });
}
