import * as l10n from "@vscode/l10n";
import { gunicornCatalog } from "../languages/gunicorn/catalog/catalog";
import { readConfigFile } from "../languages/gunicorn/configFile/file";
import { finalOf } from "../languages/gunicorn/configFile/given";
import { runConfigFile } from "../languages/gunicorn/configFile/run";
import { type Bind, isLoopback, readBinds } from "../stack/bind";
import { ports } from "./blueprint";
import type { PlannedFile } from "./plan";

/**
 * What in a Gunicorn config file of the user's keeps Nginx, which runs in another container, from reaching the app;
 * already translated.
 * @param files the whole plan: another of the user's files may override what this one says
 */
export function gunicornNotes(path: string, text: string, files: readonly PlannedFile[]): readonly string[] {
  const file = readConfigFile(path, text);
  const run = runConfigFile(file, { cpus: 1 });
  const settings = finalOf(file, run, gunicornCatalog());
  const daemon = settings.get("daemon")?.evaluated.value;
  return [
    ...(daemon?.type === "bool" && daemon.value
      ? [
          l10n.t(
            "{0} is yours: with daemon = True Gunicorn goes to the background, and its container ends at once. Take that line out.",
            path,
          ),
        ]
      : []),
    ...(files.some(overridesBind) ? [] : bindNotes()),
  ];

  function bindNotes(): readonly string[] {
    const bind = settings.get("bind");
    const given = bind?.evaluated;
    if (bind?.unseen || (given === undefined && run.names.has("bind"))) return [];
    // Gunicorn's own default, where nothing is said.
    const binds = readBinds(given === undefined ? { type: "str", value: `127.0.0.1:${ports.gunicorn}` } : given.value);
    if (binds?.some((bind) => bind.kind === "tcp" && !isLoopback(bind) && bind.port === ports.gunicorn)) return [];
    const ownProxy = files.some((file) => file.path === "nginx/nginx.conf" && file.action === "conflict");
    if (binds?.every((bind) => isLoopback(bind) || (bind.kind === "unix" && !ownProxy))) {
      return [
        l10n.t(
          "{0} is yours: at {1} Gunicorn listens only inside its container, where Nginx does not reach it. Bind to {2}.",
          path,
          binds.map(shown).join(", "),
          `0.0.0.0:${ports.gunicorn}`,
        ),
      ];
    }
    if (ownProxy) return [];
    return [l10n.t("{0} is yours: Nginx expects Gunicorn on port 8000 of all addresses, so check its bind.", path)];
  }
}

const shown = (bind: Bind): string =>
  bind.kind === "tcp"
    ? `${bind.host.includes(":") ? `[${bind.host}]` : bind.host}:${bind.port}`
    : bind.kind === "unix"
      ? `unix:${bind.socket}`
      : bind.kind;

/** A command or variable of the user's own that names an address or another config file, which then counts. */
const overridesBind = ({ path, action, current = "" }: PlannedFile): boolean =>
  (/compose\.ya?ml$/.test(path) || (path === "Dockerfile" && action === "conflict")) &&
  /--bind\b|GUNICORN_CMD_ARGS|gunicorn\b.*["'\s](?:-b|(?:-c|--config)(?!.*gunicorn\.conf\.py))/.test(current);
