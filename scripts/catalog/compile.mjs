// Makes the committed catalog (server/src/languages/nginx/catalog/*.json) from scripts/catalog/extracted.json (facts of
// the C sources), scripts/catalog/additions.mjs (modules that have neither) and the npm package @nginx/reference-lib.
//
//   node scripts/catalog/compile.mjs            writes the files
//   import { compile } from "./compile.mjs"     the same as strings, for the test that watches for drift
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { additions, known as knownFacts, variables as moreVariables } from "./additions.mjs";
import { parametersOf } from "./parameters.mjs";
import { argumentCounts, argumentKind } from "./syntax.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = join(here, "../../server/src/languages/nginx/catalog");

/** Bit numbers of the contexts, in the order of the flags that nginx itself has. */
export const contexts = [
  "main",
  "events",
  "http",
  "http/server",
  "http/location",
  "http/upstream",
  "http/server/if",
  "http/location/if",
  "http/limit_except",
  "stream",
  "stream/server",
  "stream/upstream",
  "mail",
  "mail/server",
  "rtmp",
  "rtmp/server",
  "rtmp/application",
  "rtmp/recorder",
  "mgmt",
  "http/oidc_provider",
  "http/acme_issuer",
  "http/otel_exporter",
  "http/match",
  "stream/match",
];

/** What each of nginx's own setters takes as a value; others are named as they are, for a rule of their own. */
const kinds = {
  ngx_conf_set_flag_slot: "flag",
  ngx_conf_set_num_slot: "number",
  ngx_conf_set_size_slot: "size",
  ngx_conf_set_off_slot: "offset",
  ngx_conf_set_msec_slot: "msec",
  ngx_conf_set_sec_slot: "sec",
  ngx_conf_set_bufs_slot: "bufs",
  ngx_conf_set_enum_slot: "enum",
  ngx_conf_set_bitmask_slot: "bitmask",
  ngx_conf_set_path_slot: "path",
  ngx_conf_set_access_slot: "access",
  ngx_conf_set_str_slot: "text",
  ngx_conf_set_str_array_slot: "text",
  ngx_conf_set_keyval_slot: "keyval",
  ngx_http_set_complex_value_slot: "complex",
  ngx_http_set_complex_value_zero_slot: "complex",
  ngx_http_set_complex_value_size_slot: "complex_size",
  ngx_stream_set_complex_value_slot: "complex",
  ngx_stream_set_complex_value_zero_slot: "complex",
  ngx_stream_set_complex_value_size_slot: "complex_size",
  ngx_http_set_predicate_slot: "predicate",
  // The development kit's: the first argument names the variable that is made.
  ndk_set_var_value: "sets_first",
  ndk_set_var_multi_value: "sets_first",
};
/** Setters that refuse a second directive in the same block, beyond those whose text says so. */
const once = new Set([
  ...["flag", "str", "num", "size", "off", "msec", "sec", "bufs", "enum", "path", "access"].map(
    (slot) => `ngx_conf_set_${slot}_slot`,
  ),
  ...["http", "stream"].flatMap((family) =>
    ["", "_zero", "_size"].map((kind) => `ngx_${family}_set_complex_value${kind}_slot`),
  ),
]);
/** Blocks of Lua hand over to a setter that refuses a second one. */
const luaHandler = /^ngx_http_lua_(?!set_by|balancer)\w+_by_lua_block$/;
/** Setters whose "is duplicate" concerns something else than the directive as a whole. */
const repeatable = new Set([
  ...["types_slot", "set_predicate_slot", "limit_req", "limit_conn", "mirror"].map((name) => `ngx_http_${name}`),
  ...["redirect", "cookie_domain", "cookie_path", "cookie_flags"].map((name) => `ngx_http_proxy_${name}`),
  "ngx_stream_limit_conn",
]);

const family = (module) => module.match(/^ngx_(http|stream|mail|rtmp)_/)?.[1] ?? "core";

const maskOf = (names) =>
  names.includes("any")
    ? 2 ** contexts.length - 1
    : names.reduce((mask, name) => mask | (1 << contexts.indexOf(name)), 0);

/** Contexts as the docs name them, in nginx's own terms. */
function documentedContexts(directive) {
  const where = family(directive.module);
  return directive.contexts.flatMap((name) => {
    if (name === "main" || name === "events" || name === "mgmt") return [name];
    if (name === "if in location") return ["http/location/if"];
    if (name === "if") return ["http/server/if", "http/location/if"];
    if (name === where) return [where];
    if (name === "http" || name === "stream" || name === "mail") return [name];
    const full = `${where === "core" ? "http" : where}/${name}`;
    return contexts.includes(full) ? [full] : [];
  });
}

function fromSources(entry, since) {
  const setter = entry.setter;
  const mark = [
    entry.block ? "b" : "",
    once.has(setter) || luaHandler.test(setter) || (entry.once && !repeatable.has(setter)) ? "o" : "",
    entry.variables || /complex|predicate/.test(kinds[setter] ?? "") ? "v" : "",
    entry.deprecated ? "d" : "",
  ].join("");
  const extra = {};
  if (entry.words) extra.words = entry.words;
  if (entry.bounds) extra.bounds = entry.bounds;
  const own = entry.origins.filter((origin) => origin.startsWith("nginx@"));
  if (own.length === 0) extra.from = entry.origins[0];
  else {
    if (!own.includes("nginx@1.26.3")) extra.gone = "1.25.1";
    const first = since[entry.name];
    if (!own.includes("nginx@1.22.1")) extra.since = first && newer(first, "1.22.1") ? first : "1.25.0";
    else if (first && newer(first, "1.9.0") && !newer(first, "1.22.1")) extra.since = first;
  }
  const kind = kinds[setter] ?? setter.replace(/^ngx_/, "");
  return [entry.module, maskOf(entry.contexts), entry.args, kind, mark, extra];
}

