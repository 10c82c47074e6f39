import { expect, test } from "vitest";
import { readDotenv } from "../../../../server/src/languages/dotenv/reader";

test.each([
  ["A=1", "1"],
  ["export A=1", "1"],
  ["A = 'x y' # why", "x y"],
  ['A="x # y"', "x # y"],
  ["A=x # why", "x"],
  ["A=", ""],
  ["A=1\nA=2", "2"],
  ["# A=1", undefined],
])("%j", (text, value) => expect(readDotenv(text).get("A")).toBe(value));
