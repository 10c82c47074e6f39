import { basename } from "node:path";
import * as l10n from "@vscode/l10n";
import { type StackUrl, stackUrls } from "../../../server/src/engine/urls";
import { conditionLook, conditionOf, viewWords } from "./model/condition";
import { type Node, red } from "./model/node";
import { fileNode, serviceNode } from "./model/service";
import { type Facts, noFacts, type StackView } from "./model/view";

/**
 * The panel's nodes: one root for each stack; beneath it its addresses, then its services on the request's way. A
 * function of plain data: what the engine said, what happened since, and what the editor knows of the files.
 */
export const stackNodes = (views: readonly StackView[], facts: Facts = noFacts): readonly Node[] =>
  views.map((view) => stackNode(view, facts));

function stackNode(view: StackView, facts: Facts): Node {
  const { folder, name, status, problem } = view;
  const condition = conditionOf(view);
  const engine = status?.engine ?? "";
  const words = viewWords(view);
  // What was known before the engine went is not true any more.
  const services = problem === undefined ? (status?.services ?? []) : [];
  const urls = stackUrls({ services });
  const files = status?.files ?? [];
  return {
    id: folder,
    label: name,
    description: words,
    tooltip:
      status === undefined || problem !== undefined
        ? (problem?.message ?? words)
        : [
            engine === "host"
              ? l10n.t("{0}: {1}, on this machine without Docker", status.project, words)
              : l10n.t("{0}: {1}, on Docker", status.project, words),
            ...(files.length > 0 ? [files.map((file) => basename(file)).join(", ")] : []),
          ].join("\n"),
    spoken: l10n.t("Stack {0}: {1}", name, words),
    ...conditionLook[condition],
    context: `stack.${condition}${engine === "host" ? ".host" : ""}`,
    folder,
    open: true,
    children: [
      ...(problem === undefined ? [] : [problemNode(folder, problem.message, problem.detail)]),
      ...urls.map((url) => urlNode(folder, url, urls.length > 1)),
      ...(status === undefined ? [] : services.map((service) => serviceNode(folder, status, service, facts))),
      ...files.map((file) => fileNode(folder, folder, file, facts)),
    ],
  };
}

/** @param several there are other addresses: then it is told whose this one is */
const urlNode = (folder: string, { url, service }: StackUrl, several: boolean): Node => ({
  id: `${folder}#${url}`,
  label: url,
  description: several ? service : "",
  tooltip: l10n.t("Open {0} in the browser", url),
  spoken: l10n.t("Open {0} in the browser", url),
  icon: "globe",
  context: "url",
  folder,
  url,
  children: [],
});

/** Why nothing is known, in its own sentence, which is longer than the panel is wide: it opens, with its program's own words. */
const problemNode = (folder: string, message: string, detail: string | undefined): Node => {
  const text = detail === undefined ? message : `${message}\n\n${detail}`;
  return {
    id: `${folder}#problem`,
    label: message,
    description: "",
    tooltip: text,
    spoken: message,
    icon: "warning",
    colour: red,
    context: "problem",
    folder,
    text,
    children: [],
  };
};
