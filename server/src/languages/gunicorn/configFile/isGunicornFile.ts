import { nameOf } from "../../../workspace/paths";
import { gunicornCatalog } from "../catalog/catalog";

/** The names that are Gunicorn's by custom; Gunicorn itself looks for the first alone. */
const named = /^gunicorn[._-](?:conf|config|cfg)\.py$/i;
const likely = /gunicorn.*\.py$/i;
/** Modules beside a config file, by their names. */
const others = /util|helper|test|app|wsgi|worker|run|start|launch|main/i;

/**
 * Whether a Python file configures Gunicorn: by its name, or where its name has `gunicorn` in it and it assigns settings
 * that few other modules have, or nothing else than settings. A file that a command names with `-c` is one, too, whatever it is called.
 */
export function isGunicornFile(path: string, text: string): boolean {
  const name = nameOf(path);
  if (named.test(name)) return true;
  if (!likely.test(name) || /^(?:class|from gunicorn|import gunicorn)\b/m.test(text)) return false;
  return assignsSettings(text) || (!others.test(name) && onlyAssigns(text));
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

/** What may stand in a config file beside settings: brackets that end, imports, conditions, constants. */
const beside =
  /^(?:[\s)\]}#]|$|(?:import|from)[ \t]+(?!flask|django|subprocess)|(?:if|elif)\b(?!.*__name__)|(?:else|try|except|finally)\b|_?[A-Z]\w*[ \t]*=(?!=))/;

/** A hook, or an assignment. */
const sets = /^(?:def[ \t]+([a-z_]\w*)[ \t]*\(|([a-z_]\w*)[ \t]*(?::[^=]*)?=(?!=))/;

/** Whether all that a module does is to assign settings: then a name that any module may have is Gunicorn's, too. */
function onlyAssigns(text: string): boolean {
  const { settings } = gunicornCatalog();
  const code = text.replace(/^("""|''').*?\1/gms, "");
  const lines = code.split(/\r\n|\r|\n/).filter((line) => !beside.test(line));
  return lines.length > 0 && lines.every((line) => settings.has(sets.exec(line)?.slice(1).find(Boolean) ?? ""));
}
