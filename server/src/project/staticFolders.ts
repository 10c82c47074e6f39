import { join, nameOf, parentOf } from "../workspace/paths";
import { frameIn, isBlueprint, joinUrl, keyword, type Prefixes, positional } from "./blueprints";
import { type Constants, projectPath } from "./constants";
import type { StaticFolder } from "./project";
import type { Resolver } from "./resolve";
import { isMixedWithViews } from "./rootStatics";
import type { Source, Sources } from "./sources";
import type { ApplicationValue, ObjectValue } from "./values";

/** The static folders that Flask serves, of the application and of its blueprints, with the URL that Flask gives each. */
export function findStaticFolders(
  application: ApplicationValue | undefined,
  own: readonly Source[],
  sources: Sources,
  resolver: Resolver,
  constants: Constants,
  prefixes: Prefixes,
): readonly StaticFolder[] {
  const found = new Map<string, StaticFolder>();
  const add = (folder: StaticFolder | undefined) => {
    // Where two have one URL, Flask answers with the first: the application's.
    if (folder !== undefined && folder.url !== "" && !found.has(folder.url) && sources.tree.folders.has(folder.path)) {
      found.set(folder.url, folder);
    }
  };
  for (const made of innermost(application)) {
    const folder = folderOf(made, "static", "", constants);
    // `static_url_path=""`
    if (folder?.url !== "") add(folder);
    else
      add({
        url: "/",
        path: folder.path,
        ...(isMixedWithViews(folder.path, own, sources.tree) ? { mixed: true } : {}),
      });
  }
  for (const source of own) {
    if (!source.mentions("Blueprint(") || !source.mentions("static_folder")) continue;
    const { find } = source.python();
    for (const { call, within } of ["Blueprint", "APIBlueprint"].flatMap(find.calls)) {
      if (keyword(call, "static_folder") === undefined) continue;
      const value = resolver.evaluate(call, frameIn(source, within));
      if (!isBlueprint(value)) continue;
      for (const prefix of prefixes(value)) add(folderOf(value, undefined, prefix, constants));
    }
  }
  return [...found.values()];
}

/** The Flask applications inside a middleware. */
function innermost(application: ApplicationValue | undefined): readonly ApplicationValue[] {
  if (application === undefined) return [];
  return application.inner.length === 0 ? [application] : application.inner.flatMap(innermost);
}

/** What `static_folder` and `static_url_path` of a `Flask(...)` or `Blueprint(...)` mean; relative to the module's folder, as Flask has it. */
function folderOf(
  made: ApplicationValue | ObjectValue,
  usual: string | undefined,
  prefix: string,
  constants: Constants,
): StaticFolder | undefined {
  const call = "args" in made.call ? made.call : undefined;
  const value = (name: string, index: number) => {
    const expression =
      call === undefined
        ? undefined
        : (keyword(call, name) ?? (usual === undefined ? undefined : positional(call, index)));
    return expression === undefined
      ? { given: false, is: undefined }
      : { given: true, is: constants(expression, made.frame) };
  };
  // Flask(import_name, static_url_path, static_folder, ...)
  const folder = value("static_folder", 2);
  const url = value("static_url_path", 1);
  const name = folder.given ? folder.is : usual;
  if (typeof name !== "string" || (url.given && url.is === undefined)) return undefined;
  const root = value("root_path", 8);
  const base = typeof root.is === "string" ? projectPath(root.is, ".") : parentOf(made.frame.source.path);
  const path = base === undefined ? undefined : projectPath(name.replace(/[/\\]+$/, ""), base);
  if (path === undefined) return undefined;
  const below = typeof url.is === "string" ? url.is.replace(/\/+$/, "") : `/${nameOf(path)}`;
  const whole = joinUrl(prefix, below).replace(/\/+$/, "");
  return { url: whole.startsWith("/") || whole === "" ? whole : join("", whole), path };
}
