import { describe, expect, test } from "vitest";
import { changedNodes } from "../../../client/src/stack/model/diff";
import type { Node } from "../../../client/src/stack/model/node";

const node = (id: string, description = "", children: readonly Node[] = []): Node => ({
  id,
  label: id,
  description,
  tooltip: "",
  spoken: "",
  icon: "",
  context: "",
  folder: "",
  children,
});
const ids = (nodes: readonly Node[] | undefined) => nodes?.map(({ id }) => id);

describe("what is drawn again", () => {
  const before = [node("shop", "running", [node("web", "ok", [node("c1", "a"), node("c2", "a")]), node("db", "ok")])];

  const cases: readonly [string, readonly Node[], readonly string[] | undefined][] = [
    ["nothing", structuredClone(before), []],
    [
      "a line of its own",
      [node("shop", "running", [node("web", "ok", [node("c1", "a"), node("c2", "b")]), node("db", "ok")])],
      ["c2"],
    ],
    [
      "two, apart",
      [node("shop", "running", [node("web", "ok", [node("c1", "b"), node("c2", "a")]), node("db", "ill")])],
      ["c1", "db"],
    ],
    [
      "what holds another list",
      [node("shop", "running", [node("web", "ok", [node("c1", "a")]), node("db", "ok")])],
      ["web"],
    ],
    ["the root, whose line is another, with all in it", [node("shop", "stopped", [node("web", "ill")])], ["shop"]],
    ["all, where the roots are others", [...before, node("blog")], undefined],
  ];
  test.each(cases)("%s", (_, after, drawn) => expect(ids(changedNodes(before, after))).toEqual(drawn));
});
