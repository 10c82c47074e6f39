import { nameOf } from "../../../workspace/paths";
import { gunicornCatalog } from "../catalog/catalog";

/** The names that are Gunicorn's by custom; Gunicorn itself looks for the first alone. */
const named = /^gunicorn[._-](?:conf|config|cfg)\.py$/i;
const likely = /gunicorn.*\.py$/i;

/**
 * Whether a Python file configures Gunicorn: by its name, or where its name has `gunicorn` in it and it assigns settings
 * that few other modules have. A file that a command names with `-c` is one, too, whatever it is called.
 */
export function isGunicornFile(path: string, text: string): boolean {
  const name = nameOf(path);
  if (named.test(name)) return true;
  return likely.test(name) && assignsSettings(text) && !/^(?:class|from gunicorn|import gunicorn)\b/m.test(text);
}

/** Names that any module may have. */
const common = new Set(["config", "user", "group", "reload", "paste", "protocol", "timeout", "threads", "daemon"]);

function assignsSettings(text: string): boolean {
  const { settings } = gunicornCatalog();
  for (const [, name = ""] of text.matchAll(/^(?:def[ \t]+)?([a-z_]\w*)[ \t]*(?:=(?!=)|:|\()/gm)) {
    if (settings.has(name) && !common.has(name)) return true;
  }
  return false;
}
