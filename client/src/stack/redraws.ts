import type { Node } from "./model/node";

/**
 * How long VS Code is left to itself after it has asked for children, in milliseconds: a change that it is told of before
 * it has taken in the answer is answered with that same answer (`AsyncDataTree` asks for a node once at a time), and the
 * tree stays as it was.
 */
const digesting = 100;

/** Tells of changes at once, or as soon as VS Code is ready to hear of them; then of all that were held back. */
export interface Redraws {
  /** VS Code asks for children right now. */
  asked(): void;
  /** Nodes that have to be drawn again; undefined for all. */
  tell(nodes: readonly Node[] | undefined): void;
  stop(): void;
}

/** @param fire draws these nodes again; all of them where it is told none */
export function redraws(fire: (nodes: Node[] | undefined) => void): Redraws {
  let asked = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let all = false;
  const some = new Set<Node>();

  const flush = () => {
    timer = undefined;
    fire(all ? undefined : [...some]);
    all = false;
    some.clear();
  };
  return {
    asked() {
      asked = Date.now();
    },
    tell(nodes) {
      if (nodes === undefined) all = true;
      for (const node of nodes ?? []) some.add(node);
      if (timer !== undefined) return;
      const wait = asked + digesting - Date.now();
      if (wait > 0) timer = setTimeout(flush, wait);
      else flush();
    },
    stop: () => clearTimeout(timer),
  };
}
