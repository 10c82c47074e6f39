import { readConfigFile } from "../configFile/file";
import { escaped } from "../values/source";
import { type ConfigPlace, configPlace, type ValuePlace } from "./configPlace";
import { hookSnippet, settingSnippet } from "./snippets";
import { valuesOf } from "./values";
import type { Proposal, View } from "./view";

/** Everything that could be written at an offset of a config file. */
export function completeConfig(view: View, offset: number): Proposal[] {
  const place = placeAt(view, offset);
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

/** Looked for in the part that it stands in: the others have no say in it. */
function placeAt({ path, text }: View, offset: number): ConfigPlace {
  const found = readConfigFile(path, text).parts.findLast(({ start }) => start <= offset);
  if (found === undefined) return { kind: "none" };
  const { part, start: before } = found;
  const place = configPlace(part.text, offset - before, part.tree);
  return place.kind === "none" ? place : { ...place, start: place.start + before, end: place.end + before };
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
