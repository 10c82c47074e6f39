import type { Files } from "../workspace/files";
import { join, normalize, parentOf } from "../workspace/paths";
import type { Requirement } from "./project";

/** PEP 503. */
export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** One PEP 508 requirement; undefined where the text names no distribution. */
export function readRequirement(text: string): Requirement | undefined {
  const written = text.trim();
  const named = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?=$|[[<>=!~;@(\s,])/.exec(written)?.[1];
  const egg = /[#&]egg=([A-Za-z0-9._-]+)/.exec(written)?.[1];
  const name = named ?? egg ?? /^[a-z+]+:\/\/.*\/([A-Za-z0-9._-]+?)(?:\.git)?(?:@[^/]*)?$/.exec(written)?.[1];
  return name === undefined ? undefined : { name: normalizeName(name), text: written };
}

export interface RequirementFiles {
  /** Every file that was read, in the order of the reading. */
  readonly files: readonly string[];
  readonly requirements: readonly Requirement[];
  /** The project itself is installed: `-e .`. */
  readonly self: boolean;
}

/** A requirements file with those that it includes by `-r`; constraints (`-c`) count as files, not as requirements. */
export function readRequirementFiles(files: Files, path: string): RequirementFiles {
  const seen = new Set<string>();
  const requirements = new Map<string, Requirement>();
  let self = false;
  const read = (at: string, constraints: boolean) => {
    if (seen.has(at)) return;
    const text = files.text(at);
    if (text === undefined) return;
    seen.add(at);
    for (const line of logicalLines(text)) {
      const option = /^(?:-r|--requirement|-c|--constraint)(?:\s+|=)?(.+)$/.exec(line);
      if (option?.[1] !== undefined) {
        const other = normalize(join(parentOf(at), option[1].trim()));
        if (other !== undefined) read(other, constraints || /^(-c|--constraint)/.test(line));
        continue;
      }
      const editable = /^(?:-e|--editable)(?:\s+|=)(.+)$/.exec(line)?.[1] ?? line;
      if (/^\.{0,2}(\[.*\])?\/?$/.test(editable)) self = true;
      if (constraints || line.startsWith("--")) continue;
      const requirement = readRequirement(editable.replace(/\s--hash[= ].*$/, ""));
      if (requirement !== undefined && !requirements.has(requirement.name))
        requirements.set(requirement.name, requirement);
    }
  };
  read(path, false);
  return { files: [...seen], requirements: [...requirements.values()], self };
}

function logicalLines(text: string): readonly string[] {
  return text
    .replace(/\\\r?\n/g, " ")
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");
}
