import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Node } from "../../../client/src/stack/model/node";
import { redraws } from "../../../client/src/stack/redraws";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const node = (id: string): Node => ({
  ...{ id, label: id, description: "", tooltip: "", spoken: "" },
  ...{ icon: "", context: "", folder: "", children: [] },
});
const [one, other] = [node("one"), node("other")];

test("a change is told at once, but not while VS Code takes in what it has asked for", () => {
  const told: (readonly Node[] | undefined)[] = [];
  const { asked, tell } = redraws((nodes) => told.push(nodes));
  tell([one]);
  expect(told).toEqual([[one]]);
  asked();
  vi.advanceTimersByTime(50);
  tell([one]);
  tell([other]);
  tell([one]);
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(50);
  expect(told.slice(1)).toEqual([[one, other]]);
  tell([other]);
  expect(told.slice(2)).toEqual([[other]]);
});

test("where everything has to be drawn again, that is all that is told", () => {
  const told: (readonly Node[] | undefined)[] = [];
  const { asked, tell } = redraws((nodes) => told.push(nodes));
  asked();
  tell([one]);
  tell(undefined);
  vi.advanceTimersByTime(100);
  expect(told).toEqual([undefined]);
});

test("what is told soon after a question is told once more, since VS Code may have missed it, and then no more", () => {
  const told: (readonly Node[] | undefined)[] = [];
  const { asked, tell } = redraws((nodes) => told.push(nodes));
  asked();
  vi.advanceTimersByTime(200);
  tell([one]);
  vi.advanceTimersByTime(300);
  tell([one, other]);
  expect(told).toEqual([[one], [one, other]]);
  vi.advanceTimersByTime(60_000);
  expect(told.slice(2)).toEqual([[one, other]]);
  tell([one]);
  vi.advanceTimersByTime(60_000);
  expect(told.slice(3)).toEqual([[one]]);
});
