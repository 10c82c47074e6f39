import * as l10n from "@vscode/l10n";
import { isCidr } from "../../address";
import { parseSize } from "../../values";
import { invalidParameter, invalidValue } from "../generic";
import type { Check } from "../model";
import { complexValue, defineVariable } from "../names";

/** A directive that makes a variable by its argument `at`; what else it is given may hold variables. */
const sets =
  (at: number): Check =>
  (checking) => {
    const { args } = checking.directive;
    defineVariable(checking, args[at]);
    for (const [index, word] of args.entries()) if (index !== at) complexValue(checking, word, true);
  };

/** `js_import FILE.js` or `js_import NAME from FILE`; without a name, that of the file is the one. */
const jsImport: Check = (checking) => {
  const [first, from] = checking.directive.args;
  if (from && from.value !== "from") return invalidParameter(checking, from, ["from"]);
  if (!first) return;
  const name = from ? first.value : /([^/]*)\.js$/.exec(first.value)?.[1];
  if (name && /^[a-z_]\w*$/i.test(name)) return;
  invalidValue(checking, first, l10n.t("it must be a file such as utils.js, or NAME from FILE"));
};

/** A name and a size, of which Lua wants two pages at least. */
const sharedDict: Check = (checking) => {
  const size = checking.directive.args[1];
  if (size && (parseSize(size.value) ?? 0) <= 8191) {
    invalidValue(checking, size, l10n.t("it must be a size such as 64k"));
  }
};

/** rtmp: `allow [publish|play] ADDRESS`. */
const rtmpAccess: Check = (checking) => {
  const { args } = checking.directive;
  const first = args[0];
  const second = args[1];
  if (first && second && !["publish", "play"].includes(first.value))
    return invalidParameter(checking, first, ["publish", "play"]);
  const address = args.at(-1);
  if (address && address.value !== "all" && !isCidr(address.value)) invalidParameter(checking, address, ["all"]);
};

/** srcache: a method, a location and its arguments. */
const srcacheRequest: Check = (checking) => {
  const [method, ...rest] = checking.directive.args;
  if (!method) return;
  for (const word of rest) complexValue(checking, word);
  if (rest.length > 0 && !methods.includes(method.value.toUpperCase()))
    invalidValue(checking, method, l10n.t("it must be an HTTP method"), methods);
};

const methods = "GET HEAD POST PUT DELETE MKCOL COPY MOVE OPTIONS PROPFIND PROPPATCH LOCK UNLOCK TRACE".split(" ");

/** cache-purge: `proxy_cache_purge ZONE KEY`, or `proxy_cache_purge METHOD from ADDRESS...`. */
const cachePurge: Check = (checking) => {
  const [, from, ...more] = checking.directive.args;
  if (from && more.length > 0 && from.value !== "from") invalidParameter(checking, from, ["from"]);
};

/** Directives of modules beside nginx's own: what makes variables (njs, Lua, set-misc, vts), and a few others. */
export const makers: Readonly<Record<string, Check>> = {
  sets_first: sets(0),
  sets_second: sets(1),
  js_import: jsImport,
  http_lua_shared_dict: sharedDict,
  rtmp_access_rule: rtmpAccess,
  http_srcache_conf_set_request: srcacheRequest,
  cache_purge: cachePurge,
};
