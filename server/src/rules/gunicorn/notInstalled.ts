import * as l10n from "@vscode/l10n";
import type { Fix } from "../../findings";
import type { DockerStage } from "../../languages/dockerfile/facts";
import { readStages } from "../../languages/dockerfile/stages";
import type { Container } from "../../stack/model";
import { nameOf } from "../../workspace/paths";
import type { Rule, Subject } from "../rule";
import { placeOfStart } from "../settings";

/** Gunicorn is started, and nothing installs it. Says nothing unless all that is installed is known. */
export const notInstalled: Rule = {
  code: "gunicorn-not-installed",
  severity: "warning",
  check(subject) {
    const { packages, gunicorn, containers, text, exists } = subject;
    const { command } = gunicorn;
    if (command === undefined || packages.installs("gunicorn") !== false) return [];
    const installed = packages.all();
    const source = packages.source();
    if (source === undefined || installed === undefined || installed.has("gunicorn")) return [];
    const onlyThose =
      containers.length > 0
        ? containers.every((container) => hasOnly(source, container, text))
        : // A platform that takes a Procfile installs these, or builds the Dockerfile.
          command.command.place === "procfile" && source === "requirements.txt" && !exists("Dockerfile");
    const place = placeOfStart(subject);
    if (!onlyThose || place === undefined) return [];
    const message = l10n.t('Nothing installs Gunicorn, which is started here: add "gunicorn" to {0}.', source);
    return [{ ...place, message, fixes: add(source, text(source) ?? "") }];
  },
};

function add(path: string, text: string): readonly Fix[] {
  const end = text.length;
  const line = `${text === "" || text.endsWith("\n") ? "" : "\n"}gunicorn\n`;
  return [{ title: l10n.t("Add {0} to {1}", "gunicorn", path), path, edits: [{ start: end, end, text: line }] }];
}

/** Python's own image has nothing but Python; another may have anything. */
const bare = /^(?:docker\.io\/)?(?:library\/)?python(?::[\w.-]+)?(?:@.*)?$/;

/** Whether an image has what a requirements file names, and nothing else that Python could import. */
function hasOnly(source: string, { stage, incomplete }: Container, text: Subject["text"]): boolean {
  if (stage === undefined || incomplete) return false;
  const stages = readStages(text(stage.path) ?? "");
  const runs = stages.flatMap((each) => each.runs.flatMap(({ value }) => value.split(/&&|\|\||[;|\n]/)));
  const installs = runs.filter((run) => /\binstall\b/.test(run));
  return (
    stages.every(({ image, copies }) => bare.test(image) && copies.every((copy) => isOwn(copy, stages))) &&
    installs.some((run) => names(run).includes(nameOf(source))) &&
    runs.every((run) => isPlain(run, source))
  );
}

const isOwn = ({ stage }: DockerStage["copies"][number], stages: readonly DockerStage[]): boolean =>
  stage === undefined || stages.some(({ name }, index) => name === stage || String(index) === stage);

/** What prepares an image and installs no package of Python. */
const harmless =
  /^\s*(?:(?:apt-get|apt|apk|mkdir|rm|chmod|chown|useradd|adduser|groupadd|addgroup|ln|cp|mv|echo|touch|set|export|cd|true|python3? -m venv)\b|$)/;

/** `pip install` of that file alone, beside what pip itself needs. */
function isPlain(run: string, source: string): boolean {
  if (!/\b(?:pip3?|uv)\b/.test(run)) return harmless.test(run);
  if (!/^\s*(?:\S*\/)?(?:python3? -m )?pip3? install\b/.test(run)) return false;
  return names(run).every((name) => ["pip", "setuptools", "wheel", nameOf(source)].includes(name));
}

/** What a `pip install` names; options that are no names are left out. */
const names = (run: string): readonly string[] =>
  run
    .replace(/^.*?\binstall\b/s, "")
    .trim()
    .split(/\s+/)
    .filter((word) => !word.startsWith("-") && word !== "\\")
    .map((word) => nameOf(word));
