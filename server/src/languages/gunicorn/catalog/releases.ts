import { compareVersions } from "../../versions";

/**
 * Which of the known releases (the oldest first) speaks for a version: the last that is not newer; before the first of a
 * major release that is known, that one (19.9: 19.10). The last of all for a version that cannot be read.
 */
export function releaseFor(version: string | undefined, releases: readonly string[]): number {
  const numbers = version?.match(/^\s*v?(\d+(?:\.\d+)*)/)?.[1];
  const last = releases.length - 1;
  if (numbers === undefined) return last;
  const [major = "", minor] = numbers.split(".");
  const same = releases.findIndex((release) => release.split(".")[0] === major);
  const wanted = minor === undefined ? major : `${major}.${minor}`;
  const older = releases.findLastIndex((release) => compareVersions(release, wanted) <= 0);
  if (older >= 0 && releases[older]?.split(".")[0] === major) return older;
  return Math.max(same >= 0 ? same : older, 0);
}
