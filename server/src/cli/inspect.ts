import * as l10n from "@vscode/l10n";
import type { Candidate, Project } from "../project/project";
import { columns } from "./columns";
import { type Command, exit } from "./command";
import { folderArgument } from "./folder";
import { choice, formatOption } from "./options";
import { take } from "./take";

/** `flask-stack inspect [DIR]`: what Flask project is this? Fails where nothing could be its app; several that are equally likely are an answer. */
export const inspectCommand = (): Command => ({
  name: "inspect",
  operands: "[DIR]",
  maxOperands: 1,
  summary: l10n.t("Says what Flask project this is."),
  options: { format: formatOption() },
  async run(args, terminal) {
    const taken = take(terminal, { format: choice(args, "format", ["text", "json"]), folder: folderArgument(args) });
    if (taken === undefined) return exit.unusable;
    const [{ openFiles }, { inspect, inspectReport }, { readRemembered }] = await Promise.all([
      import("../workspace/diskFiles"),
      import("../project/inspect"),
      import("../project/remembered"),
    ]);
    const files = openFiles(taken.folder);
    const project = inspect(files);
    terminal.out(taken.format === "json" ? JSON.stringify(inspectReport(project), undefined, 2) : describe(project));
    if (project.candidates.length > 0 || readRemembered(files).target !== undefined) return exit.fine;
    // The text has said it already, and what reads JSON has its notes: this is for who looks at its standard error.
    if (taken.format === "json") for (const note of project.notes.slice(0, 1)) terminal.err(note);
    return exit.failed;
  },
});

const none = "-";

const python = ({ pythonVersion, pythonVersionSource }: Project): string =>
  pythonVersionSource === "default"
    ? l10n.t("{0} (default)", pythonVersion)
    : l10n.t("{0} (from {1})", pythonVersion, pythonVersionSource);

/** `pip requirements.txt`. */
const dependencies = ({ packageManager, dependencyFiles }: Project): string =>
  [packageManager === "none" ? l10n.t("none") : packageManager, ...dependencyFiles].join(" ");

const units: readonly (readonly [string, number])[] = [
  ["GiB", 1024 ** 3],
  ["MiB", 1024 ** 2],
  ["GB", 1000 ** 3],
  ["MB", 1000 ** 2],
  ["KiB", 1024],
  ["kB", 1000],
];

/** `16 MiB`, where it is a round number of them; else in bytes. */
function size(bytes: number): string {
  const [unit, count] = units.find(([, of]) => bytes > 0 && bytes % of === 0) ?? [undefined, 1];
  return unit === undefined ? l10n.t("{0} bytes", bytes) : `${bytes / count} ${unit}`;
}

/** As `--set target=` takes it: with its folder where another one bears the same name. */
function choosable(item: Candidate, all: readonly Candidate[]): string {
  const isAlone = all.every((other) => other === item || other.target !== item.target);
  return isAlone || item.workingDirectory === "." ? item.target : `${item.workingDirectory}/${item.target}`;
}

/** The project as a person reads it: one fact a line. */
function describe(project: Project): string {
  const rows: [string, string][] = [
    [l10n.t("App"), project.target ?? none],
    [
      l10n.t("Starts in"),
      project.target === null
        ? none
        : project.pythonPath === "."
          ? project.workingDirectory
          : l10n.t("{0}, with {1} on Python's path", project.workingDirectory, project.pythonPath),
    ],
    [l10n.t("Python"), python(project)],
    [l10n.t("Dependencies"), dependencies(project)],
    [l10n.t("Static files"), project.staticFolders.map(({ url, path }) => `${url} = ${path}`).join(", ") || none],
    [l10n.t("Services"), project.services.join(", ") || none],
    [l10n.t("Health"), project.healthPath ?? none],
    [l10n.t("Upload limit"), project.uploadLimit === null ? none : size(project.uploadLimit)],
  ];
  const uses = [project.async ? l10n.t("async views") : [], project.websockets ? l10n.t("websockets") : []].flat();
  if (uses.length > 0) rows.push([l10n.t("Uses"), uses.join(", ")]);
  const candidates = project.candidates.map(
    (item) => `  ${choosable(item, project.candidates)}  ${item.file}:${item.line}  ${item.reason}`,
  );
  return [
    ...columns(rows),
    ...(project.target === null && candidates.length > 0 ? ["", l10n.t("Candidates:"), ...candidates] : []),
    ...(project.notes.length > 0 ? ["", ...project.notes] : []),
  ].join("\n");
}
