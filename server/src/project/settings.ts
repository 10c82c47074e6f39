import { join } from "../workspace/paths";
import { type Constant, type Constants, projectPath } from "./constants";
import type { Layout } from "./layout";
import type { Source } from "./sources";
import { moduleFrame } from "./values";

/** What the project gives a Flask setting of this name, wherever constants do. */
export function settingValues(own: readonly Source[], name: string, constants: Constants): readonly Constant[] {
  return own.flatMap((source) => {
    if (!source.mentions(name)) return [];
    return source
      .python()
      .deep()
      .settings.flatMap((setting) =>
        setting.name === name ? (constants(setting.value, moduleFrame(source)) ?? []) : [],
      );
  });
}

/** `MAX_CONTENT_LENGTH` in bytes; the largest where configurations differ. */
export function findUploadLimit(own: readonly Source[], constants: Constants): number | null {
  const limits = settingValues(own, "MAX_CONTENT_LENGTH", constants).filter((it) => typeof it === "number" && it > 0);
  return limits.length === 0 ? null : Math.max(...limits.map(Number));
}

/**
 * Flask's instance folder, where the app uses it: beside the top-level package or module, as `auto_find_instance_path`
 * computes it for a project that is not installed. Flask-SQLAlchemy puts relative SQLite files there, too.
 */
export function findInstanceFolder(
  own: readonly Source[],
  layout: Layout,
  constants: Constants,
  sqlalchemy: boolean,
): string | null {
  const usual = join(join(layout.workingDirectory, layout.pythonPath), "instance");
  for (const source of own) {
    if (!source.mentions("instance_")) continue;
    const { settings } = source.python().deep();
    const given = settings.find(({ name }) => name === "instance_path");
    const path = given === undefined ? undefined : constants(given.value, moduleFrame(source));
    if (typeof path === "string") return projectPath(path, ".") ?? null;
    if (source.mentions("instance_path", "instance_relative_config=True", "open_instance_resource")) return usual;
  }
  if (!sqlalchemy) return null;
  const urls = settingValues(own, "SQLALCHEMY_DATABASE_URI", constants);
  return urls.some((url) => typeof url === "string" && /^sqlite:\/\/\/[^/:\0]/.test(url)) ? usual : null;
}
