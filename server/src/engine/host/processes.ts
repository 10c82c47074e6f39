import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "../run";

/** A process that outlives the command which started it, told apart from a later one with the same id. */
export interface ProcessMark {
  readonly pid: number;
  /** When it was started, in the system's own words. */
  readonly started: string;
}

/** The mark of a process that runs; undefined where there is none with this id. */
export async function markProcess(pid: number): Promise<ProcessMark | undefined> {
  const started = process.platform === "linux" ? linuxStart(pid) : await psStart(pid);
  return started === undefined ? undefined : { pid, started };
}

/** proc(5): field 22 of /proc/PID/stat is the start in ticks since boot, so the boot has to be named too. Zombies are gone. */
function linuxStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses, which may itself hold blanks and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

async function psStart(pid: number): Promise<string | undefined> {
  const shown = await run("ps", ["-o", "lstart=", "-p", String(pid)], { timeout: 5000 });
  const started = shown.ok && shown.value.code === 0 ? shown.value.stdout.trim() : "";
  return started === "" ? undefined : started;
}

/** When a process was started: ISO 8601; undefined where the system does not say. */
export function startOf({ started }: ProcessMark): string | undefined {
  const time = process.platform === "linux" ? linuxTime(started) : Date.parse(started);
  return Number.isFinite(time) ? new Date(time).toISOString() : undefined;
}

/** The boot is in /proc/stat in seconds since 1970; ticks since then are hundredths of a second on every Linux. */
function linuxTime(started: string): number {
  try {
    const boot = /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1];
    return (Number(boot) + Number(started.split(" ").at(-1)) / 100) * 1000;
  } catch {
    return Number.NaN;
  }
}

/** Whether exactly this process still runs. */
export async function isAlive(mark: ProcessMark): Promise<boolean> {
  return (await markProcess(mark.pid))?.started === mark.started;
}

/** Waits until a process is gone, at most so many milliseconds; whether it is. */
async function waitForEnd(mark: ProcessMark, milliseconds: number): Promise<boolean> {
  const until = Date.now() + milliseconds;
  while (await isAlive(mark)) {
    if (Date.now() > until) return false;
    await sleep(50);
  }
  return true;
}

/**
 * Ends a process: asks with this signal, waits, and only then kills it together with its group (it leads one).
 * Nothing is sent to a process that has the id by now but is another.
 */
export async function endProcess(mark: ProcessMark, signal: NodeJS.Signals, patience: number): Promise<void> {
  if (!(await isAlive(mark))) return;
  send(mark.pid, signal);
  if (await waitForEnd(mark, patience)) return;
  send(-mark.pid, "SIGKILL");
  await waitForEnd(mark, 5000);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile.
  }
}
