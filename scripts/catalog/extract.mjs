// Reads the directive tables of nginx's and its modules' C sources into scripts/catalog/extracted.json.
//
//   node scripts/catalog/extract.mjs OUT NAME=FOLDER...
//
// NAME tells where a table comes from: `nginx@1.26.3`, or the name of a third-party module. The sources are Debian's
// (`apt-get source nginx libnginx-mod-...`). Only facts are taken: names, contexts, counts, kinds, allowed words.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const contexts = {
  NGX_MAIN_CONF: "main",
  NGX_EVENT_CONF: "events",
  NGX_HTTP_MAIN_CONF: "http",
  NGX_HTTP_SRV_CONF: "http/server",
  NGX_HTTP_LOC_CONF: "http/location",
  NGX_HTTP_UPS_CONF: "http/upstream",
  NGX_HTTP_SIF_CONF: "http/server/if",
  NGX_HTTP_LIF_CONF: "http/location/if",
  NGX_HTTP_LMT_CONF: "http/limit_except",
  NGX_STREAM_MAIN_CONF: "stream",
  NGX_STREAM_SRV_CONF: "stream/server",
  NGX_STREAM_UPS_CONF: "stream/upstream",
  NGX_MAIL_MAIN_CONF: "mail",
  NGX_MAIL_SRV_CONF: "mail/server",
  NGX_RTMP_MAIN_CONF: "rtmp",
  NGX_RTMP_SRV_CONF: "rtmp/server",
  NGX_RTMP_APP_CONF: "rtmp/application",
  NGX_RTMP_REC_CONF: "rtmp/recorder",
  NGX_ANY_CONF: "any",
};

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".c"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !/\/(?:win32|test|t|debian|os\/win32)\//.test(path))
    .sort();
}

/** The text between the brace at `open` and its partner. */
function braced(text, open) {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '"') {
      for (at++; text[at] !== '"' && at < text.length; at++) if (text[at] === "\\") at++;
    } else if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return text.slice(open + 1, at);
  }
  return text.slice(open + 1);
}

/** Top-level `{...}` items of an initialiser. */
function items(body) {
  const found = [];
  for (let at = body.indexOf("{"); at >= 0; at = body.indexOf("{", at)) {
    const item = braced(body, at);
    found.push(item);
    at += item.length + 2;
  }
  return found;
}

/** Comma-separated fields, commas inside parentheses or strings not counted. */
function fields(item) {
  const found = [];
  let depth = 0;
  let field = "";
  for (let at = 0; at < item.length; at++) {
    const char = item[at];
    if (char === '"') {
      const end = item.indexOf('"', at + 1);
      field += item.slice(at, end + 1);
      at = end;
    } else if (char === "," && depth === 0) {
      found.push(field.trim());
      field = "";
    } else {
      if (char === "(" || char === "{") depth++;
      if (char === ")" || char === "}") depth--;
      field += char;
    }
  }
  found.push(field.trim());
  return found;
}

