import * as l10n from "@vscode/l10n";
import type { Edit } from "../../../findings";
import { placeFor } from "./moveFlags";
import type { View } from "./view";

/** What a config file that has thought of everything says, with why; values that a site behind Nginx starts with. */
const wanted = (): readonly (readonly [setting: string, value: string, why: string])[] => [
  ["bind", '"127.0.0.1:8000"', l10n.t("Where Gunicorn listens; in a container, 0.0.0.0 lets Nginx reach it.")],
  ["workers", "2", l10n.t("Processes that answer requests; more than there are processors rarely helps.")],
  ["worker_class", '"gthread"', l10n.t("How a worker works: gthread answers several requests at once, in threads.")],
  ["threads", "4", l10n.t("Requests that one worker answers at once.")],
  ["timeout", "30", l10n.t("Seconds after which a worker that gives no sign of life is replaced.")],
  ["graceful_timeout", "30", l10n.t("Seconds that requests in flight get to finish when Gunicorn stops.")],
  ["keepalive", "75", l10n.t("Seconds that an idle connection is kept; longer than Nginx keeps it.")],
  ["max_requests", "1000", l10n.t("Requests after which a worker is renewed, so that no leak grows old.")],
  ["max_requests_jitter", "100", l10n.t("Spreads these renewals, so that not all workers go at once.")],
  ["accesslog", '"-"', l10n.t('The log of requests; "-" is the standard output, where Docker collects it.')],
  ["errorlog", '"-"', l10n.t('The log of errors; "-" is the standard error.')],
  ["loglevel", '"info"', l10n.t("How much the error log tells.")],
];

export interface Addition {
  readonly setting: string;
  readonly edit: Edit;
}

/** Settings that the file does not have, each with its comment, put after those of its section. */
export function additions(view: View): Addition[] {
  const { given, text, catalog } = view;
  return wanted().flatMap(([setting, value, why]) => {
    if (!catalog.settings.has(setting) || given.some((each) => each.setting === setting)) return [];
    const at = placeFor(setting, view, catalog);
    const lines = `# ${why}\n${setting} = ${value}\n`;
    const gap = at > 0 && text[at - 1] !== "\n" ? "\n" : "";
    return [{ setting, edit: { start: at, end: at, text: `${gap}${lines}` } }];
  });
}
