import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { at, readToml, text } from "../../project/toml";
import type { Files } from "../../workspace/files";

/**
 * Enters a project with a pyproject.toml as installed, without installing it: it runs from its source, and some ask
 * `importlib.metadata` for their own version. The image does the same.
 * @param version that Python's own, `3.13.1`
 */
export function enterAsInstalled(files: Files, pyproject: string, venv: string, version: string): void {
  const project = at(readToml(files, pyproject), "project");
  const name = text(at(project, "name"));
  // Both become part of a path, so they have to be what PEP 508 and PEP 440 allow.
  if (name === undefined || !/^[A-Za-z0-9._-]+$/.test(name)) return;
  const stated = text(at(project, "version")) ?? "0";
  const own = /^[A-Za-z0-9.!+_-]+$/.test(stated) ? stated : "0";
  const [major, minor] = version.split(".");
  const packages = join(venv, "lib", `python${major}.${minor}`, "site-packages");
  const metadata = join(packages, `${name.replaceAll("-", "_")}-${own}.dist-info`, "METADATA");
  mkdirSync(dirname(metadata), { recursive: true });
  writeFileSync(metadata, `Metadata-Version: 2.1\nName: ${name}\nVersion: ${own}\n`);
}
