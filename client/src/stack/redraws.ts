import type { Node } from "./model/node";

/**
 * How long VS Code is left to itself after it has asked for children, in milliseconds: a change that it is told of before
 * it has taken in the answer is answered with that same answer (`AsyncDataTree` asks for a node once at a time), and the
 * tree stays as it was.
 */
const digesting = 100;

/** On a busy machine that may take longer: what is told so soon after a question is told once more then. Milliseconds. */
const digested = 1000;

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
  let repeating: NodeJS.Timeout | undefined;
  let again: readonly Node[] | undefined = [];

  const flush = () => {
    timer = undefined;
    const told = all ? undefined : [...some];
    fire(told);
    if (Date.now() - asked < digested) repeat(told);
    all = false;
    some.clear();
  };
  const repeat = (told: readonly Node[] | undefined) => {
    again = told && again && [...again, ...told];
    repeating ??= setTimeout(() => {
      repeating = undefined;
      fire(again && [...new Set(again)]);
      again = [];
    }, digested);
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
    stop() {
      clearTimeout(timer);
      clearTimeout(repeating);
    },
  };
}
