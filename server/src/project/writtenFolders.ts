import { frameIn, keyword, positional } from "./blueprints";
import { type Constant, type Constants, projectPath } from "./constants";
import type { Layout } from "./layout";
import { settingValues } from "./settings";
import type { Source } from "./sources";

/** The settings under which apps and Flask's extensions keep the folder that uploads go to. */
const names = [
  "UPLOAD_FOLDER",
  "UPLOADS_FOLDER",
  "UPLOAD_DIR",
  "UPLOAD_DIRECTORY",
  "UPLOAD_PATH",
  "UPLOADED_PATH",
  "UPLOADS_DEFAULT_DEST",
  "UPLOADED_FILES_DEST",
  "UPLOADED_IMAGES_DEST",
  "UPLOADED_PHOTOS_DEST",
];

/**
 * The folders that the app writes to, relative to the root. Those that uploads go to are told where constants name them,
 * in settings or in the call that makes them, and their own name says that they hold nothing else: what is committed in a
 * folder `static/images` is the app's, and has to stay in the image.
 * @param taken the instance folder, which is kept as it is
 * @param databaseFolders those that hold a database alone
 */
export function findWrittenFolders(
  own: readonly Source[],
  layout: Layout,
  constants: Constants,
  taken: string | null,
  databaseFolders: readonly string[],
): readonly string[] {
  const found = [...settingValues(own, "UPLOAD", names, constants), ...foldersMade(own, constants)]
    .filter((value) => typeof value === "string")
    .flatMap((path) => projectPath(path, layout.workingDirectory) ?? [])
    .filter((path) => /^[\w./-]+$/.test(path) && /upload/i.test(path.split("/").at(-1) ?? ""));
  const all = [...new Set([...found, ...databaseFolders])].sort();
  const over = taken === null ? all : [taken, ...all];
  return all.filter((path) => path !== taken && !over.some((other) => path.startsWith(`${other}/`)));
}

/** `os.makedirs("uploads", exist_ok=True)`. */
const foldersMade = (own: readonly Source[], constants: Constants): readonly Constant[] =>
  own
    .filter((source) => source.mentions("makedirs"))
    .flatMap((source) =>
      source
        .python()
        .find.calls("makedirs")
        .flatMap(({ call, within }) => {
          const path = positional(call, 0) ?? keyword(call, "name");
          return path === undefined ? [] : (constants(path, frameIn(source, within)) ?? []);
        }),
    );
