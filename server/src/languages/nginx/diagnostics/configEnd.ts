import * as l10n from "@vscode/l10n";
import { certificates, serverCertificates } from "./certificates";
import { serverSizes } from "./directives/files";
import { makeFinding } from "./finding";
import { checkServerNames } from "./hashes";
import type { Config, Source } from "./model";
import { conflictingNames } from "./serverNames";
import { undefinedNames } from "./undefinedNames";

/** What nginx says only when it has read everything: names that nothing defines, sections that are not there. */
export function configEnd(config: Config, root: Source, context: string): void {
  const whole = context === "main";
  if (whole && !config.blocks.has("events") && !config.incomplete && isSurelyWhole(config, root)) {
    const at = {
      start: 0,
      end: Math.min(root.tree.text.length, root.tree.text.indexOf("\n") + 1 || root.tree.text.length),
    };
    config.findings.push(
      makeFinding(
        root.path,
        "nginx-missing-requirement",
        at,
        l10n.t('There is no "events" section: write "events {}".'),
      ),
    );
  }
  conflictingNames(config);
  serverSizes(config);
  const complete = whole && !config.incomplete;
  for (const { sure, judge } of config.later) if (sure || complete) judge(config);
  if (!complete) return;
  serverCertificates(config);
  certificates(config);
  checkServerNames(config);
  undefinedNames(config);
}

/** A file that only loads modules, or sets a `user`, may as well be one that a whole configuration includes. */
const isSurelyWhole = ({ blocks }: Config, { path, tree }: Source): boolean =>
  ["http", "stream", "mail", "rtmp"].some((name) => blocks.has(name)) ||
  (/(?:^|\/)nginx\.conf$/.test(path) && tree.items.some(({ kind }) => kind === "directive"));
