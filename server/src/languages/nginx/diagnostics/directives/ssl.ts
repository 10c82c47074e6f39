import * as l10n from "@vscode/l10n";
import { parseNumber, parseSize } from "../../values";
import { invalidValue } from "../generic";
import type { Check } from "../model";
import { complexValue, within } from "../names";
import { defineZone } from "./zones";

const sessionCache: Check = (checking) => {
  for (const word of checking.directive.args) {
    const { value } = word;
    if (["off", "none", "builtin"].includes(value)) continue;
    const shared = value.match(/^shared:([^:]+):(.*)$/);
    const bytes = shared?.[2] === undefined ? undefined : parseSize(shared[2]);
    if (shared?.[1] !== undefined && bytes !== undefined) {
      if (bytes < 8 * 4096) return invalidValue(checking, word, l10n.t("a shared session cache has 32k at least"));
      defineZone(checking, shared[1], within(word, 7, 7 + shared[1].length));
      continue;
    }
    if (value.startsWith("builtin:") && parseNumber(value.slice(8)) !== undefined) continue;
    return invalidValue(checking, word, l10n.t("it must be off, none, builtin, builtin:SIZE or shared:NAME:SIZE"));
  }
};

/** `off` or `shared:NAME:SIZE`. */
const ocspCache: Check = (checking) => {
  const word = checking.directive.args[0];
  if (!word || word.value === "off") return;
  const shared = word.value.match(/^shared:([^:]+):(.*)$/);
  const bytes = parseSize(shared?.[2] ?? "");
  if (shared?.[1] === undefined || bytes === undefined)
    return invalidValue(checking, word, l10n.t("it must be off or shared:NAME:SIZE"));
  if (bytes < 8 * 4096) return invalidValue(checking, word, l10n.t("a shared cache has 32k at least"));
  defineZone(checking, shared[1], within(word, 7, 7 + shared[1].length));
};

const file: Check = (checking) => {
  for (const word of checking.directive.args) complexValue(checking, word, !word.value.includes("$"));
};

/** TLS. */
export const tls: Readonly<Record<string, Check>> = {
  http_ssl_session_cache: sessionCache,
  stream_ssl_session_cache: sessionCache,
  mail_ssl_session_cache: sessionCache,
  http_ssl_ocsp_cache: ocspCache,
  http_ssl_password_file: file,
};
