import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  contextBit,
  contextNames,
  directiveNames,
  directiveSpecs,
} from "../../../../server/src/languages/nginx/catalog/catalog";
import { type Command, commandsIn, countsOf, placesOf, typeOf } from "../../../nginx/commands";
import { installedNginx, moduleFolder } from "../../../nginx/judge";

const folder = join(process.cwd(), "server/src/languages/nginx/catalog");

test("the committed catalog is what its sources give: else run `node scripts/catalog/compile.mjs`", () => {
  const print = `import { compile } from "./scripts/catalog/compile.mjs"; process.stdout.write(JSON.stringify(await compile()));`;
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", print], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  expect(run.stderr).toBe("");
  for (const [name, text] of Object.entries(JSON.parse(run.stdout) as Record<string, string>)) {
    expect(readFileSync(join(folder, name), "utf8") === text, name).toBe(true);
  }
});

describe("the catalog", () => {
  test("knows nginx's own directives and those of common modules", () => {
    const names = [...directiveNames()];
    expect(names.length).toBeGreaterThan(1100);
    const others = [
      "more_set_headers",
      "brotli",
      "content_by_lua_block",
      "js_set",
      "geoip2",
      "vhost_traffic_status",
      "dav_ext_methods",
      "upload_pass",
      "application",
      "modsecurity",
    ];
    for (const name of [...others, "listen", "gzip", "health_check", "http2"]) expect(names).toContain(name);
  });
  test("gives each a place, a count and a kind", () => {
    for (const name of directiveNames()) {
      for (const spec of directiveSpecs(name) ?? []) {
        expect(spec.contexts, name).toBeGreaterThan(0);
        expect(spec.min, name).toBeLessThanOrEqual(spec.max);
        expect(spec.kind, name).not.toBe("");
      }
    }
  });
  test.each([
    ["gzip", "http/location", { kind: "flag", once: true, block: false, min: 1, max: 1 }],
    ["location", "http/server", { block: true, min: 1, max: 2 }],
    ["server", "http", { block: true, max: 0 }],
    ["server", "http/upstream", { block: false, min: 1 }],
    ["gzip_comp_level", "http", { kind: "number", bounds: [1, 9] }],
    ["brotli_comp_level", "http", { kind: "number", bounds: [0, 11] }],
    ["ssl_protocols", "http", { words: ["SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] }],
    ["http2", "http", { since: "1.25.1" }],
    ["proxy_pass", "stream/server", { module: "ngx_stream_proxy_module" }],
  ])("%s in %s", (name, context, expected) => {
    const spec = directiveSpecs(name)?.find((candidate) => candidate.contexts & contextBit(context));
    expect(spec).toMatchObject(expected);
  });
  test("has the contexts of nginx's flags", () => {
    expect(contextNames.slice(0, 9)).toEqual([
      ...["main", "events", "http", "http/server", "http/location", "http/upstream"],
      ...["http/server/if", "http/location/if", "http/limit_except"],
    ]);
  });
});

const version = installedNginx();
const extracted: {
  readonly directives: readonly {
    readonly name: string;
    readonly origins: readonly string[];
    readonly contexts: string[];
    readonly args: string;
    readonly block?: boolean;
    readonly direct?: boolean;
  }[];
} = JSON.parse(readFileSync(join(process.cwd(), "scripts/catalog/extracted.json"), "utf8"));

/** The directives in the program that is installed, and in the modules beside it. */
function installed(): { readonly own: Command[]; readonly modules: readonly (readonly [file: string, Command[]])[] } {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"];
  const program = folders.map((folder) => join(folder, "nginx")).find((path) => existsSync(path));
  const files = existsSync(moduleFolder) ? readdirSync(moduleFolder).filter((file) => file.endsWith(".so")) : [];
  return {
    own: program === undefined ? [] : commandsIn(readFileSync(program)),
    modules: files.map((file) => [file, commandsIn(readFileSync(join(moduleFolder, file)))]),
  };
}

describe.skipIf(!version)("what the installed nginx itself has", () => {
  const { own, modules } = installed();
  const official = /^ngx_(?:mail|stream|http_(?:geoip|image_filter|xslt_filter|perl)|stream_geoip)_module\.so$/;

  test.skipIf(!extracted.directives.some(({ origins }) => origins.includes(`nginx@${version}`)))(
    "is what was extracted from the sources of that release: contexts, counts of arguments, blocks",
    () => {
      const told = extracted.directives.filter(({ origins }) => origins.includes(`nginx@${version}`));
      const all = [...own, ...modules.flatMap(([file, commands]) => (official.test(file) ? commands : []))];
      const said = new Set(all.map(({ name, type }) => `${name} ${type.toString(16)}`));
      expect(said.size).toBeGreaterThan(500);
      const names = new Set(all.map(({ name }) => name));
      // What was not compiled in, and what a distribution has added from a later release, is nothing to compare.
      const differing = told
        .filter(({ name }) => names.has(name))
        .map((each) => `${each.name} ${typeOf(each).toString(16)}`)
        .filter((each) => !said.has(each));
      expect(differing).toEqual([]);
      const compiled = told.filter(({ name }) => names.has(name)).length;
      expect(compiled / told.length).toBeGreaterThan(0.95);
    },
  );

  test("is in the catalog, in every context and with every count of arguments that it takes", () => {
    const wrong: string[] = [];
    for (const [file, commands] of [["nginx", own] as const, ...modules]) {
      for (const command of commands) {
        const specs = directiveSpecs(command.name) ?? [];
        const fits = placesOf(file, command.type).some(
          (places) =>
            places.every((place) => specs.some(({ contexts }) => contexts & contextBit(place))) &&
            countsOf(command.type).every((count) =>
              specs.some((spec) => spec.takes(count) && places.some((place) => spec.contexts & contextBit(place))),
            ) &&
            specs.some(({ block }) => block === ((command.type & 0x100) !== 0)),
        );
        if (!fits) wrong.push(`${file}: ${command.name} ${command.type.toString(16)}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
