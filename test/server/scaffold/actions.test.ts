import { expect, test } from "vitest";
import { actionFor } from "../../../server/src/scaffold/actions";
import { hash } from "../../../server/src/scaffold/memory";

test.each([
  { there: undefined, wrote: undefined, now: "a", action: "create" },
  { there: undefined, wrote: "a", now: "a", action: "create" },
  { there: "a", wrote: "a", now: "a", action: "keep" },
  { there: "a", wrote: undefined, now: "a", action: "keep" },
  { there: "a", wrote: "a", now: "b", action: "update" },
  { there: "edited", wrote: "a", now: "a", action: "conflict" },
  { there: "edited", wrote: "a", now: "b", action: "conflict" },
  { there: "the user's", wrote: undefined, now: "a", action: "conflict" },
  // A checkout with Windows line ends is the same file.
  { there: "a\r\nb\r\n", wrote: "a\nb\n", now: "a\nb\n", action: "keep" },
  { there: "a\r\nb\r\n", wrote: "a\nb\n", now: "c\n", action: "update" },
] as const)("there: $there, wrote: $wrote, now: $now -> $action", ({ there, wrote, now, action }) => {
  expect(actionFor(there, now, wrote === undefined ? undefined : hash(wrote))).toBe(action);
});
