import * as l10n from "@vscode/l10n";
import { join, normalize } from "../../workspace/paths";
import type { Rule } from "../rule";
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
    // What an image has is not known from here, and an absolute path is one of another machine.
    if (command === undefined || command.inContainer || command.directory === undefined) return lonely;
    const folder = textOf(subject, "chdir") === undefined ? command.directory : undefined;
    if (folder === undefined || givenOf(subject, "chdir") !== undefined) return lonely;
    const missing = ["certfile", "keyfile"].flatMap((name) => {
      const given = givenOf(subject, name);
      const written = textOf(subject, name);
      if (given === undefined || written === undefined || written.startsWith("/") || written === "") return [];
      const path = normalize(join(folder, written));
      if (path === undefined || subject.exists(path)) return [];
      return [
        {
          ...placeOf(given),
          message: l10n.t(
            "There is no file {0}: Gunicorn does not start without it. Check the path, or make it first.",
            path,
          ),
        },
      ];
    });
    return [...lonely, ...missing];
  },
};
