import { expect, test } from "vitest";
import { readMessage } from "../../../client/src/picture/messages";

test.each([
  [{ kind: "ready" }, { kind: "ready" }],
  [{ kind: "advice", more: 1 }, { kind: "advice" }],
  [
    { kind: "open", place: 3 },
    { kind: "open", place: 3 },
  ],
  [
    { kind: "url", url: 0 },
    { kind: "url", url: 0 },
  ],
  [{ kind: "open", place: "length" }, undefined],
  [{ kind: "open", place: -1 }, undefined],
  [{ kind: "open", place: 0.5 }, undefined],
  [{ kind: "open" }, undefined],
  [{ kind: "url", url: "javascript:alert(1)" }, undefined],
  [{ kind: "run", command: "rm" }, undefined],
  ["ready", undefined],
  [null, undefined],
])("of a page %j is %j", (value, expected) => {
  expect(readMessage(value)).toEqual(expected);
});
