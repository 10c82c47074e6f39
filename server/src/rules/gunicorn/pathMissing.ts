import * as l10n from "@vscode/l10n";
import type { Given, GunicornCommand } from "../../languages/gunicorn/model";
import { editDistance } from "../../languages/nginx/diagnostics/nearest";
import { parentOf } from "../../workspace/paths";
import { makes, missingAt } from "../missingPaths";
import type { Rule, Said, Subject } from "../rule";
import { givenOf, placeOf, replaceWord, textOf, textsOf } from "../settings";

/** Logs whose folder Gunicorn does not make. */
const logs = ["errorlog", "accesslog"];

/**
 * A folder or file that Gunicorn needs when it starts, and that is not there: `chdir` (`config.validate_chdir`),
 * `reload_extra_files`, `logconfig` and the folders of logs (`glogging.Logger.setup`).
 */
export const pathMissing: Rule = {
  code: "gunicorn-path-missing",
  severity: "error",
  check(subject) {
    const command = subject.gunicorn.command?.command;
    if (command === undefined) return [];
    const memory = misspeltMemory(subject);
    if (memory.length > 0) return memory;
    const chdir = givenOf(subject, "chdir");
    const folder = chdir === undefined ? "" : textOf(subject, "chdir");
    if (folder === undefined) return [];
    const missing = chdir && missingAt(subject, command, folder);
    if (chdir && missing !== undefined) {
      const message = l10n.t("There is no folder {0}, so Gunicorn does not start: check the path.", missing);
      return [{ ...placeOf(chdir), message }];
    }
    const home = (written: string) =>
      written.startsWith("/") ? written : `${folder === "" ? "." : folder}/${written}`;
    const watched = chdir === undefined ? watchedFiles(subject, command) : [];
    return [...watched, ...logConfig(subject, command, home), ...logFolders(subject, command, home)];
  },
};

/** A folder that is meant to be the one in memory, which every Linux has (`config.validate_chdir`). */
function misspeltMemory(subject: Subject): readonly Said[] {
  const given = givenOf(subject, "worker_tmp_dir");
  const written = textOf(subject, "worker_tmp_dir");
  const meant = "/dev/shm";
  const near = written !== undefined && written.replace(/\/+$/, "") !== meant && editDistance(written, meant, 2) <= 2;
  if (given === undefined || !near || !/^\/?dev\/?[a-z]{2,5}$/.test(written)) return [];
  const message = l10n.t("There is no folder {0}, so Gunicorn does not start: write {1}.", written, meant);
  return [{ ...placeOf(given), message, fixes: replaceWord(subject, given, written, meant) }];
}

function logConfig(subject: Subject, command: GunicornCommand, home: (path: string) => string): readonly Said[] {
  const given = givenOf(subject, "logconfig");
  const written = textOf(subject, "logconfig");
  // Each of them comes before it.
  const others = ["logconfig_dict", "logconfig_json"].some((name) => givenOf(subject, name) !== undefined);
  if (given === undefined || written === undefined || written === "" || others) return [];
  const missing = missingAt(subject, command, home(written));
  if (missing === undefined) return [];
  const message = l10n.t("There is no file {0}, so Gunicorn does not start: check the path.", missing);
  return [{ ...placeOf(given), message }];
}

/** Files that a reload is to look at, too (`config.validate_list_of_existing_files`). */
function watchedFiles(subject: Subject, command: GunicornCommand): readonly Said[] {
  const given = givenOf(subject, "reload_extra_files");
  if (given === undefined) return [];
  const missing = textsOf(subject, "reload_extra_files").flatMap((it) => missingAt(subject, command, it) ?? []);
  return missing.slice(0, 1).map((path) => ({
    ...placeOf(given),
    message: l10n.t("There is no file {0}, so Gunicorn does not start: check the path.", path),
  }));
}

function logFolders(subject: Subject, command: GunicornCommand, home: (path: string) => string): readonly Said[] {
  // Whatever starts it may make the folder first, and of one that git leaves out there is none in a fresh copy.
  if (command.inContainer || /\bmkdir\b|\binstall\s+-d\b/.test(subject.text(command.path) ?? "")) return [];
  const given = logs.flatMap((name): readonly (readonly [Given, string])[] => {
    const at = givenOf(subject, name);
    const written = textOf(subject, name);
    return at === undefined || written === undefined || !written.includes("/") || makes(subject) ? [] : [[at, written]];
  });
  return given.flatMap(([at, written]) => {
    const missing = missingAt(subject, command, home(parentOf(written)));
    if (missing === undefined) return [];
    const message = l10n.t(
      "There is no folder {0}, and Gunicorn does not make it: it ends where it cannot write its log.",
      missing,
    );
    return [{ ...placeOf(at), severity: "information" as const, message }];
  });
}
