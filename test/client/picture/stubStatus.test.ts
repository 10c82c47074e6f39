import { describe, expect, test } from "vitest";
import { rateOf, readStubStatus } from "../../../client/src/picture/stubStatus";

const page = (active: number, requests: number) =>
  `Active connections: ${active} \nserver accepts handled requests\n 12 12 ${requests} \nReading: 0 Writing: 1 Waiting: 0 \n`;

describe("stub_status", () => {
  test.each([
    ["nginx's own text", page(3, 48), { active: 3, requests: 48 }],
    [
      "with request times, as some builds have",
      page(1, 9).replace("requests", "requests request_time"),
      { active: 1, requests: 9 },
    ],
    ["an error page", "<html><head><title>404 Not Found</title></head></html>", undefined],
    ["nothing", "", undefined],
    ["cut off", "Active connections: 3 \nserver accepts", undefined],
  ])("%s", (_, text, expected) => {
    expect(readStubStatus(text)).toEqual(expected);
  });

  test.each([
    ["eleven more in two seconds, one of them our own question", 100, 111, 2, 5],
    ["only our own question", 100, 101, 2, 0],
    ["started anew in between", 100, 3, 2, undefined],
    ["no time in between", 100, 111, 0, undefined],
  ])("%s", (_, before, now, seconds, expected) => {
    expect(rateOf({ active: 1, requests: before }, { active: 1, requests: now }, seconds)).toBe(expected);
  });
});
