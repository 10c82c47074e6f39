import { parser } from "@lezer/python";
import type { Edit } from "../../../findings";
import { type Statement, statementsOf } from "./statements";

/**
 * Puts the settings of a config file in the order of their sections, each with its comments. Hooks, imports and every
 * statement that others depend on stay where they are, and so do the lines between.
 * @param rankOf the place of a setting's section; undefined for a name that is no setting
 * @returns no edits where they are in order already, or the file cannot be read as Python
 */
export function sortBySection(text: string, rankOf: (setting: string) => number | undefined): Edit[] {
  const tree = parser.parse(text);
  let broken = false;
  tree.iterate({
    enter: ({ type }) => {
      if (type.isError) broken = true;
    },
  });
  if (broken) return [];
  const statements = statementsOf(tree, text);
  const movable = findMovable(statements, rankOf);
  const rank = ({ assigns = "" }: Statement): number => rankOf(assigns) ?? 0;
  const sorted = [...movable].sort((a, b) => rank(a) - rank(b) || a.start - b.start);
  return movable.flatMap((slot, index) => {
    const chosen = sorted[index] ?? slot;
    return chosen === slot ? [] : [{ start: slot.start, end: slot.end, text: text.slice(chosen.start, chosen.end) }];
  });
}

/** The settings whose place does not matter: nothing else reads them, and what they read is there before any of them. */
function findMovable(
  statements: readonly Statement[],
  rankOf: (setting: string) => number | undefined,
): readonly Statement[] {
  const isFree = (statement: Statement): boolean => {
    const { assigns, alone } = statement;
    if (assigns === undefined || !alone || rankOf(assigns) === undefined || statement.reads.has(assigns)) return false;
    return statements.every(
      (other) => other === statement || !(other.defines.has(assigns) || other.reads.has(assigns)),
    );
  };
  let movable = statements.filter(isFree);
  for (;;) {
    const first = statements.findIndex((statement) => movable.includes(statement));
    const ready = movable.filter(({ reads }) =>
      statements.every(({ defines }, index) => index < first || [...reads].every((name) => !defines.has(name))),
    );
    if (ready.length === movable.length) return movable;
    movable = ready;
  }
}
