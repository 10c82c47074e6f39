import { dirname, resolve } from "node:path";
import { configurations, findingsByFile } from "../languages/nginx/configurations";
import type { Environment } from "../languages/nginx/diagnostics/model";
import { reachedFrom } from "../languages/nginx/included";
import { readSettings } from "../languages/nginx/settings";
import { ok, type Result } from "../result";
import { type Severities, withSeverities } from "../severities";
import { rememberedByKey } from "../workspace/remembered";
import { checkBesideNginx, checkGunicornFile, checkGunicornFolder } from "./gunicornPaths";
import { kindAt } from "./kindAt";
import { type NginxPlace, openPlace, unreadOf } from "./nginxPaths";
import { reportFindings } from "./reported";
import type { Reported } from "./reports";
import { stacksAround } from "./stackAround";
import { settingsAround } from "./userSettings";

export interface Checked {
  readonly findings: readonly Reported[];
  /** How many files were read for it, as far as they are Nginx's or configure Gunicorn. */
  readonly files: number;
  /** What may not be read of the folders that were given, as it is shown. */
  readonly unread: readonly string[];
}

/** Every diagnostic of the operands (the current folder where there are none), file by file. */
export async function checkPaths(
  operands: readonly string[],
  environment: Omit<Environment, "include">,
): Promise<Result<Checked>> {
  const reported: Reported[] = [];
  const checked = new Set<string>();
  const unread: string[] = [];
  const settingsOf = rememberedByKey(settingsAround);
  for (const operand of operands.length > 0 ? operands : ["."]) {
    const sent = await settingsOf(folderOf(operand));
    const gunicorn = await checkGunicornFile(operand, sent);
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
    const { version, directives, severities } = readSettings(sent);
    const chosen = {
      ...(version === "" ? {} : { version }),
      ...(directives.size > 0 ? { extra: directives } : {}),
      ...environment,
    };
    const judged = checkPlace(place.value, chosen, await stacksAround(folders), checked, severities);
    reported.push(...judged.findings);
    unread.push(...judged.unread);
    if (!place.value.folder) {
      reported.push(...(await checkBesideNginx(operand, sent)));
      continue;
    }
    const beside = await checkGunicornFolder(files, sent);
    reported.push(...beside.findings);
    for (const path of beside.files) checked.add(resolve(files.root, path));
    unread.push(...beside.unread);
  }
  return ok({ findings: reported, files: checked.size, unread: [...new Set(unread)] });
}

/** The folder that is the operand, or that the file is in. */
function folderOf(operand: string): string {
  const path = resolve(operand);
  return kindAt(path) === "folder" ? path : dirname(path);
}

/** @param checked absolute paths of the files that were told of already, to which these are added */
function checkPlace(
  place: NginxPlace,
  environment: Omit<Environment, "include">,
  surroundings: (folder: string) => Omit<Environment, "include">,
  checked: Set<string>,
  severities: Severities,
): Pick<Checked, "findings" | "unread"> {
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
  const findings = fresh.flatMap((path) =>
    reportFindings(path, withSeverities(byFile.get(path) ?? [], severities), textOf, shown),
  );
  const included = root === undefined ? read.flatMap((each) => [...reachedFrom(each.root, nginx)]) : [];
  return { findings, unread: unreadOf(place, [...fresh, ...included]) };
}
