import * as l10n from "@vscode/l10n";
import { isMemory } from "../../stack/containers";
import type { Rule } from "../rule";
import { addSetting, placeOfMissing } from "../settings";

/** Workers show that they live through a file in /tmp, which in a container is on the layers of its disk. */
export const workerTmpDir: Rule = {
  code: "gunicorn-worker-tmp-dir",
  severity: "hint",
  check(subject) {
    const { containers, gunicorn } = subject;
    const effective = gunicorn.settings.get("worker_tmp_dir");
    if (effective === undefined || effective.origin !== "default" || containers.length === 0) return [];
    const onDisk = containers.every(
      (container) =>
        !container.development &&
        !container.incomplete &&
        !container.environment.has("TMPDIR") &&
        !isMemory("/tmp", container),
    );
    const place = onDisk ? placeOfMissing(subject) : undefined;
    if (place === undefined) return [];
    return [
      {
        ...place,
        message: l10n.t(
          "Workers show that they are alive through a file in /tmp, and a slow disk can block them. Set worker_tmp_dir to {0}, which is memory.",
          "/dev/shm",
        ),
        fixes: addSetting(subject, l10n.t("Set {0}", 'worker_tmp_dir = "/dev/shm"'), 'worker_tmp_dir = "/dev/shm"'),
      },
    ];
  },
};
