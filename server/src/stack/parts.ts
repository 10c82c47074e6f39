import { readCompose } from "../languages/compose/reader";
import { readStages } from "../languages/dockerfile/stages";
import { readDotenv } from "../languages/dotenv/reader";
import { placeOf } from "../languages/gunicorn/places/read";
import { configurations } from "../languages/nginx/configurations";
import { isNginxFile, type NginxFiles, nginxFiles } from "../languages/nginx/files";
import { filesMatching } from "../languages/nginx/glob";
import { type InstalledFiles, nginxPaths } from "../languages/nginx/installed";
import type { Files } from "../workspace/files";
import { join, parentOf } from "../workspace/paths";
import { rememberedByFiles, rememberedLast } from "../workspace/remembered";
import { installedFiles } from "./installedFiles";
import type { Parts } from "./model";
import { readProxy } from "./proxy";

/** Reads the parts of a stack, each file again only where its text is another; the same as before where none is. */
export type PartsReader = (files: Files, paths: readonly string[]) => Parts;

/** @see readParts; for who asks after every change */
export function partsReader(): PartsReader {
  const compose = remembered((text, dotenv = "") => readCompose(text, readDotenv(dotenv)));
  const stages = remembered((text) => readStages(text));
  const proxies = rememberedByFiles((files, candidates: readonly string[], installed: InstalledFiles) => {
    const trees = openNginx(files, candidates, installed);
    return trees.paths.length === 0 ? [] : configurations(trees).map((read) => readProxy(read, trees));
  });
  const candidates = rememberedLast((paths: readonly string[], installed: InstalledFiles) =>
    paths.filter((path) => kindOf(path) === "nginx" || installed.has(path) || path.endsWith(".conf")),
  );
  let lastInstalled: { readonly key: string; readonly value: InstalledFiles } | undefined;
  /** The same object for as long as it has the same in it. */
  const same = (value: InstalledFiles): InstalledFiles => {
    const key = JSON.stringify([...value]);
    if (lastInstalled?.key !== key) lastInstalled = { key, value };
    return lastInstalled.value;
  };
  const kinds = new Map<string, Kind>();
  const kindOf = (path: string): Kind => {
    const known = kinds.get(path) ?? kindByName(path);
    kinds.set(path, known);
    return known;
  };
  return rememberedByFiles((files, paths: readonly string[]) => {
    const textOf = (path: string) => files.text(path) ?? "";
    const containers = {
      compose: paths
        .filter((path) => kindOf(path) === "compose")
        .map((path) => ({ path, facts: compose(path, textOf(path), textOf(join(parentOf(path), ".env"))) })),
      dockerfiles: paths
        .filter((path) => kindOf(path) === "dockerfile")
        .map((path) => ({ path, facts: stages(path, textOf(path)) })),
    };
    const installed = same(installedFiles(containers, files));
    return { ...containers, installed, proxies: proxies(files, candidates(paths, installed), installed) };
  });
}

/**
 * The Nginx files of a folder, with what they include.
 * @param paths every file, or all that may be one
 */
export function openNginx(files: Files, paths: readonly string[], installed: InstalledFiles): NginxFiles {
  const { text } = files;
  const matching = (pattern: string) => filesMatching(pattern, files.list);
  return nginxFiles(nginxPaths(paths, text, installed), text, { matching, installed });
}

type Kind = "compose" | "dockerfile" | "nginx" | "other";

/** A workspace has thousands of names, and each is looked at after each keystroke. */
function kindByName(path: string): Kind {
  if (isNginxFile(path)) return "nginx";
  const place = placeOf(path, "");
  return place === "compose" || place === "dockerfile" ? place : "other";
}

/** Reads again only where one of the texts is another than the last time for that key. */
function remembered<T>(
  read: (...texts: [string, ...string[]]) => T,
): (key: string, ...texts: [string, ...string[]]) => T {
  const known = new Map<string, { readonly texts: readonly string[]; readonly value: T }>();
  return (key, ...texts) => {
    const last = known.get(key);
    if (last?.texts.every((text, i) => text === texts[i])) return last.value;
    const value = read(...texts);
    known.set(key, { texts, value });
    return value;
  };
}

/**
 * The parts of the stack among the files of a workspace.
 * @param paths every file, as `walk` finds them
 */
export const readParts: PartsReader = (files, paths) => partsReader()(files, paths);
