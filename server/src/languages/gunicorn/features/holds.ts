import { pathToFileURL } from "node:url";
import * as l10n from "@vscode/l10n";
import { join } from "../../../workspace/paths";
import type { Effective, Given } from "../model";
import { pythonSource } from "../values/source";
import type { SizedGunicorn, View } from "./view";

/** What holds for a setting in each Gunicorn that the file has a part in, and what says so: lines of Markdown. */
export function holds(view: View, setting: string): string[] {
  const several = view.configurations.length > 1;
  const lines = view.configurations.flatMap((running) => {
    const effective = running.configuration.settings.get(setting);
    if (!effective) return [];
    const service = several ? nameOf(running) : undefined;
    return [`${service ? `${service}: ` : ""}${line(view, effective)}`];
  });
  return [...new Set(lines)];
}

/** How a Gunicorn is called where there are several. */
function nameOf({ configuration: { command, environment, file } }: SizedGunicorn): string | undefined {
  const started = (command ?? environment)?.command;
  return started?.service ?? started?.path ?? file;
}

function line(view: View, { origin, value, given, overridden }: Effective): string {
  const shown = value ? `\`${pythonSource(value)}\`` : l10n.t("known only when it runs");
  const what =
    origin === "default" || !given
      ? l10n.t("In effect: {0}, the default", shown)
      : l10n.t("In effect: {0}, from {1}", shown, placeOf(view, given));
  if (overridden.length === 0) return what;
  return `${what}; ${l10n.t("it overrides {0}", overridden.map((each) => placeOf(view, each)).join(", "))}`;
}

/** `compose.yaml:12`, as a link. */
export function placeOf({ files, path, text }: View, given: Given): string {
  const own = given.path === path ? text : files.text(given.path);
  const number = (own?.slice(0, given.name.start).split("\n").length ?? 0) || 1;
  const uri = pathToFileURL(join(files.root, given.path)).toString();
  return `[${given.path}:${number}](${uri}#L${number})`;
}