const plain = (text) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, " ")
    // Not those in a string, such as "http://".
    .replace(/(?<=^|[\s,;{}])\/\/[^\n]*/gm, " ")
    .replace(/^[ \t]*#[^\n]*(?:\\\n[^\n]*)*$/gm, " ");

function tables(text, type) {
  const found = new Map();
  for (const match of text.matchAll(new RegExp(`${type}\\s+(\\w+)\\s*\\[\\s*\\w*\\s*\\]\\s*=\\s*\\{`, "g"))) {
    found.set(match[1], items(braced(text, match.index + match[0].length - 1)));
  }
  return found;
}

const words = (list) =>
  list.map((item) => item.match(/ngx_string\("([^"]*)"\)/)?.[1]).filter((word) => word !== undefined);

/** Every function of a file by name, with its body. */
function functions(text) {
  const found = new Map();
  for (const match of text.matchAll(/^(\w+)\(([^;{}]*?)\)\s*\n\{/gm)) {
    found.set(match[1], braced(text, match.index + match[0].length - 1));
  }
  return found;
}

const boundsOf = (table) =>
  new RegExp(`ngx_conf_num_bounds_t\\s+${table}\\s*=\\s*\\{\\s*\\w+,\\s*(-?\\w+),\\s*(-?\\w+)`);

/** Bounds that a header of a library names (brotli/encode.h). */
const macros = { BROTLI_MIN_QUALITY: 0, BROTLI_MAX_QUALITY: 11 };

function bound(word, name) {
  const value = macros[word] ?? Number(word);
  if (Number.isNaN(value)) throw new Error(`What number is ${word}, a bound of ${name}?`);
  return value;
}

function counts(flags) {
  const found = new Set();
  for (const flag of flags) {
    const digits = flag.match(/^NGX_CONF_TAKE(\d+)$/)?.[1];
    if (digits) for (const digit of digits) found.add(Number(digit));
    if (flag === "NGX_CONF_NOARGS") found.add(0);
    if (flag === "NGX_CONF_FLAG") return "flag";
    if (flag === "NGX_CONF_1MORE") return "1+";
    if (flag === "NGX_CONF_2MORE") return "2+";
    if (flag === "NGX_CONF_ANY") return "0+";
  }
  return [...found].sort().join("");
}

/** First version of each directive, from the "Feature" items of nginx's own CHANGES. */
function firstVersions(changes) {
  const found = new Map();
  for (const part of changes
    .split(/^Changes with nginx /m)
    .slice(1)
    .reverse()) {
    const version = part.match(/^[\d.]+/)?.[0];
    for (const item of part.split(/\n\s*\*\) /).slice(1)) {
      const named = item
        .replace(/\s+/g, " ")
        .match(/^Feature: the ((?:"\w+"(?:, and |, | and )?)+) directives?\b/)?.[1];
      for (const [, name] of named?.matchAll(/"(\w+)"/g) ?? []) if (!found.has(name)) found.set(name, version);
    }
  }
  return found;
}

const out = new Map();
let since = new Map();
const variables = new Map();
const [target, ...inputs] = process.argv.slice(2);
for (const input of inputs) {
  const cut = input.indexOf("=");
  const origin = input.slice(0, cut);
  const changes = join(input.slice(cut + 1), "..", "CHANGES");
  if (origin.startsWith("nginx@") && existsSync(changes)) since = firstVersions(readFileSync(changes, "utf8"));
  // Definitions that several files share, such as the words of an enumeration, are looked up in all of them.
  const files = sources(input.slice(cut + 1)).map((path) => ({ path, text: plain(readFileSync(path, "latin1")) }));
  const enums = new Map(files.flatMap(({ text }) => [...tables(text, "ngx_conf_enum_t")]));
  const masks = new Map(files.flatMap(({ text }) => [...tables(text, "ngx_conf_bitmask_t")]));
  const allBodies = new Map(files.flatMap(({ text }) => [...functions(text)]));
  for (const { text } of files) {
    const bodies = functions(text);
    for (const type of ["ngx_http_variable_t", "ngx_stream_variable_t"]) {
      for (const list of tables(text, type).values()) {
        for (const item of list) {
          const [named, , , , flags = ""] = fields(item);
          const word = named?.match(/ngx_string\("([^"]*)"\)/)?.[1];
          if (!word) continue;
          const key = `${type.split("_")[1]} ${word}`;
          const known = variables.get(key)?.origins ?? [];
          variables.set(key, { origins: [...new Set([...known, origin])], fixed: !/CHANGEABLE|PREFIX/.test(flags) });
        }
      }
    }
    for (const [table, list] of tables(text, "(?:ngx_command_t|ngx_mail_command_t)")) {
      const module = text.match(new RegExp(`ngx_module_t\\s+(\\w+)\\s*=[^;]*?\\b${table}\\b`))?.[1] ?? table;
      for (const item of list) {
        const [named, typed, setter, , , post = ""] = fields(item);
        const name = named?.match(/ngx_string\("([^"]+)"\)/)?.[1];
        if (!name || !typed) continue;
        const flags = typed.split("|").map((flag) => flag.trim());
        const entry = { name, module, contexts: flags.flatMap((flag) => contexts[flag] ?? []), args: counts(flags) };
        if (flags.includes("NGX_CONF_BLOCK")) entry.block = true;
        if (flags.includes("NGX_DIRECT_CONF")) entry.direct = true;
        entry.setter = setter;
        const table = post.match(/&?(\w+)/)?.[1];
        if (table && (enums.has(table) || masks.has(table))) entry.words = words(enums.get(table) ?? masks.get(table));
        if (table && /^ngx_conf_deprecated|_deprecated$/.test(table)) entry.deprecated = true;
        const bounds = table && files.map(({ text }) => text.match(boundsOf(table))).find(Boolean);
        if (bounds) entry.bounds = [bound(bounds[1], name), bound(bounds[2], name)];
        const body = bodies.get(setter) ?? allBodies.get(setter);
        if (body) {
          if (/compile_complex_value|script_compile|complex_value_slot/.test(body)) entry.variables = true;
          if (/"is duplicate"/.test(body)) entry.once = true;
          const called = body.match(/ngx_conf_set_\w+|ngx_http_set_complex_\w+/)?.[0];
          if (called) entry.slot = called;
          if (/regex_compile/.test(body)) entry.regex = true;
        }
        const key = `${module} ${name} ${entry.contexts[0] ?? ""}`;
        const known = out.get(key);
        out.set(key, { ...entry, origins: [...new Set([...(known?.origins ?? []), origin])] });
      }
    }
  }
}
const sorted = [...out.keys()].sort().map((key) => out.get(key));
const lines = sorted.map((entry) => `    ${JSON.stringify(entry)}`).join(",\n");
const names = [...variables.keys()]
  .sort()
  .map((key) => `    ${JSON.stringify(key)}: ${JSON.stringify(variables.get(key))}`);
writeFileSync(
  target,
  `{\n  "directives": [\n${lines}\n  ],\n  "variables": {\n${names.join(",\n")}\n  },\n  "since": ${JSON.stringify(Object.fromEntries([...since].sort()))}\n}\n`,
);
console.log(`${sorted.length} directives, ${names.length} variables`);
