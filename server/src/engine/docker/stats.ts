import type { ContainerStats } from "dockerode";
import type { Usage } from "../engine";
import type { Endpoint } from "../locate";
import { connectStreams } from "./connection";
import { jsonLines } from "./events";

/**
 * Tells CPU and memory of one container about once a second, as the engine measures them, until the container ends or
 * the signal fires. Rejects where there is no such container.
 */
export async function followStats(
  endpoint: Endpoint,
  container: string,
  tell: (usage: Usage) => void,
  signal: AbortSignal,
): Promise<void> {
  const docker = await connectStreams(endpoint);
  const options = { stream: true as const, abortSignal: signal };
  const stream = await docker.getContainer(container).stats(options);
  const lines = jsonLines((value) => {
    const usage = readUsage(container, value as ContainerStats);
    if (usage !== undefined) tell(usage);
  });
  await new Promise<void>((resolve) => {
    stream.on("data", (chunk: Buffer) => lines(chunk));
    for (const end of ["end", "close", "error"]) stream.on(end, () => resolve());
  });
}

/**
 * CPU as `docker stats` counts it: the container's share of what all CPUs did since the last measure. Memory is without
 * the page cache that is not in use, which cgroup v1 calls `total_inactive_file` and v2 `inactive_file`. Undefined where
 * the container does not run, of which the engine tells numbers that are all zero.
 */
export function readUsage(container: string, stats: ContainerStats): Usage | undefined {
  const { cpu_stats: now, precpu_stats: before, memory_stats: memory } = stats;
  if (memory?.usage === undefined || now?.cpu_usage === undefined) return undefined;
  const system = (now.system_cpu_usage ?? 0) - (before?.system_cpu_usage ?? 0);
  const own = now.cpu_usage.total_usage - (before?.cpu_usage?.total_usage ?? 0);
  // The first measure has none before it.
  const measured = (before?.system_cpu_usage ?? 0) > 0 && system > 0 && own >= 0;
  const cpus = now.online_cpus ?? now.cpu_usage.percpu_usage?.length ?? 1;
  const { total_inactive_file: v1, inactive_file: v2 } = memory.stats as Partial<Record<string, number>>;
  const cache = v1 ?? v2 ?? 0;
  return {
    container,
    cpuPercent: measured ? (own / system) * cpus * 100 : 0,
    memory: Math.max(0, memory.usage - (cache < memory.usage ? cache : 0)),
    // Without a limit the kernel names one beyond any machine.
    ...(memory.limit > 0 && memory.limit < 2 ** 50 ? { memoryLimit: memory.limit } : {}),
  };
}
