import * as l10n from "@vscode/l10n";
import type { Ending } from "./endings";
import { explain } from "./explain";
import type { Verdict } from "./locationTester";
import type { Question, Way } from "./questions";
import type { Found } from "./steps";

/** One line of the answer. */
export interface Told {
  /** In the reader's language. */
  readonly text: string;
  /** What says so: a directive, else the location or the server that answers. */
  readonly by?: Found;
  /** The location that the request is in by then. */
  readonly location?: Found;
}

/** What answers in the end, a line for each way, the one that no condition is for last. */
export function describeOutcome({ ways, fault }: Pick<Verdict, "ways" | "fault">): Told[] {
  if (fault) return [{ text: describeFault(fault) }];
  return ways.map((way) => {
    const { by, location, server } = way.outcome;
    const text = describeWay(way, ways.length > 1);
    return { text, by: by ?? location ?? server, ...(location ? { location } : {}) };
  });
}

function describeFault(fault: NonNullable<Verdict["fault"]>): string {
  switch (fault) {
    case "nobody":
      return l10n.t("No server of this configuration answers there.");
    case "refused":
      return l10n.t(
        "nginx answers 400 to this path: a % needs two digits behind it, and .. may not lead above the root.",
      );
    case "server-unknown":
      return l10n.t("Unknown, because only nginx itself can tell which server it is.");
    case "too-many":
      return l10n.t("Unknown, because it depends on too many files and conditions.");
  }
}

function describeWay({ given, outcome }: Way<Ending>, isOneOfSeveral: boolean): string {
  const answer = describeEnding(outcome);
  if (given.length > 0) return l10n.t("If {0}: {1}", given.map(describeQuestion).join(l10n.t(" and ")), answer);
  return isOneOfSeveral ? l10n.t("Otherwise: {0}", answer) : answer;
}

function describeQuestion({ kind, what }: Question): string {
  switch (kind) {
    case "file":
      return l10n.t("{0} is a file", what);
    case "folder":
      return l10n.t("{0} is a folder", what);
    case "holds":
      return l10n.t("{0} is true", what);
    case "refused":
      return l10n.t("'{0}' refuses", what);
    case "unreachable":
      return l10n.t("{0} cannot be reached", what);
  }
}

function describeEnding({ kind, status = 0, to = "", by, because }: Ending): string {
  const name = by?.directive.name.value ?? "";
  switch (kind) {
    case "status":
      return l10n.t("nginx answers {0}.", status);
    case "redirect":
      return l10n.t("nginx answers {0} and sends the client to {1}.", status, to);
    case "file":
      return l10n.t("nginx sends the file {0} ({1}).", to, status);
    case "listing":
      return l10n.t("nginx lists the folder {0} ({1}).", to, status);
    case "passed":
      return status > 0 ? l10n.t("{0} answers, and its status becomes {1}.", to, status) : l10n.t("{0} answers.", to);
    case "module":
      return l10n.t("'{0}' answers.", name);
    case "closed":
      return l10n.t("nginx closes the connection without an answer.");
    case "unknown":
      return because
        ? l10n.t("Unknown, because of '{0}': {1}", because.what, explain(because))
        : l10n.t("Unknown, because only nginx itself can tell.");
  }
}
