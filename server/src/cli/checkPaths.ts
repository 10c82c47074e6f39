import { dirname, resolve } from "node:path";
import { configurations, findingsByFile } from "../languages/nginx/configurations";
import type { Environment } from "../languages/nginx/diagnostics/model";
import { ok, type Result } from "../result";
import { checkBesideNginx, checkGunicornFile, checkGunicornFolder } from "./gunicornPaths";
import { type NginxPlace, openPlace } from "./nginxPaths";
import { reportFindings } from "./reported";
import type { Reported } from "./reports";
import { stacksAround } from "./stackAround";

/** Every diagnostic of the operands (the current folder where there are none), file by file. */
export async function checkPaths(
  operands: readonly string[],
  environment: Omit<Environment, "include">,
): Promise<Result<Reported[]>> {
  const reported: Reported[] = [];
  for (const operand of operands.length > 0 ? operands : ["."]) {
    const gunicorn = await checkGunicornFile(operand);
    if (gunicorn !== undefined) {
      reported.push(...gunicorn);
      continue;
    }
    const place = openPlace(operand);
    if (!place.ok) return place;
    const folders = place.value.wanted.map((path) => dirname(resolve(place.value.files.root, path)));
    reported.push(...checkPlace(place.value, environment, await stacksAround(folders)));
    reported.push(
      ...(place.value.folder ? await checkGunicornFolder(place.value.files) : await checkBesideNginx(operand)),
    );
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
  const textOf = (path: string) => nginx.tree(path)?.text;
  return shownPaths.flatMap((path) => reportFindings(path, byFile.get(path) ?? [], textOf, shown));
}
