import * as l10n from "@vscode/l10n";
import type { Directive, Item } from "../../tree";
import type { Check } from "../model";
import { within } from "../names";

/** What leaves no part of the file's name to the client. */
const isKept = (item: Item): boolean =>
  item.kind === "directive" &&
  (item.name.value === "internal" ||
    (item.name.value === "try_files" && item.args.every(({ value }) => !value.includes("$"))));

/** `location /static` with `alias /srv/static/`: `/static../key` is `/srv/static/../key`. */
const traversal: Check = ({ directive, scope, source, report }) => {
  const path = directive.args[0];
  const location = scope.opener;
  const at = location?.args.at(-1);
  if (!path || !at || location?.name.value !== "location") return;
  if (scope.location?.kind !== "prefix" && scope.location?.kind !== "no-regex") return;
  if (!path.value.endsWith("/") || at.value.endsWith("/") || scope.location.name === "") return;
  if (location.block?.kind === "directives" && location.block.items.some(isKept)) return;
  const message = l10n.t(
    'With "{0}../" everybody reads what stands beside "{1}": the location must end with a slash, too.',
    scope.location.name,
    path.value,
  );
  const end = within(at, 0, at.value.length).end;
  const inSameFile = source.path === scope.path;
  const edits = [{ start: end, end, text: "/" }];
  const title = l10n.t('Change to "{0}"', `location ${scope.location.name}/`);
  report("nginx-alias-traversal", path, message, inSameFile ? { fixes: [{ title, path: source.path, edits }] } : {});
};

/** What gives the request an answer of its own. */
const answers = /^(?:return|\w+_pass|empty_gif|stub_status|content_by_lua\w*)$/;

/** Whether a request that comes into the `if` does not come out of it. */
const isFinal = ({ block }: Directive): boolean =>
  block?.items.some((item) => {
    if (item.kind !== "directive") return false;
    if (answers.test(item.name.value)) return true;
    const flag = item.name.value === "rewrite" ? item.args[2]?.value : "";
    const away = item.name.value === "rewrite" && /^(?:https?:\/\/|\$scheme)/.test(item.args[1]?.value ?? "");
    return away || flag === "last" || flag === "redirect" || flag === "permanent";
  }) ?? false;

/** `try_files` beside an `if` that is entered, or beside a proxy that it never lets a request come to. */
export const endOfLocation: Check = ({ directive, scope, report, source }) => {
  const files = scope.seen.get("ngx_http_try_files_module try_files");
  if (!files) return;
  for (const item of directive.block?.items ?? []) {
    if (item.kind !== "directive" || item.name.value !== "if" || isFinal(item)) continue;
    const message = l10n.t('Where this is true, nginx does not look at the "try_files" of this location.');
    report("nginx-if-in-location", item.name, message, {
      related: [{ path: source.path, start: files.start, end: files.end, message: l10n.t("It is passed over then.") }],
    });
  }
  const pass = scope.seen.get("ngx_http_proxy_module proxy_pass");
  const last = files.args.at(-1);
  if (!pass || !last || !/^=[45]\d\d$/.test(last.value)) return;
  const message = l10n.t(
    'Only what is a file here comes to "proxy_pass": all else is answered with {0}. Name a location such as "@app" that hands it on.',
    last.value.slice(1),
  );
  report("nginx-try-files-proxy", last, message);
};

export const locationPractice: Readonly<Record<string, Check>> = { alias: traversal };
