import * as l10n from "@vscode/l10n";
import { type Catalog, gunicornTexts, type SettingSpec } from "../catalog/catalog";
import { pythonSource } from "../values/source";

/** Where Gunicorn documents a setting. */
const linkOf = (name: string): string => `https://gunicorn.org/reference/settings/#${name}`;

/** What is said of a setting: how it is written, type, default, option, versions, text, link; as Markdown. */
export async function describe(name: string, catalog: Catalog): Promise<string | undefined> {
  const spec = catalog.settings.get(name) ?? catalog.anywhere(name);
  if (!spec) return undefined;
  const text = (await gunicornTexts()).get(name);
  const lines = [
    `\`\`\`python\n${writtenOut(spec)}\n\`\`\``,
    facts(spec).join("  \n"),
    versions(name, catalog).join("  \n"),
    text ?? "",
    `[${l10n.t("Gunicorn's documentation: {0}", spec.section)}](${linkOf(name)})`,
  ];
  return lines.filter(Boolean).join("\n\n");
}

function writtenOut({ name, parameters, default: preset }: SettingSpec): string {
  if (parameters) return `def ${name}(${parameters.join(", ")}): ...`;
  return preset ? `${name} = ${pythonSource(preset)}` : name;
}

function facts(spec: SettingSpec): string[] {
  const option = spec.flags.map((flag) => `\`${flag}${takesValue(spec) ? ` ${spec.meta ?? "VALUE"}` : ""}\``);
  return [
    `${l10n.t("Type")}: ${typeOf(spec)}`,
    spec.default && !spec.parameters ? `${l10n.t("Default")}: \`${pythonSource(spec.default)}\`` : "",
    spec.variable ? l10n.t("The environment variable {0} gives another default.", `\`${spec.variable}\``) : "",
    spec.machine && !spec.parameters ? l10n.t("The default depends on the machine.") : "",
    option.length > 0
      ? `${l10n.t("Option")}: ${option.join(", ")}`
      : l10n.t("No option of the command line: it is set in a config file."),
  ].filter(Boolean);
}

/** Only these take a word after them. */
export const takesValue = ({ action }: SettingSpec): boolean => action === "store" || action === "append";

/** The kind of value that a setting takes, in a few words. */
function typeOf({ validator, parameters }: SettingSpec): string {
  if (parameters)
    return parameters.length === 1
      ? l10n.t("a function of 1 parameter")
      : l10n.t("a function of {0} parameters", parameters.length);
  switch (validator) {
    case "bool":
      return l10n.t("true or false");
    case "pos_int":
    case "http2_stream_limit":
    case "http2_window_size":
    case "http2_frame_size":
      return l10n.t("a whole number, 0 or more");
    case "list_string":
      return l10n.t("a text, or a list of texts");
    case "list_of_files_or_patterns":
    case "list_of_existing_files":
      return l10n.t("a list of files or patterns");
    case "string_to_list":
    case "string_to_addr_list":
      return l10n.t("a text with commas between its parts");
    case "dict":
      return l10n.t("a dictionary");
    case "class":
      return l10n.t("a class, or the text that names one");
    case "callable":
    case "post_request":
      return l10n.t("a function");
    case "user":
      return l10n.t("a user's name or number");
    case "group":
      return l10n.t("a group's name or number");
    case "chdir":
      return l10n.t("a folder that is there");
    default:
      return l10n.t("a text");
  }
}

function versions(name: string, catalog: Catalog): string[] {
  const history = catalog.history(name);
  if (!history) return [];
  const lines: string[] = [];
  if (history.since) lines.push(l10n.t("Since Gunicorn {0}", history.since));
  if (history.until) lines.push(l10n.t("Gone in Gunicorn {0}", history.until));
  const changed = history.changes.map(({ version, what }) => `${version} (${what.map(changeOf).join(", ")})`);
  if (changed.length > 0) lines.push(l10n.t("Changed in Gunicorn {0}", changed.join(", ")));
  return lines;
}

function changeOf(what: "flags" | "default" | "values" | "option" | "section"): string {
  switch (what) {
    case "flags":
      return l10n.t("option names");
    case "default":
      return l10n.t("default");
    case "values":
      return l10n.t("values");
    case "option":
      return l10n.t("option");
    case "section":
      return l10n.t("section");
  }
}
