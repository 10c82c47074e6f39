import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../../scripts/lib/paths.mjs";
import { sourceDistribution } from "./sources";

/** A Flask project that somebody wrote, what Flask Stack has to find in it, and how it is told from another. */
export interface RealProject {
  readonly name: string;
  /** The folder that holds it. Not to be written to. */
  source(): Promise<string>;
  readonly target: string;
  /** A static file: its URL, where it is in the project, and the type it has to be served with. */
  readonly staticFile: { readonly url: string; readonly path: string; readonly type: string };
  /** A page that needs no set-up, and what is written on it. */
  readonly page: { readonly url: string; readonly says: string };
  /** The Python package, and the line of it before which a blueprint is registered; without one, at its end. */
  readonly code: { readonly package: string; readonly file: string; readonly before: string | undefined };
}

export const guestbook: RealProject = {
  name: "guestbook",
  source: async () => join(root, "docs", "example"),
  target: "guestbook:create_app()",
  staticFile: { url: "/static/style.css", path: "guestbook/static/style.css", type: "text/css" },
  page: { url: "/", says: "Sign the guestbook" },
  code: { package: "guestbook", file: "__init__.py", before: "    return app\n" },
};

/** The app that Flask's own tutorial builds, step by step; shipped with Flask's sources. */
export const tutorial: RealProject = {
  name: "tutorial",
  source: async () => join(await sourceDistribution("flask", "3.1.3"), "examples", "tutorial"),
  target: "flaskr:create_app()",
  staticFile: { url: "/static/style.css", path: "flaskr/static/style.css", type: "text/css" },
  page: { url: "/hello", says: "Hello, World!" },
  code: { package: "flaskr", file: "__init__.py", before: "    return app\n" },
};

/** A well-known app of about 50 routes, made to look at HTTP with. */
export const httpbin: RealProject = {
  name: "httpbin",
  source: () => sourceDistribution("httpbin", "0.10.4"),
  target: "httpbin:app",
  staticFile: { url: "/static/favicon.ico", path: "httpbin/static/favicon.ico", type: "image/" },
  page: { url: "/html", says: "Herman Melville - Moby-Dick" },
  code: { package: "httpbin", file: "core.py", before: undefined },
};

/** Changes the code of a copy, and nothing else: registers the routes of `probe.py`, as one adds a blueprint. */
export async function addProbe(project: RealProject, folder: string): Promise<void> {
  const { package: name, file, before } = project.code;
  await copyFile(join(import.meta.dirname, "probe.py"), join(folder, name, "probe.py"));
  const path = join(folder, name, file);
  const text = await readFile(path, "utf8");
  const at = before === undefined ? text.length : text.lastIndexOf(before);
  const indent = before === undefined ? "" : "    ";
  const lines = [`${indent}from . import probe`, `${indent}app.register_blueprint(probe.blueprint)`, ""];
  await writeFile(path, `${text.slice(0, at)}\n${lines.join("\n")}${text.slice(at)}`);
}
