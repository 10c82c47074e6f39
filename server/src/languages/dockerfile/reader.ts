import { DockerfileParser } from "dockerfile-ast";

/** The images that the stages of a Dockerfile start from, in order, with the defaults of `ARG` filled in. */
export function baseImages(text: string): readonly string[] {
  const dockerfile = DockerfileParser.parse(text);
  const defaults = new Map<string, string>();
  for (const arg of dockerfile.getInitialARGs()) {
    const property = arg.getProperty();
    const value = property?.getValue();
    if (property !== null && value !== null && value !== undefined) defaults.set(property.getName(), value);
  }
  return dockerfile.getFROMs().flatMap((from) => {
    const image = from.getImage();
    return image === null ? [] : [fill(image, defaults)];
  });
}

function fill(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$\{(\w+)(?::?-([^}]*))?\}|\$(\w+)/g,
    (whole: string, braced?: string, fallback?: string, bare?: string) =>
      values.get(braced ?? bare ?? "") ?? fallback ?? whole,
  );
}
