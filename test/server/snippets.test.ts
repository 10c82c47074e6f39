import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DockerfileParser } from "dockerfile-ast";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { expand, files, readSnippets } from "./snippets/read";

const all = files.flatMap((file) => readSnippets(file).map((snippet) => ({ file, ...snippet })));

describe("expand", () => {
  it.each([
    ["listen ${1:80};", "listen 80;"],
    ["${1:a} and $1", "a and a"],
    ["${1|one,two|}", "one"],
    ["\\$host $0", "$host "],
    ["\\${HTTP_PORT:-${1:8080}}", "${HTTP_PORT:-8080}"],
    ["a \\\\", "a \\"],
    ['return 200 "ok\\n";', 'return 200 "ok\\n";'],
  ])("%s is %s", (body, text) => {
    expect(expand(body)).toBe(text);
  });

  it("refuses a variable that nobody escaped", () => {
    expect(() => expand("proxy_set_header Host $host;")).toThrow("unescaped");
  });

  it("refuses two defaults for one place", () => {
    expect(() => expand("${1:a} ${1:b}")).toThrow("another default");
  });
});

describe("all snippets", () => {
  it("have prefixes and names of their own", () => {
    for (const key of ["prefix", "name"] as const) {
      const values = all.map((snippet) => snippet[key]);
      expect(values.filter((value, index) => values.indexOf(value) !== index)).toEqual([]);
    }
  });

  it.each(all)(
    "$prefix is a word, says what it does, and leaves the cursor somewhere",
    ({ prefix, description, body }) => {
      expect(prefix).toMatch(/^[a-z][a-z0-9-]+$/);
      expect(description.length).toBeGreaterThan(10);
      expect(description).not.toMatch(/\.$/);
      expect(body).toContain("$0");
      expect(body).not.toMatch(/\t| +$/m);
      expect(() => expand(body)).not.toThrow();
    },
  );

  it("are what the manifest names", () => {
    const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
    const paths = new Set(manifest.contributes.snippets.map((one: { path: string }) => one.path));
    expect([...paths].sort()).toEqual(files.map((file) => `./snippets/${file}.json`).sort());
  });
});

describe("Dockerfile snippets", () => {
  const known =
    /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)$/;

  it.each(readSnippets("dockerfile"))("$prefix holds known instructions with arguments", ({ body }) => {
    const instructions = DockerfileParser.parse(expand(body)).getInstructions();
    expect(instructions.length).toBeGreaterThan(0);
    for (const instruction of instructions) {
      expect(instruction.getKeyword()).toMatch(known);
      expect(instruction.getArguments().length).toBeGreaterThan(0);
    }
  });

  it.each(readSnippets("dockerfile"))("$prefix pulls no frontend and starts nothing in a shell", ({ body }) => {
    expect(body).not.toContain("# syntax");
    for (const command of expand(body).matchAll(/^(?:CMD|ENTRYPOINT) (.*)$/gm)) {
      expect(() => JSON.parse(command[1] ?? "")).not.toThrow();
    }
  });
});

describe("compose snippets", () => {
  it.each(readSnippets("compose"))("$prefix is YAML: a map, without warnings", ({ body }) => {
    const document = parseDocument(expand(body), { strict: true, uniqueKeys: true });
    expect(document.errors).toEqual([]);
    expect(document.warnings).toEqual([]);
    expect(typeof document.toJS()).toBe("object");
  });

  it.each(readSnippets("compose"))("$prefix publishes no database and holds no password", ({ body }) => {
    const text = expand(body);
    expect(text).not.toMatch(/"(5432|3306|6379):/);
    expect(text).not.toMatch(/PASSWORD: (?!\$\{)/);
  });
});
