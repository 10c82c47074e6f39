import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Usage } from "../engine";
import { run } from "../run";

/** Between two measures, in milliseconds: as often as an engine with containers tells them. */
const pause = 1000;
/** The kernel counts CPU time in these, whatever its own clock is: sysconf(_SC_CLK_TCK), per second. */
const ticks = 100;
/** Of memory, where the kernel counts that in pages: bytes. */
const page = 4096;

/** One process of a group, at one moment. */
export interface Measured {
  /** Seconds of CPU since it was started. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
}

/**
 * Tells CPU and memory of a program and all that it started (its process group) about once a second, until none of it
 * runs or the signal fires.
 * @param leader the id of its first process, as Gunicorn's master
 */
export async function followHostUsage(
  leader: string,
  tell: (usage: Usage) => void,
  signal: AbortSignal,
): Promise<void> {
  let before: ReadonlyMap<number, Measured> | undefined;
  let last = performance.now();
  while (!signal.aborted) {
    const now = await measureGroup(Number(leader));
    if (now.size === 0) return;
    const time = performance.now();
    tell(usageOf(leader, before, now, (time - last) / 1000));
    [before, last] = [now, time];
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}

/** What a group used between two measures; a process that began meanwhile counts from its start, one that ended is gone. */
export function usageOf(
  leader: string,
  before: ReadonlyMap<number, Measured> | undefined,
  now: ReadonlyMap<number, Measured>,
  seconds: number,
): Usage {
  const all = [...now];
  const cpu = all.reduce((sum, [pid, { cpu }]) => sum + Math.max(0, cpu - (before?.get(pid)?.cpu ?? 0)), 0);
  return {
    container: leader,
    cpuPercent: before === undefined || seconds <= 0 ? 0 : (cpu / seconds) * 100,
    memory: all.reduce((sum, [, { memory }]) => sum + memory, 0),
  };
}

/** Every process of a group, by its id; none where it has ended. */
const measureGroup = (leader: number): Promise<ReadonlyMap<number, Measured>> =>
  process.platform === "linux" ? Promise.resolve(measureProc(leader)) : measurePs(leader);

function measureProc(leader: number): ReadonlyMap<number, Measured> {
  const found = new Map<number, Measured>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    // The second field is the program's name in parentheses, which may itself hold blanks and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(fields[2]) !== leader || fields[0] === "Z") continue;
    const cpu = (Number(fields[11]) + Number(fields[12])) / ticks;
    found.set(Number(name), { cpu, memory: memoryOf(name) ?? Number(fields[21]) * page });
  }
  return found;
}

/** What workers share with their master counts once: each has its part of it (PSS). */
function memoryOf(pid: string): number | undefined {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** Empty where the process has ended, or is another user's. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

async function measurePs(leader: number): Promise<ReadonlyMap<number, Measured>> {
  const shown = await run("ps", ["-A", "-o", "pid=,pgid=,time=,rss="], { timeout: 5000 });
  return shown.ok ? readPs(shown.value.stdout, leader) : new Map();
}

/** The processes of a group in what `ps -o pid=,pgid=,time=,rss=` writes; its time is `[[DD-]HH:]MM:SS[.hundredths]`. */
export function readPs(shown: string, leader: number): ReadonlyMap<number, Measured> {
  return new Map(
    shown.split("\n").flatMap((line): [number, Measured][] => {
      const [pid, group, time = "", kilobytes] = line.trim().split(/\s+/);
      if (Number(group) !== leader || kilobytes === undefined) return [];
      return [[Number(pid), { cpu: secondsOf(time), memory: Number(kilobytes) * 1024 }]];
    }),
  );
}

function secondsOf(time: string): number {
  const [, days = "0", clock = ""] = /^(?:(\d+)-)?(.*)$/.exec(time) ?? [];
  return Number(days) * 86_400 + clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}
