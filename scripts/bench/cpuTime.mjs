import { docker } from "./images.mjs";

/** cgroup v2 counts microseconds, which three zeros make nanoseconds; v1 counts these. */
const script =
  "sed -n 's/^usage_usec \\(.*\\)/\\1000/p' /sys/fs/cgroup/cpu.stat 2>/dev/null || cat /sys/fs/cgroup/cpuacct/cpuacct.usage";

/** The processor time that these containers have used until now, together, in microseconds. */
export async function cpuTime(containers) {
  const used = await Promise.all(containers.map((container) => docker("exec", container, "sh", "-c", script)));
  return used.reduce((sum, text) => sum + Number(text) / 1000, 0);
}
