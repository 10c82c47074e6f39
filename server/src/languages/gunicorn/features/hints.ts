import * as l10n from "@vscode/l10n";
import type { Given, PythonValue } from "../model";
import { pythonSource } from "../values/source";
import { concurrency } from "./concurrency";
import { placeOf } from "./holds";
import { bytes, seconds } from "./inWords";
import type { View } from "./view";
import { units } from "./words";

export interface Hint {
  readonly offset: number;
  readonly label: string;
  /** Markdown. */
  readonly tooltip?: string;
}

/** Beside settings: what holds instead, what an expression comes to, how many requests run at once, units. */
export function hints(view: View, start: number, end: number): Hint[] {
  const at = concurrencyPlace(view.given);
  return view.given.flatMap((given) => {
    const offset = given.value?.end ?? given.name.end;
    if (offset < start || offset > end) return [];
    const found = overridden(view, given) ?? expression(view, given) ?? inUnits(given);
    const total = given === at ? concurrencyHint(view, given) : undefined;
    return [found, total].flatMap((hint) => (hint ? [{ offset, ...hint }] : []));
  });
}

type Said = Omit<Hint, "offset">;

/** Another place decides, in every Gunicorn that this file has a part in. */
function overridden(view: View, given: Given): Said | undefined {
  const effective = view.configurations.flatMap(({ configuration }) => configuration.settings.get(given.setting) ?? []);
  const losing = effective.filter((each) => each.overridden.some((other) => isSame(other, given)));
  const [first] = losing;
  if (!first?.given || losing.length < effective.length) return undefined;
  const values = new Set(losing.map(({ value }) => (value ? pythonSource(value) : undefined)));
  const [value] = values;
  const tooltip = l10n.t("{0} overrides this.", placeOf(view, first.given));
  if (values.size > 1 || value === undefined) return { label: ` ${l10n.t("overridden")}`, tooltip };
  return { label: ` ${l10n.t("overridden: {0}", value)}`, tooltip };
}

const isSame = (one: Given, other: Given): boolean =>
  one.path === other.path && one.name.start === other.name.start && one.setting === other.setting;

/** What an expression of a config file comes to. */
function expression(view: View, given: Given): Said | undefined {
  const { evaluated, value, origin } = given;
  if (origin !== "file" || !value || !evaluated.value || !isScalar(evaluated.value)) return undefined;
  const written = view.text.slice(value.start, value.end);
  if (isLiteral(written)) return undefined;
  const shown = pythonSource(evaluated.value);
  if (!evaluated.cpus) return { label: ` = ${shown}` };
  const limits = new Set(view.configurations.flatMap(({ cpus }) => cpus ?? []));
  const [limit] = limits;
  const limited =
    limits.size === 1 && limit !== undefined ? view.valueWith(given.setting, Math.max(1, Math.ceil(limit))) : undefined;
  if (!limited || pythonSource(limited) === shown) return { label: ` ${l10n.t("= {0} on this machine", shown)}` };
  return {
    label: ` ${l10n.t("= {0} on this machine, {1} for the container ({2} CPU)", shown, pythonSource(limited), limit ?? 0)}`,
    tooltip: l10n.t("Python counts the processors of the machine also in a container that may use fewer."),
  };
}

const isScalar = ({ type }: PythonValue): boolean => /^(?:str|int|float|bool|None)$/.test(type);

const isLiteral = (written: string): boolean =>
  /^(?:[-+]?[\d_.]+|0[xob][\da-f_]+|True|False|None|[rRuU]?(?:"[^"\n]*"|'[^'\n]*'))$/i.test(written.trim());

/** Seconds and bytes that are hard to read as they are written. */
function inUnits({ setting, evaluated: { value } }: Given): Said | undefined {
  if (value?.type !== "int") return undefined;
  if (units[setting] === "seconds" && value.value >= 60) return { label: ` ${seconds(value.value)}` };
  if (units[setting] === "bytes" && value.value >= 1024) return { label: ` ${bytes(value.value)}` };
  return undefined;
}

/** Where the number of requests at once is shown: at the first of these that the file sets. */
const deciding = ["workers", "threads", "worker_connections", "worker_class"];

function concurrencyPlace(given: readonly Given[]): Given | undefined {
  for (const name of deciding) {
    const found = given.findLast(({ setting }) => setting === name);
    if (found) return found;
  }
  return undefined;
}

/** Where other Gunicorns have a part in the file as well, those count in which this place decides. */
function concurrencyHint({ configurations }: View, at: Given): Said | undefined {
  const decided = configurations.filter(({ configuration: { settings } }) => {
    const given = settings.get(at.setting)?.given;
    return given !== undefined && isSame(given, at);
  });
  const all = (decided.length > 0 ? decided : configurations).map(({ configuration }) =>
    concurrency(configuration.settings),
  );
  const [first] = all;
  if (!first || all.some((each) => each?.label !== first.label)) return undefined;
  return { label: ` ${first.label}`, tooltip: first.why };
}