const newer = (a, b) => a.localeCompare(b, "en", { numeric: true }) > 0;

function fromDocs(directive) {
  const plus = /commercial subscription/.test(directive.description) || plusModules.test(directive.module);
  const counts = argumentCounts(directive.syntax, directive.isBlock);
  const mark = (directive.isBlock ? "b" : "") + (plus ? "p" : "");
  const extra = plus || external.test(directive.module) ? {} : { since: "1.27.0" };
  return [directive.module, maskOf(documentedContexts(directive)), counts, argumentKind(directive.syntax), mark, extra];
}
const plusModules =
  /_(?:api|auth_jwt|auth_require|f4f|hls|keyval|oidc|session_log|status|upstream_conf|upstream_hc|zone_sync|mqtt_\w+|num_map)_module$|^ngx_mgmt/;
const external = /_(?:js|otel|acme|perl|geoip|xslt)_module$|perftools|otel/;

export async function compile() {
  const { Format, getDirectives, getVariables } = await import("@nginx/reference-lib");
  const { directives, variables, since } = JSON.parse(readFileSync(join(here, "extracted.json"), "utf8"));
  const catalog = new Map();
  const add = (name, [module, mask, counts, kind, mark, extra]) => {
    const { words, since, plus, ...fact } = knownFacts[`${module} ${name}`] ?? knownFacts[name] ?? {};
    const marks = plus === false ? mark.replace("p", "") : mark;
    const more = { ...extra, ...(words ? { words } : {}), ...(since ? { since } : {}) };
    const spec = [module, mask, fact.counts ?? counts, fact.kind ?? kind, marks, more];
    catalog.set(name, [...(catalog.get(name) ?? []), spec]);
  };
  const known = new Map();
  for (const entry of directives) {
    if (entry.contexts.length === 0) continue;
    const spec = fromSources(entry, since);
    const key = `${family(entry.module)} ${entry.name}`;
    known.set(key, [spec[0], spec[1] | (known.get(key)?.[1] ?? 0), spec[2], spec[3]]);
    add(entry.name, spec);
  }
  const documented = getDirectives(Format.Markdown);
  const texts = {};
  const parameters = {};
  for (const directive of documented) {
    const key = `${family(directive.module)} ${directive.name}`;
    const spec = fromDocs(directive);
    const own = known.get(key);
    // Also those that a later release has brought to other contexts.
    const contexts = spec[1] & ~(own?.[1] ?? 0);
    if (!own && directive.contexts.some(Boolean)) add(directive.name, spec);
    else if (own && contexts !== 0 && family(directive.module) !== "core")
      add(directive.name, [spec[0], contexts, spec[2], own[3], ...spec.slice(4)]);
    const text = [directive.module, directive.syntax, directive.default, directive.description];
    // An upstream has a "server" and a "keepalive_timeout" of its own.
    const inUpstream = texts[key] !== undefined && /_upstream_module$/.test(directive.module);
    const place = inUpstream ? key.replace(" ", "/upstream ") : key;
    texts[place] ??= text;
    parameters[place] ??= parametersOf(directive, own?.[3]);
  }
  // What the sources tell is better than what is listed by hand.
  for (const [name, spec] of additions(contexts)) {
    if (!catalog.get(name)?.some(([module]) => module === spec[0])) add(name, spec);
  }

  const names = { http: new Set(), stream: new Set() };
  // Built-in variables that no directive may set.
  const fixed = { http: [], stream: [] };
  for (const key of Object.keys(variables)) {
    const [where, name] = key.split(" ");
    names[where].add(name);
    if (variables[key].fixed && variables[key].origins.some((origin) => origin.startsWith("nginx@")))
      fixed[where].push(name);
  }
  for (const variable of getVariables(Format.Markdown)) {
    const where = family(variable.module) === "stream" ? "stream" : "http";
    const name = variable.name.slice(1).replace(/NAME$/, "");
    // The module asks for this one, it does not make it.
    if (name !== "memcached_key") names[where].add(name);
    texts[`${where} $${name}`] ??= [variable.module, [], "", variable.description];
  }
  for (const name of moreVariables) names.http.add(name);
  const modules = [...new Set([...catalog.values()].flatMap((specs) => specs.map(([module]) => module)))].sort();
  const lines = [...catalog.keys()].sort().map((name) => {
    const specs = catalog.get(name).map(([module, mask, counts, kind, mark, extra]) => {
      const spec = [modules.indexOf(module), mask, counts, kind, mark];
      return Object.keys(extra).length > 0 ? [...spec, extra] : spec;
    });
    return `${JSON.stringify(name)}:${JSON.stringify(specs)}`;
  });
  return {
    "directives.json": `{"contexts":${JSON.stringify(contexts)},\n"modules":${JSON.stringify(modules)},\n"directives":{\n${lines.join(",\n")}\n}}\n`,
    "variables.json": `${JSON.stringify({ http: [...names.http].sort(), stream: [...names.stream].sort(), fixed })}\n`,
    "parameters.json": `{\n${Object.keys(parameters)
      .filter((key) => parameters[key] !== undefined)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${JSON.stringify(parameters[key])}`)
      .join(",\n")}\n}\n`,
    "texts.json": `{\n${Object.keys(texts)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${JSON.stringify(texts[key])}`)
      .join(",\n")}\n}\n`,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(await compile())) writeFileSync(join(target, name), text);
}
