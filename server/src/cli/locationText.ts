import * as l10n from "@vscode/l10n";
import { columns } from "./columns";
import type { LocationAnswer } from "./locationPaths";

/** What answers, then nginx's way to it, then what it passed by. */
export const describeAnswers = (answers: readonly LocationAnswer[]): string => answers.map(describe).join("\n\n");

function describe({ configuration, request, outcomes, steps }: LocationAnswer): string {
  const all = steps.map(({ file, line, what, why, outcome }) => ({
    isPassed: outcome === "no-match" || outcome === "skipped",
    row: [`${file}:${line}`, what, why],
  }));
  const taken = new Set(all.filter(({ isPassed }) => !isPassed).map(({ row }) => row.slice(0, 2).join(" ")));
  // What a path did not fit before nginx changed it is on the way all the same.
  const rows = all.filter(({ isPassed, row }) => !isPassed || !taken.has(row.slice(0, 2).join(" ")));
  const group = (label: string, isPassed: boolean): string[] => {
    const own = rows.filter((each) => each.isPassed === isPassed).map(({ row }) => row);
    return own.length > 0 ? ["", label, ...indented(columns(own))] : [];
  };
  const told = outcomes.map(({ text, file, line, location = "" }) => [
    text,
    file === undefined ? "" : `${file}:${line}`,
    location,
  ]);
  return [
    `${request} (${configuration})`,
    ...indented(columns(told)),
    ...group(l10n.t("How nginx comes to it"), false),
    ...group(l10n.t("What is not so"), true),
  ].join("\n");
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
