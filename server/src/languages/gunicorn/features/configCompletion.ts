import { readConfigFile } from "../configFile/file";
import { escaped } from "../values/source";
import { configPlace, type ValuePlace } from "./configPlace";
import { hookSnippet, settingSnippet } from "./snippets";
import { valuesOf } from "./values";
import type { Proposal, View } from "./view";

/** Everything that could be written at an offset of a config file. */
export function completeConfig(view: View, offset: number): Proposal[] {
  const place = configPlace(view.text, offset, readConfigFile(view.path, view.text).tree);
  if (place.kind === "none") return [];
  if (place.kind === "value") return values(view, place);
  const { start, end, hook, open } = place;
  const set = new Set(
    view.given.filter(({ name }) => name.end < start || name.start > end).map(({ setting }) => setting),
  );
  return [...view.catalog.settings.values()]
    .filter(({ name, parameters }) => name !== "config" && !set.has(name) && (!hook || parameters !== undefined))
    .map((spec, rank) => ({
      label: spec.name,
      kind: spec.parameters ? "hook" : "setting",
      insert: hook ? hookSnippet(spec) : open ? settingSnippet(spec, view.catalog) : spec.name,
      snippet: hook || open,
      start,
      end,
      rank,
      detail: spec.section,
      about: spec.name,
    }));
}

function values(view: View, place: ValuePlace): Proposal[] {
  const spec = view.catalog.settings.get(place.setting);
  if (!spec || spec.parameters) return [];
  const { start, end, quote, part } = place;
  return valuesOf(view, spec, place.typed, part).flatMap((value, rank) => {
    const code = value.code;
    if (quote !== undefined && code !== undefined) return [];
    const insert =
      code ?? (quote === undefined ? `"${escaped(value.text, '"')}"` : escaped(value.text, quote.charAt(0)));
    const { kind, detail } = value;
    return [{ label: value.text, kind, insert, snippet: false, start, end, rank, detail, about: undefined }];
  });
}
