import { availableParallelism } from "node:os";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { isNginxFile } from "../languages/nginx/files";
import { withSeverities } from "../severities";
import { stackFolderOf } from "../stack/stackFolder";
import { openFiles } from "../workspace/diskFiles";
import type { Files } from "../workspace/files";
import { nameOf } from "../workspace/paths";
import { walk } from "../workspace/walk";
import { kindAt } from "./kindAt";
import { reportFindings } from "./reported";
import type { Reported } from "./reports";

/** Names of files that Gunicorn may be configured in; the exact answer costs more than a folder of nginx's files should. */
const likely =
  /gunicorn|Dockerfile|Containerfile|compose|stack|Procfile|supervisor|[Mm]akefile|\.(service|mk|env|sh|bash|ksh|zsh|conf|ini)\b|^\.env|entrypoint|^[^.]+$/i;

/** Of these, what is certain to say something of Gunicorn or of its containers. */
const telling = /^gunicorn\b.*\.py$|^(?:Dockerfile|Containerfile)\b|compose[\w.-]*\.ya?ml$|^Procfile$/;

/**
 * What is wrong with how Gunicorn is configured in a folder, file by file, and which files say how it is.
 * @param settings of the user, as a language client sends them
 */
export async function checkGunicornFolder(
  files: Files,
  settings: unknown,
): Promise<{
  readonly findings: readonly Reported[];
  readonly files: readonly string[];
  readonly unread: readonly string[];
}> {
  const paths = walk(files).files;
  if (!paths.some((path) => !isNginxFile(path) && likely.test(nameOf(path))))
    return { findings: [], files: [], unread: [] };
  const { gunicornFindings, placeOf, readGunicornSettings, readJudged } = await import("../rules/service");
  const found = gunicornFindings(readJudged(files, paths, availableParallelism()));
  const { severities } = readGunicornSettings(settings);
  const said = paths.filter((path) => {
    const text = likely.test(nameOf(path)) ? (files.text(path) ?? "") : "";
    return /gunicorn/i.test(text) && (path.endsWith(".py") || placeOf(path, text) !== undefined);
  });
  return {
    findings: [...found].flatMap(([path, findings]) =>
      reportFindings(path, withSeverities(findings, severities), files.text, (name) => name),
    ),
    files: [...said, ...found.keys()],
    unread: paths.filter((path) => telling.test(nameOf(path)) && files.bytes(path) === undefined),
  };
}

/**
 * The same for one file, judged with the stack that it is a part of.
 * @returns undefined where it is no file of Gunicorn's
 */
export async function checkGunicornFile(operand: string, settings: unknown): Promise<readonly Reported[] | undefined> {
  const absolute = resolve(operand);
  const isPython = absolute.endsWith(".py");
  if (!isPython && (isNginxFile(absolute.split(sep).join("/")) || !likely.test(basename(absolute)))) return undefined;
  if (kindAt(absolute) !== "file") return undefined;
  const own = dirname(absolute);
  const stack = stackFolderOf(own);
  const files = openFiles(stack ?? own);
  const path = relative(files.root, absolute).split(sep).join("/");
  const text = files.text(path);
  // Of nginx's files many are named so too: the rules are not loaded for them, and no slow pattern is tried on a large one.
  if (text === undefined || (/\.(?:conf|ini)$/.test(path) && !text.includes("unicorn"))) return undefined;
  const { gunicornFindings, placeOf, readGunicornSettings, readJudged } = await import("../rules/service");
  if (!isPython && placeOf(path, text) === undefined) return undefined;
  // Without a stack the folder may be anything, and is not walked.
  const around =
    stack === undefined
      ? files.list(".").flatMap(({ name, kind }) => (kind === "file" ? [name] : []))
      : walk(files).files;
  const found = gunicornFindings(readJudged(files, around, availableParallelism(), isPython ? path : undefined));
  const shown = (name: string) => (name === path ? operand : relative(process.cwd(), resolve(files.root, name)));
  const { severities } = readGunicornSettings(settings);
  return reportFindings(path, withSeverities(found.get(path) ?? [], severities), files.text, shown);
}

/** What is said of one file of nginx together with the Gunicorn that it hands requests on to. */
export async function checkBesideNginx(operand: string, settings: unknown): Promise<readonly Reported[]> {
  const absolute = resolve(operand);
  const stack = stackFolderOf(dirname(absolute));
  if (stack === undefined) return [];
  const files = openFiles(stack);
  const path = relative(files.root, absolute).split(sep).join("/");
  const { gunicornFindings, readGunicornSettings, readJudged } = await import("../rules/service");
  const found = gunicornFindings(readJudged(files, walk(files).files, availableParallelism()));
  const shown = (name: string) => (name === path ? operand : relative(process.cwd(), resolve(files.root, name)));
  const { severities } = readGunicornSettings(settings);
  return reportFindings(path, withSeverities(found.get(path) ?? [], severities), files.text, shown);
}
