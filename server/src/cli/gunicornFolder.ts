import { availableParallelism } from "node:os";
import { type GunicornReport, gunicornReport } from "../project/gunicornReport";
import { readGunicorns } from "../project/gunicorns";
import { openFiles } from "../workspace/diskFiles";

/** The Gunicorns of a folder on the disk, on this machine. */
export function reportFolder(folder: string): readonly GunicornReport[] {
  const files = openFiles(folder);
  return gunicornReport(readGunicorns(files, { cpus: availableParallelism() }), files);
}
