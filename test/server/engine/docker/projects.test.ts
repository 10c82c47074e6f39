import { describe, expect, test } from "vitest";
import { isOf, type OwnProject, stacksBeside } from "../../../../server/src/engine/docker/projects";

const made = (project: string, ...files: readonly string[]) => ({ project, files });
const shop: OwnProject = { name: "shop", files: ["compose.yaml"] };
const there = new Set(["compose.yaml", "other.yaml", "debug.yaml", "override.yaml"]);

describe("beside a folder's own stack", () => {
  test.each<[string, ReturnType<typeof made>[], OwnProject, ReturnType<typeof made>[]]>([
    [
      "is nothing where all is its own",
      [made("shop", "compose.yaml"), made("shop", "compose.yaml", "override.yaml")],
      shop,
      [],
    ],
    [
      "are those of other names",
      [
        made("green", "compose.yaml"),
        made("shop", "compose.yaml"),
        made("blue", "compose.yaml"),
        made("green", "compose.yaml"),
      ],
      shop,
      [made("blue", "compose.yaml"), made("green", "compose.yaml")],
    ],
    ["is one of the same name from other files", [made("shop", "other.yaml")], shop, [made("shop", "other.yaml")]],
    ["is not what was made before its file had another name", [made("shop", "docker-compose.yml")], shop, []],
    [
      "is one stack, also while a file is put over a part of it",
      [made("green", "compose.yaml", "debug.yaml"), made("green", "compose.yaml")],
      shop,
      [made("green", "compose.yaml")],
    ],
    [
      "where its file cannot be read: what is not made from that",
      [made("else", "other.yaml"), made("shop", "compose.yaml")],
      { name: undefined, files: ["compose.yaml"] },
      [made("else", "other.yaml")],
    ],
    [
      "where it has no file any more: all but the first",
      [made("a", "x.yaml"), made("b", "y.yaml")],
      { name: undefined, files: [] },
      [made("b", "y.yaml")],
    ],
  ])("%s", (_, containers, own, expected) =>
    expect(stacksBeside(containers, own, (path) => there.has(path))).toEqual(expected),
  );

  test("a container is of the stack that has its name and one of its files", () => {
    const green = made("green", "compose.yaml");
    expect(isOf(made("green", "compose.yaml", "debug.yaml"), green)).toBe(true);
    expect(isOf(made("green", "other.yaml"), green)).toBe(false);
    expect(isOf(made("blue", "compose.yaml"), green)).toBe(false);
  });
});
