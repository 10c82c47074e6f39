import type { Files } from "../workspace/files";
import type { Dependencies } from "./dependencies";
import { brings } from "./knownPackages";

/** What a requirements file may hold that brings more than its name says. */
const unclear = /^\s*(-e|--editable|\.{1,2}(\/|\s*$|\[)|[\w+]+:\/\/|[\w.-]+\s*@)|^[^#\n]*(\[|;|\.whl|\.tar)/m;

/** Every distribution that requirements files install, with what each brings along; undefined unless all of it is known. */
export function installedBy(
  { packageManager, dependencyFiles, requirements }: Dependencies,
  files: Files,
): ReadonlySet<string> | undefined {
  const texts = dependencyFiles.map((path) => (path.endsWith(".txt") ? (files.text(path) ?? "-e .") : "-e ."));
  if (packageManager !== "pip" || texts.length === 0 || texts.some((text) => unclear.test(text))) return undefined;
  if (!requirements.every(({ name }) => Object.hasOwn(brings, name))) return undefined;
  const all = new Set<string>();
  for (const { name } of requirements) addWithBrought(name, all);
  return all;
}

function addWithBrought(name: string, all: Set<string>): void {
  if (all.has(name)) return;
  all.add(name);
  for (const other of (brings[name] ?? "").split(" ")) if (other !== "") addWithBrought(other, all);
}
