import * as l10n from "@vscode/l10n";
import type { GunicornCommand } from "../../languages/gunicorn/model";
import { inWorkspace } from "../../languages/gunicorn/places/copies";
import { isMounted, isWithin } from "../../stack/containers";
import { join, normalize } from "../../workspace/paths";
import { leftOutBy, makes, missingAt } from "../missingPaths";
import type { Rule, Said, Subject } from "../rule";
import { givenOf, placeOf, textOf, valueOfSetting } from "../settings";

/** Certificates that are not there: Gunicorn does not start (`sock.create_sockets`). */
export const tlsFiles: Rule = {
  code: "gunicorn-tls-files",
  severity: "information",
  check(subject) {
    const command = subject.gunicorn.command?.command;
    const key = givenOf(subject, "keyfile");
    const certificate = valueOfSetting(subject, "certfile");
    const lonely =
      key !== undefined && textOf(subject, "keyfile") !== undefined && certificate?.type === "None"
        ? [
            {
              ...placeOf(key),
              severity: "warning" as const,
              message: l10n.t(
                '"keyfile" is set without "certfile": no connection would get through. Name the certificate, too.',
              ),
            },
          ]
        : [];
    if (command === undefined || givenOf(subject, "chdir") !== undefined) return lonely;
    const missing = ["certfile", "keyfile"].flatMap((name): readonly Said[] => {
      const given = givenOf(subject, name);
      const written = textOf(subject, name);
      if (given === undefined || written === undefined || written === "") return [];
      const message = command.inContainer ? missingInImage(subject, command, written) : missingHere(subject, written);
      return message === undefined ? [] : [{ ...placeOf(given), message }];
    });
    return [...lonely, ...missing];
  },
};

/** An absolute path is one of another machine. */
function missingHere(subject: Subject, written: string): string | undefined {
  const folder = subject.gunicorn.command?.command.directory;
  const path = folder === undefined || written.startsWith("/") ? undefined : normalize(join(folder, written));
  if (path === undefined || subject.exists(path)) return undefined;
  return l10n.t("There is no file {0}: Gunicorn does not start without it. Check the path, or make it first.", path);
}

/** What is mounted by hand when a container is run is not known: only services of a compose file tell all of it. */
function missingInImage(subject: Subject, command: GunicornCommand, written: string): string | undefined {
  const { containers } = subject;
  const path = written.startsWith("/") ? written : `${command.imageDirectory}/${written}`;
  const known = containers.every(
    (container) =>
      container.service !== undefined &&
      !isMounted(path, container) &&
      !container.service.facts.volumes.some(({ target }) => isWithin(path, target)) &&
      !startsScript(container.stage?.facts.entrypoint?.value),
  );
  if (containers.length === 0 || !known || command.place === "shell" || makes(subject)) return undefined;
  const missing = missingAt(subject, command, written);
  if (missing !== undefined) {
    return l10n.t(
      "There is no file {0} for the image to have, and Gunicorn does not start without it: check the path, or mount it.",
      missing,
    );
  }
  const source = inWorkspace(path, command.copies);
  const [by] =
    source === undefined ? [] : containers.flatMap((container) => leftOutBy(subject, container, source) ?? []);
  if (source === undefined || by === undefined || !subject.exists(source)) return undefined;
  return l10n.t(
    "{0} keeps {1} out of the image, and Gunicorn does not start without it: let it in, or mount it.",
    by,
    source,
  );
}

/** It may make the file. */
const startsScript = (words: readonly string[] | string | undefined): boolean =>
  (typeof words === "string" ? words.split(/\s+/) : (words ?? [])).some((word) => /\.(sh|bash)$|entrypoint/.test(word));
