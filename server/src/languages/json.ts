import { builder, type Mapped } from "./mapped";

/** The texts of a JSON list of texts, each with its place; undefined for anything else. */
export function placeStrings(source: Mapped): readonly Mapped[] | undefined {
  const { text } = source;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(list) || !list.every((item) => typeof item === "string")) return undefined;
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map((match) => {
    const result = builder();
    const start = match.index + 1;
    for (const part of (match[1] ?? "").matchAll(/\\u[\da-fA-F]{4}|\\.|[^\\]/gs)) {
      const escaped = part[0].length > 1;
      result.stand(escaped ? String(JSON.parse(`"${part[0]}"`)) : part[0], source.at(start + part.index));
    }
    return result.build(source.at(start + (match[1] ?? "").length));
  });
}
