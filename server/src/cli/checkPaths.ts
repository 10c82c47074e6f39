import { dirname, resolve } from "node:path";
import { configurations, findingsByFile } from "../languages/nginx/configurations";
import type { Environment } from "../languages/nginx/diagnostics/model";
import { reachedFrom } from "../languages/nginx/included";
import { ok, type Result } from "../result";
import { checkBesideNginx, checkGunicornFile, checkGunicornFolder } from "./gunicornPaths";
import { type NginxPlace, openPlace } from "./nginxPaths";
import { reportFindings } from "./reported";
import type { Reported } from "./reports";
import { stacksAround } from "./stackAround";

export interface Checked {
  readonly findings: readonly Reported[];
  /** How many files were read for it, as far as they are Nginx's or configure Gunicorn. */
  readonly files: number;
}

/** Every diagnostic of the operands (the current folder where there are none), file by file. */
export async function checkPaths(
  operands: readonly string[],
  environment: Omit<Environment, "include">,
): Promise<Result<Checked>> {
  const reported: Reported[] = [];
  const checked = new Set<string>();
  for (const operand of operands.length > 0 ? operands : ["."]) {
    const gunicorn = await checkGunicornFile(operand);
    if (gunicorn !== undefined) {
      reported.push(...gunicorn);
      checked.add(resolve(operand));
      continue;
    }
    const place = await openPlace(operand);
    if (!place.ok) return place;
    const { files, wanted, root } = place.value;
    const folders = [...wanted, ...(root === undefined ? [] : [root])].map((path) =>
      dirname(resolve(files.root, path)),
    );
    reported.push(...checkPlace(place.value, environment, await stacksAround(folders), checked));
    if (!place.value.folder) {
      reported.push(...(await checkBesideNginx(operand)));
      continue;
    }
    const beside = await checkGunicornFolder(files);
    reported.push(...beside.findings);
    for (const path of beside.files) checked.add(resolve(files.root, path));
  }
  return ok({ findings: reported, files: checked.size });
}

/** @param checked absolute paths of the files that were told of already, to which these are added */
function checkPlace(
  place: NginxPlace,
  environment: Omit<Environment, "include">,
  surroundings: (folder: string) => Omit<Environment, "include">,
  checked: Set<string>,
): Reported[] {
  const { files, nginx, wanted, root, shown } = place;
  const around = (path: string) => ({ ...surroundings(dirname(resolve(files.root, path))), ...environment });
  const read = configurations(nginx, around, root);
  const byFile = findingsByFile(nginx, read);
  // What a file includes is a part of it: nginx would refuse both.
  const members =
    root === undefined
      ? read.flatMap((configuration) => configuration.members)
      : wanted.flatMap((path) => [...reachedFrom(path, nginx, root)]);
  const fresh = [...new Set([...wanted, ...members])].filter((path) => !checked.has(resolve(files.root, path)));
  for (const path of fresh) checked.add(resolve(files.root, path));
  const textOf = (path: string) => nginx.tree(path)?.text;
  return fresh.flatMap((path) => reportFindings(path, byFile.get(path) ?? [], textOf, shown));
}
