import { dirname, resolve } from "node:path";
import { configurations, findingsByFile } from "../languages/nginx/configurations";
import type { Environment, Finding } from "../languages/nginx/diagnostics/model";
import { lineCounter } from "../languages/suppress";
import { ok, type Result } from "../result";
import { type NginxPlace, openPlace } from "./nginxPaths";
import type { Reported } from "./reports";
import { stacksAround } from "./stackAround";

/** Every diagnostic of the operands (the current folder where there are none), file by file. */
export async function checkPaths(
  operands: readonly string[],
  environment: Omit<Environment, "include">,
): Promise<Result<Reported[]>> {
  const reported: Reported[] = [];
  for (const operand of operands.length > 0 ? operands : ["."]) {
    const place = openPlace(operand);
    if (!place.ok) return place;
    const folders = place.value.wanted.map((path) => dirname(resolve(place.value.files.root, path)));
    reported.push(...checkPlace(place.value, environment, await stacksAround(folders)));
  }
  return ok(reported);
}

function checkPlace(
  place: NginxPlace,
  environment: Omit<Environment, "include">,
  surroundings: (folder: string) => Omit<Environment, "include">,
): Reported[] {
  const { nginx, wanted, shown } = place;
  // A single file is the root of what it includes, whatever else lies beside it.
  const only = wanted.length === 1 ? wanted[0] : undefined;
  const around = (root: string) => ({ ...surroundings(dirname(resolve(place.files.root, root))), ...environment });
  const read = configurations(nginx, around, only);
  const byFile = findingsByFile(nginx, read);
  // What a file includes is a part of it: nginx would refuse both.
  const shownPaths = only === undefined ? wanted : [...new Set(read.flatMap(({ members }) => members))];
  return shownPaths.flatMap((path) => {
    const position = positions(nginx.tree(path)?.text ?? "");
    return (byFile.get(path) ?? []).map((finding) => report(finding, path, position, place, shown));
  });
}

function report(
  finding: Finding,
  path: string,
  position: Positions,
  { nginx }: NginxPlace,
  shown: NginxPlace["shown"],
): Reported {
  const { severity, code, message } = finding;
  const start = position(finding.start);
  const end = position(finding.end);
  return {
    file: shown(path),
    ...start,
    endLine: end.line,
    endColumn: end.column,
    severity,
    code,
    message,
    related: (finding.related ?? []).map((other) => {
      const file = other.path || path;
      const at = file === path ? position(other.start) : positions(nginx.tree(file)?.text ?? "")(other.start);
      return { file: shown(file), ...at, message: other.message };
    }),
    fixes: (finding.fixes ?? []).map(({ title }) => title),
  };
}

type Positions = (offset: number) => { readonly line: number; readonly column: number };

/** 1-based lines and columns, in UTF-16 units as editors count them. */
function positions(text: string): Positions {
  const lineOf = lineCounter(text);
  return (offset) => {
    const line = text.lastIndexOf("\n", offset - 1) + 1;
    return { line: lineOf(offset) + 1, column: offset - line + 1 };
  };
}
