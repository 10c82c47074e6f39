import { join } from "../workspace/paths";
import { frameIn } from "./blueprints";
import { type Constant, type Constants, projectPath } from "./constants";
import type { Layout } from "./layout";
import type { Source } from "./sources";
import type { Topic } from "./topics";

/** What the project gives Flask settings of these names, wherever constants do. The topic gates which files are read. */
export function settingValues(
  own: readonly Source[],
  topic: Topic,
  names: readonly string[],
  constants: Constants,
): readonly Constant[] {
  return own
    .filter((source) => source.mentions(topic))
    .flatMap((source) => {
      const settings = names.flatMap(source.python().find.settings);
      return settings.flatMap(({ value, within }) => constants(value, frameIn(source, within)) ?? []);
    });
}

/** `MAX_CONTENT_LENGTH` in bytes; the largest where configurations differ. */
export function findUploadLimit(own: readonly Source[], constants: Constants): number | null {
  const limits = settingValues(own, "MAX_CONTENT_LENGTH", ["MAX_CONTENT_LENGTH"], constants).filter(
    (it) => typeof it === "number" && it > 0,
  );
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
    if (!source.mentions("instance_path", "instance_relative_config", "open_instance_resource")) continue;
    const [given] = source.python().find.settings("instance_path");
    const path = given === undefined ? undefined : constants(given.value, frameIn(source, given.within));
    if (typeof path === "string") return projectPath(path, ".") ?? null;
    if (source.mentions("instance_path", "open_instance_resource") || isRelative(source)) return usual;
  }
  if (!sqlalchemy) return null;
  const urls = settingValues(own, "SQLALCHEMY_DATABASE_URI", ["SQLALCHEMY_DATABASE_URI"], constants);
  return urls.some((url) => typeof url === "string" && /^sqlite:\/\/\/[^/:\0]/.test(url)) ? usual : null;
}

/** `Flask(__name__, instance_relative_config=True)`. */
function isRelative(source: Source): boolean {
  const settings = source.python().find.settings("instance_relative_config");
  return settings.some(({ value }) => value.kind === "constant" && value.value === true);
}
