import type { GunicornCommand } from "../languages/gunicorn/model";
import type { Machine } from "../languages/gunicorn/values/things";
import type { Files } from "../workspace/files";
import { nameOf, normalize, parentOf } from "../workspace/paths";

/**
 * The modules of the project that a config file may import. Gunicorn puts the folder that it is started in first on the
 * path before it reads its config file (`gunicorn.app.base.Application.load_config`).
 * @param file the config file, beside which they are looked for where that folder is not known
 */
export function modulesOf(
  file: string,
  command: GunicornCommand | undefined,
  files: Files,
): NonNullable<Machine["module"]> {
  const folder = command?.directory ?? parentOf(file);
  return (name) => {
    if (!/^\w+(\.\w+)*$/.test(name)) return undefined;
    for (const ending of ["/__init__.py", ".py"]) {
      const path = normalize(`${folder}/${name.replaceAll(".", "/")}${ending}`);
      const there = path !== undefined && files.list(parentOf(path)).some((entry) => entry.name === nameOf(path));
      const text = there ? files.text(path) : undefined;
      if (path !== undefined && text !== undefined) return { path, text };
    }
    return undefined;
  };
}
