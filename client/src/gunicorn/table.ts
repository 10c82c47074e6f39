import type { GunicornReport, ReportedPlace, ReportedSetting } from "../../../server/src/project/gunicornReport";

/** The texts of the table, in the user's language. */
export interface TableTexts {
  readonly title: string;
  readonly nothing: string;
  readonly facts: Readonly<Record<"release" | "app" | "config" | "workerClass", string>>;
  readonly columns: Readonly<Record<"setting" | "value" | "origin" | "overrides", string>>;
  readonly set: string;
  readonly defaults: string;
  readonly default: string;
  /** In place of a value that cannot be known from the files. */
  readonly unknown: Readonly<Record<NonNullable<ReportedSetting["unknown"]>, string>>;
  readonly newest: string;
}

/**
 * The Gunicorns of a folder as a Markdown document: for each, what is set and where, then the rest.
 * @param link the address of a line of a file
 */
export function table(
  gunicorns: readonly GunicornReport[],
  texts: TableTexts,
  link: (file: string, line: number) => string,
): string {
  const sections = gunicorns.map((gunicorn) => section(gunicorn, texts, link));
  return [`# ${texts.title}`, ...(sections.length === 0 ? [texts.nothing] : sections)].join("\n\n");
}

type Link = (file: string, line: number) => string;

function section(gunicorn: GunicornReport, texts: TableTexts, link: Link): string {
  const { settings, version, versionSource, config, target, workerClass } = gunicorn;
  const { facts } = texts;
  const set = settings.filter(({ origin }) => origin !== "default");
  const unset = settings.filter(({ origin }) => origin === "default");
  const release = `${version} (${versionSource === null ? texts.newest : anchor(versionSource, link(versionSource, 1))})`;
  return [
    `## ${heading(gunicorn, link)}`,
    [
      `- ${facts.release}: ${release}`,
      `- ${facts.app}: ${target === null ? "-" : code(target)}`,
      `- ${facts.config}: ${config === null ? "-" : anchor(config, link(config, 1))}`,
      `- ${facts.workerClass}: ${workerClass === null ? "-" : code(workerClass)}`,
    ].join("\n"),
    ...(set.length === 0 ? [] : [`### ${texts.set}`, rows(set, texts, link)]),
    `### ${texts.defaults}`,
    rows(unset, texts, link),
  ].join("\n\n");
}

function heading({ file, line, service, config }: GunicornReport, link: Link): string {
  const at = file === null ? (config ?? "") : `${file}:${line}`;
  const place = anchor(at, link(file ?? config ?? "", line ?? 1));
  return service === null ? place : `${escaped(service)} (${place})`;
}

function rows(settings: readonly ReportedSetting[], texts: TableTexts, link: Link): string {
  const { setting, value, origin, overrides } = texts.columns;
  const isSet = settings.some((each) => each.origin !== "default");
  const head = isSet ? [setting, value, origin, overrides] : [setting, value];
  const body = settings.map((each) => {
    const own = [code(each.name), each.text === null ? notKnown(each, texts) : code(each.text)];
    return isSet
      ? [...own, place(each, texts, link), each.overrides.map((it) => place(it, texts, link)).join(", ")]
      : own;
  });
  return [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function notKnown({ unknown, variables }: ReportedSetting, texts: TableTexts): string {
  const why = texts.unknown[unknown ?? "running"];
  return unknown === "environment" ? `${why}: ${variables.map(code).join(", ")}` : why;
}

function place({ file, line }: ReportedPlace, texts: TableTexts, link: Link): string {
  return file === null || line === null ? texts.default : anchor(`${file}:${line}`, link(file, line));
}

const anchor = (text: string, address: string): string => `[${escaped(text)}](${address})`;

/** A text as it is: no sign of it means anything to Markdown. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]()#+!|<>~$&-]/g, "\\$&").replace(/\s+/g, " ");

/** A text in the font of code; Markdown's own signs for that are longer than any in the text. */
function code(text: string): string {
  if (text === "") return "";
  const fence = "`".repeat(Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length)) + 1);
  const inside = text.replace(/\r?\n/g, "\\n").replaceAll("|", "\\|");
  return `${fence} ${inside} ${fence}`;
}
