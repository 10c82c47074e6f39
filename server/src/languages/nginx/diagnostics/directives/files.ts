import * as l10n from "@vscode/l10n";
import { parseNumber, parseSize } from "../../values";
import { makeFinding } from "../finding";
import { invalidValue, repeatedWord } from "../generic";
import type { Check, Checking, Config } from "../model";
import { complexValue } from "../names";
import { inForce, noticedAtEnd } from "../scopes";
import { openssl } from "./openssl";

const index: Check = (checking) => {
  const { args } = checking.directive;
  for (const [at, word] of args.entries()) {
    complexValue(checking, word);
    if (word.value === "") return invalidValue(checking, word, l10n.t("the name of a file is missing"));
    if (word.value.startsWith("/") && at < args.length - 1) {
      const message = l10n.t('"{0}" should be the last: nginx never comes to what stands after it.', word.value);
      checking.report("nginx-no-effect", word, message);
    }
  }
};

/** The type that a list has by itself. */
const ownType = (name: string): string => (name === "xslt_types" ? "text/xml" : "text/html");

/** A list of MIME types: each once, and not the one that it has by itself. */
const types: Check = (checking) => {
  const { args, name } = checking.directive;
  const seen = new Set([ownType(name.value)]);
  for (const word of args) {
    if (word.value === "*") return;
    const type = word.value.toLowerCase();
    if (seen.has(type)) repeatedWord(checking, word);
    seen.add(type);
  }
};

/** What a module of nginx wants of a number of bytes beyond that it is one. */
const sizes: Readonly<Record<string, { fits: (bytes: number) => boolean; expected: () => string }>> = {
  connection_pool_size: { fits: isPool, expected: poolExpected },
  request_pool_size: { fits: isPool, expected: poolExpected },
  http2_pool_size: { fits: isPool, expected: poolExpected },
  http2_chunk_size: { fits: (bytes) => bytes > 0, expected: () => l10n.t("it must be more than 0") },
  http2_streams_index_size: {
    fits: (count) => count > 0 && Number.isInteger(Math.log2(count)),
    expected: () => l10n.t("it must be a power of two"),
  },
};

/** The least that nginx's pools have, and what they must be a multiple of, where a pointer has 8 bytes. */
function isPool(bytes: number): boolean {
  return bytes >= 112 && bytes % 16 === 0;
}
function poolExpected(): string {
  return l10n.t("it must be a multiple of 16, and 112 at least");
}

/** After what the kind of its value says. */
const sized: Check = (checking) => {
  const word = checking.directive.args[0];
  const rule = sizes[checking.directive.name.value];
  const value = word && (parseSize(word.value) ?? parseNumber(word.value));
  if (word && rule && value !== undefined && !rule.fits(value)) invalidValue(checking, word, rule.expected());
};

/** In each server, a large header's buffer is no smaller than the pool of its connection. */
export function serverSizes({ servers, named, findings }: Config): void {
  if (!named.has("large_client_header_buffers")) return;
  for (const scope of servers) {
    const buffers = inForce(scope, "ngx_http_core_module large_client_header_buffers");
    const pool = inForce(scope, "ngx_http_core_module connection_pool_size");
    const [, size] = buffers?.args ?? [];
    const least = pool ? parseSize(pool.args[0]?.value ?? "") : 512;
    const bytes = parseSize(size?.value ?? "");
    if (!size || least === undefined || bytes === undefined || bytes >= least) continue;
    const message = l10n.t('A buffer of "large_client_header_buffers" has {0} bytes at least.', least);
    if (findings.some((known) => known.start === size.start && known.message === message)) continue;
    findings.push(makeFinding(scope.path, "nginx-invalid-value", size, message, { related: noticedAtEnd(scope) }));
  }
}

/** `secure_link_secret` is the old way, which does not go with the new one: where nginx merges, which is below `http`. */
const secureLink: Check = ({ directive, scope, report }) => {
  if (scope.context === "http") return;
  const old = directive.name.value === "secure_link_secret";
  const others = old ? ["secure_link", "secure_link_md5"] : ["secure_link_secret"];
  const other = others.map((name) => scope.seen.get(`ngx_http_secure_link_module ${name}`)).find(Boolean);
  if (!other) return;
  const message = l10n.t('"{0}" cannot stand beside "{1}".', directive.name.value, other.name.value);
  report("nginx-conflict", directive.name, message, { related: noticedAtEnd(scope) });
};

const browsers = ["msie", "gecko", "opera", "safari", "konqueror"];

const modernBrowser: Check = (checking) => {
  const browser = checking.directive.args[0];
  const version = checking.directive.args[1];
  if (!browser) return;
  if (!version) {
    if (browser.value !== "unlisted")
      invalidValue(checking, browser, l10n.t('alone it must be "unlisted"'), ["unlisted"]);
    return;
  }
  if (!browsers.includes(browser.value.toLowerCase()))
    return invalidValue(checking, browser, l10n.t("it must be one of {0}", browsers.join(", ")), browsers);
  if (!/^[\d.]*$/.test(version.value)) invalidValue(checking, version, l10n.t("it must be a version such as 5.5"));
};

const complexAll: Check = (checking) => {
  for (const word of checking.directive.args) complexValue(checking, word);
};

/** What is sent instead of a body; nginx compiles it once all of `http` is read. */
const setBody: Check = ({ directive, scope, report, ...checking }) => {
  const [word] = directive.args;
  const atEnd: Checking["report"] = (code, at, message, more) =>
    report(code, at, message, { ...more, related: noticedAtEnd(scope) });
  if (word) complexValue({ ...checking, directive, scope, report: atEnd }, word);
};

/** On Linux nginx warns of these, and does nothing. */
const lowWater: Check = ({ directive, report }) => {
  report("nginx-no-effect", directive.name, l10n.t('"{0}" does nothing on Linux.', directive.name.value));
};

/** Whose blocks lua-nginx-module refuses where not even a blank is in them. */
const wantCode = "init server_rewrite rewrite access content header_filter body_filter log".split(" ");

const code: Check = ({ directive: { name, block }, report }) => {
  if (block?.closed && block.close === block.open + 1)
    report("nginx-missing-requirement", name, l10n.t('There is no Lua in "{0}".', name.value));
};

/** What is served, and in which sizes. */
export const files: Readonly<Record<string, Check>> = {
  http_index_set_index: index,
  http_types_slot: types,
  http_modern_browser: modernBrowser,
};

/** A power of two; the module says no more of it in its documentation. */
const brotliWindow: Check = (checking) => {
  const word = checking.directive.args[0];
  const size = word && parseSize(word.value);
  if (word && size !== undefined && (!Number.isInteger(Math.log2(size)) || size < 1024 || size > 16 * 1024 ** 2)) {
    invalidValue(checking, word, l10n.t("it must be a power of two from 1k to 16m"));
  }
};

/** Checks of directives whose values the catalog alone tells, by name: they come after those of their kinds. */
export const beside: Readonly<Record<string, Check>> = {
  ...Object.fromEntries(Object.keys(sizes).map((name) => [name, sized])),
  ...Object.fromEntries(["send_lowat", "proxy_send_lowat", "fastcgi_send_lowat"].map((name) => [name, lowWater])),
  ...openssl,
  ...Object.fromEntries(wantCode.map((name) => [`${name}_by_lua_block`, code])),
  ssl_certificate: complexAll,
  ssl_certificate_key: complexAll,
  brotli_window: brotliWindow,
  proxy_set_body: setBody,
  secure_link: secureLink,
  secure_link_md5: secureLink,
  secure_link_secret: secureLink,
};
