import { spawn } from "node:child_process";
import { describe, expect, test } from "vitest";
import type { Usage } from "../../../../server/src/engine/engine";
import { markProcess, startOf } from "../../../../server/src/engine/host/processes";
import { followHostUsage, readPs, usageOf } from "../../../../server/src/engine/host/usage";

describe("CPU and memory of a program of this machine", () => {
  test.each<[string, [number, number, number][], [number, number, number][], number, number]>([
    [
      "of all its processes",
      [
        [1, 2, 100],
        [2, 1, 50],
      ],
      [
        [1, 2.5, 100],
        [2, 1.5, 60],
      ],
      100,
      160,
    ],
    [
      "of one that began meanwhile from its start",
      [[1, 2, 100]],
      [
        [1, 2, 100],
        [3, 0.25, 10],
      ],
      25,
      110,
    ],
    [
      "without what has ended",
      [
        [1, 2, 100],
        [2, 9, 50],
      ],
      [[1, 2, 100]],
      0,
      100,
    ],
    ["of another one that has an old one's number: not less than nothing", [[1, 5, 100]], [[1, 1, 100]], 0, 100],
  ])("%s", (_, before, now, cpuPercent, memory) => {
    const group = (all: [number, number, number][]) =>
      new Map(all.map(([pid, cpu, bytes]) => [pid, { cpu, memory: bytes }]));
    expect(usageOf("1", group(before), group(now), 1)).toEqual({ container: "1", cpuPercent, memory });
    expect(usageOf("1", undefined, group(now), 1).cpuPercent).toBe(0);
  });

  test("as ps tells it, days and hundredths too", () => {
    const shown = "  100   100   0:01.50  2048\n  101   100 1-02:03:04  1024\n  200   200 12:00:00 1\n\n";
    expect([...readPs(shown, 100)]).toEqual([
      [100, { cpu: 1.5, memory: 2048 * 1024 }],
      [101, { cpu: 86_400 + 2 * 3600 + 3 * 60 + 4, memory: 1024 * 1024 }],
    ]);
  });

  test("as it is measured here, until the program ends", async () => {
    const began = Date.now();
    const code = "require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']); for (;;);";
    const program = spawn(process.execPath, ["-e", code], { detached: true, stdio: "ignore" });
    const { pid } = program;
    if (pid === undefined) throw new Error("It was not started");
    const told: Usage[] = [];
    const followed = followHostUsage(String(pid), (usage) => told.push(usage), new AbortController().signal);
    try {
      await expect
        .poll(() => told.some(({ cpuPercent, memory }) => cpuPercent > 1 && memory > 2 ** 20), { timeout: 30_000 })
        .toBe(true);
      const mark = await markProcess(pid);
      const started = Date.parse((mark && startOf(mark)) ?? "");
      expect(Math.abs(started - began)).toBeLessThan(30_000);
    } finally {
      process.kill(-pid, "SIGKILL");
    }
    await followed;
  });
});
