import type { Project } from "../project/project";

/** A folder of the project that the app writes to, and the volume that it is in the stack. */
export interface DataFolder {
  /** Relative to the root. */
  readonly path: string;
  readonly volume: string;
}

/** What has to outlive the container: Flask's instance folder, and those of uploads. */
export const dataFolders = ({ instanceFolder, writtenFolders = [] }: Project): readonly DataFolder[] => [
  ...(instanceFolder === null ? [] : [{ path: instanceFolder, volume: "instance" }]),
  ...writtenFolders
    .filter((path) => path !== instanceFolder)
    .map((path) => ({ path, volume: `web-${path.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "")}` })),
];
