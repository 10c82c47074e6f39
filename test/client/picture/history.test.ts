import { describe, expect, test } from "vitest";
import type { Logged } from "../../../client/src/picture/accessLog";
import { type Point, pointOf, quantile, span, withPoint } from "../../../client/src/picture/history";
import { linesOf, numbersOf, written } from "../../../client/src/picture/webview/lines";

const request = (status: number, milliseconds?: number, upstream?: number): Logged => ({
  time: 0,
  method: "GET",
  path: "/",
  status,
  milliseconds,
  upstream,
});

describe("one step", () => {
  test("counts, shares and times", () => {
    const requests = [request(200, 10, 8), request(200, 20, 18), request(404, 30), request(500, 400, 390)];
    expect(pointOf(60, 2, requests, 3.5, {})).toEqual({
      time: 60,
      taken: 3.5,
      logged: 2,
      failed: 25,
      refused: 25,
      median: 20,
      slow: 400,
      upstream: 18,
      usage: {},
    });
  });

  test("without requests there are none, and no times of them", () => {
    expect(pointOf(60, 2, [], 0, {})).toMatchObject({ taken: 0, logged: 0, failed: null, median: null, slow: null });
  });

  test("what could not be measured is not nought", () => {
    expect(pointOf(60, 2, undefined, undefined, {})).toMatchObject({ taken: null, logged: null });
  });

  test("a log without times has its requests counted", () => {
    expect(pointOf(60, 2, [request(200)], undefined, {})).toMatchObject({ logged: 0.5, failed: 0, median: null });
  });

  test.each([
    [[], 0.5, null],
    [[7], 0.95, 7],
    [[1, 2, 3, 4], 0.5, 2],
    [[1, 2, 3, 4], 0.95, 4],
    [[1, 2, 3, 4], 0, 1],
  ])("of %j the value at %d is %j", (values, share, expected) => {
    expect(quantile(values, share)).toBe(expected);
  });
});

describe("ten minutes", () => {
  const at = (time: number): Point => pointOf(time, 2, [], undefined, {});
  const times = (points: readonly Point[]) => points.map(({ time }) => time);

  test("the oldest go as new ones come, after a pause too", () => {
    let points: readonly Point[] = [];
    for (let time = 2; time <= 2 * span; time += 2) points = withPoint(points, at(time));
    expect(points).toHaveLength(span / 2);
    expect(times(points).slice(0, 1)).toEqual([span + 2]);
    expect(times(withPoint(points, at(2 * span + 598)))).toEqual([2 * span, 2 * span + 598]);
    expect(times(withPoint(points, at(9 * span)))).toEqual([9 * span]);
  });

  test("a clock that goes back leaves no line that goes back", () => {
    expect(times(withPoint([at(10), at(12), at(14)], at(12)))).toEqual([10, 12]);
  });
});

describe("lines", () => {
  const used = (name: string, cpu: number, memory: number) => pointOf(2, 2, [], undefined, { [name]: { cpu, memory } });
  const texts = { taken: "t", logged: "l", failed: "f", refused: "r", median: "m", slow: "s", upstream: "u" };

  test("there is one for each container that there was", () => {
    const points = [used("web-1", 5, 2 ** 20), used("web-2", 7, 2 ** 21)];
    expect(linesOf("cpu", points, texts)).toEqual([
      { label: "web-1", values: [5, null] },
      { label: "web-2", values: [null, 7] },
    ]);
    expect(linesOf("memory", points, texts).map(({ values }) => values)).toEqual([
      [1, null],
      [null, 2],
    ]);
  });

  test.each([
    [[1, null, 3], { now: 3, mean: 2, most: 3 }],
    [[4, null], { now: null, mean: 4, most: 4 }],
    [[null], { now: null, mean: null, most: null }],
    [[], { now: null, mean: null, most: null }],
  ])("the numbers of %j", (values, expected) => {
    expect(numbersOf({ label: "", values })).toEqual(expected);
  });

  test.each([
    [0, "/s", "0/s"],
    [1.24, "/s", "1.2/s"],
    [1234.5, "ms", "1,235 ms"],
    [null, "%", "–"],
  ])("%j in %s is %s", (value, unit, expected) => {
    expect(written(value, unit, "en")).toBe(expected);
  });
});
