import type { Files } from "../workspace/files";
import type { Dependencies } from "./dependencies";
import { brings } from "./knownPackages";

/** A line of a requirements file that installs more than its name says, or only where a marker holds. */
const unclear = /^\s*(-e|--editable|\.{1,2}(\/|\s*$|\[)|[\w+]+:\/\/|[\w.-]+\s*@)|^[^#\n]*(\[|;|\.whl|\.tar)/m;

/** Every distribution that requirements files install, with what each brings along; undefined unless all of it is known. */
export function installedBy(
  { packageManager, dependencyFiles, requirements }: Dependencies,
  files: Files,
): ReadonlySet<string> | undefined {
  const isClear = (path: string): boolean => {
    const text = path.endsWith(".txt") ? files.text(path) : undefined;
    return text !== undefined && !unclear.test(text);
  };
  if (packageManager !== "pip" || dependencyFiles.length === 0 || !dependencyFiles.every(isClear)) return undefined;
  if (!requirements.every(({ name }) => Object.hasOwn(brings, name))) return undefined;
  const all = new Set(requirements.map(({ name }) => name));
  for (const name of all) for (const other of (brings[name] ?? "").split(" ")) if (other !== "") all.add(other);
  return all;
}
