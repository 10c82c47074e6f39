import * as vscode from "vscode";
import type { Texts } from "./texts";

/** What the page says, in the editor's language. */
export function texts(): Texts {
  return {
    language: vscode.env.language,
    title: vscode.l10n.t("Stack"),
    way: vscode.l10n.t("The way of a request"),
    numbers: vscode.l10n.t("The last ten minutes"),
    table: vscode.l10n.t("The numbers as a table"),
    columns: [vscode.l10n.t("Measured"), vscode.l10n.t("Now"), vscode.l10n.t("Mean"), vscode.l10n.t("Most")],
    requests: vscode.l10n.t("Requests"),
    requestColumns: [
      vscode.l10n.t("Time"),
      vscode.l10n.t("Method"),
      vscode.l10n.t("Path"),
      vscode.l10n.t("Status"),
      "ms",
    ],
    quiet: vscode.l10n.t("No requests yet. What the access log leaves out, such as static files, is not shown here."),
    pause: vscode.l10n.t("Pause"),
    open: vscode.l10n.t("Opens {0}", "{0}"),
    charts: [
      { id: "rate", title: vscode.l10n.t("Requests per second"), unit: "/s" },
      { id: "errors", title: vscode.l10n.t("Errors"), unit: "%" },
      { id: "time", title: vscode.l10n.t("Response time"), unit: "ms" },
      { id: "cpu", title: "CPU", unit: "%" },
      { id: "memory", title: vscode.l10n.t("Memory"), unit: "MiB" },
    ],
    lines: {
      taken: vscode.l10n.t("at Nginx, with checks"),
      logged: vscode.l10n.t("in the access log"),
      failed: "5xx",
      refused: "4xx",
      median: vscode.l10n.t("half are faster"),
      slow: vscode.l10n.t("95 % are faster"),
      upstream: vscode.l10n.t("in Flask"),
    },
    summary: vscode.l10n.t("{0}. {1} requests per second, {2} % errors, {3} ms.", "{0}", "{1}", "{2}", "{3}"),
    idle: vscode.l10n.t("{0}. No requests right now.", "{0}"),
  };
}
