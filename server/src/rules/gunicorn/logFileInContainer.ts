import * as l10n from "@vscode/l10n";
import { isMounted } from "../../stack/containers";
import type { Rule } from "../rule";
import { givenOf, placeOf, replaceValue, textOf } from "../settings";

/** A log in the container's own disk is seen by nobody, grows, and goes with the container. */
export const logFileInContainer: Rule = {
  code: "gunicorn-log-file-in-container",
  severity: "information",
  check(subject) {
    const { containers } = subject;
    if (containers.length === 0 || containers.some(({ incomplete }) => incomplete)) return [];
    return ["accesslog", "errorlog"].flatMap((name) => {
      const given = givenOf(subject, name);
      const file = textOf(subject, name);
      if (given === undefined || file === undefined || file === "-" || file.trim() === "") return [];
      if (/^\/dev\/|^\/proc\//.test(file)) return [];
      const open = containers.every((container) => {
        const { stage, service } = container;
        const folder = service?.facts.workingDirectory?.value ?? stage?.facts.workingDirectory;
        if (!file.startsWith("/") && folder === undefined) return false;
        const path = file.startsWith("/") ? file : `${folder}/${file.replace(/^\.\//, "")}`;
        const linked = stage?.facts.runs.some(({ value }) => value.includes(path)) === true;
        return !linked && !isMounted(path, container);
      });
      if (!open) return [];
      return [
        {
          ...placeOf(given),
          message: l10n.t(
            '"{0}" writes into the container, where "docker logs" does not see it and nothing keeps it small. Use "-" for the container\'s own log, or mount a volume there.',
            name,
          ),
          fixes: replaceValue(given, l10n.t("Change to {0}", '"-"'), '"-"'),
        },
      ];
    });
  },
};
