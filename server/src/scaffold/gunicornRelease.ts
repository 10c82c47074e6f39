import * as l10n from "@vscode/l10n";
import { gunicornCatalog } from "../languages/gunicorn/catalog/catalog";
import { compareVersions } from "../languages/versions";
import { gunicornVersion } from "../project/gunicornVersion";
import type { Project } from "../project/project";
import type { Files } from "../workspace/files";

/** The Gunicorn that a project asks for, and what follows from its age. */
export interface GunicornRelease {
  /** `20.1.0`; the newest known where nothing names one. */
  readonly version: string;
  /** Names of the settings that it knows: of others it says nothing and does nothing. */
  readonly settings: ReadonlySet<string>;
  /** Requirements that it has and does not name, as pip takes them. */
  readonly beside: readonly string[];
  /** Why it does not run, already translated. */
  readonly notes: readonly string[];
}

/** @param python `3.13`, the Python that it is to run under; without it there are no notes. */
export function gunicornRelease(files: Files, project: Project, python?: string): GunicornRelease {
  const { version, source } = gunicornVersion(files, project.workingDirectory, gunicornCatalog(), {
    inContainer: true,
  });
  const before = (release: string) => compareVersions(version, release) < 0;
  // Until 20.1 it imports pkg_resources, which setuptools has given up in 82.
  const oldSetuptools = before("21") && !project.requirements.some(({ name }) => name === "setuptools");
  // Its gthread worker takes names from `collections` and `asyncio` that Python 3.10 does not have.
  const tooOld = python !== undefined && before("20") && compareVersions(python, "3.9") > 0;
  return {
    version,
    settings: new Set(gunicornCatalog(version).settings.keys()),
    beside: oldSetuptools ? ["setuptools<81"] : [],
    notes: tooOld
      ? [
          l10n.t(
            "Gunicorn {0} of {1} does not run under Python {2}: ask for a newer one there, or choose Python 3.9.",
            version,
            source ?? "",
            python,
          ),
        ]
      : [],
  };
}
