import { describe, expect, test } from "vitest";
import { composeSources } from "../../../../server/src/engine/docker/composeSources";

/** The files that are read of a project in /shop, relative to it. */
function read(texts: Readonly<Record<string, string>>, own: readonly string[], environment = {}) {
  const { files, variables } = composeSources(
    "/shop",
    own.map((path) => `/shop/${path}`),
    new Map(Object.entries(environment)),
    (path) => texts[path.replace("/shop/", "")],
  );
  const short = (path: string) => path.replace("/shop/", "");
  return [files.map(short), variables.map(short)];
}

describe("compose reads", () => {
  test.each<[string, Record<string, string>, readonly string[], object, readonly string[], readonly string[]]>([
    [
      "one file and .env",
      { "compose.yaml": "services: {web: {build: .}}" },
      ["compose.yaml"],
      {},
      ["compose.yaml"],
      [".env"],
    ],
    [
      "what is included, and what that includes, each once, also in a ring",
      {
        "compose.yaml": "include: [db/db.yaml, {path: [a.yaml, b.yaml]}]",
        "db/db.yaml": "include: [../a.yaml, more.yaml]",
        "a.yaml": "include: [compose.yaml]",
      },
      ["compose.yaml"],
      {},
      ["compose.yaml", "db/db.yaml", "a.yaml", "db/more.yaml", "b.yaml"],
      [".env", "db/.env"],
    ],
    [
      "what is extended, and files of variables in both forms",
      {
        "base.yaml": "services: {web: {extends: {file: common/web.yaml, service: web}, env_file: web.env}}",
        "more.yaml":
          "services: {db: {extends: {service: web}, env_file: [{path: db.env, required: false}, $NOT/x.env]}}",
        "common/web.yaml": "services: {web: {extends: {file: ../root.yaml, service: x}, env_file: own.env}}",
      },
      ["base.yaml", "more.yaml"],
      {},
      ["base.yaml", "more.yaml", "common/web.yaml", "root.yaml"],
      [".env", "web.env", "common/own.env", "db.env"],
    ],
    [
      "paths with variables, and nothing that is fetched",
      {
        "compose.yaml": "include: ['${PART}.yaml', '${OTHER:-other}.yaml', 'https://example.com/x.yaml', 'oci://x/y']",
      },
      ["compose.yaml"],
      { PART: "part" },
      ["compose.yaml", "part.yaml", "other.yaml"],
      [".env"],
    ],
    [
      "another folder's part with its own variables",
      {
        "deploy/compose.yaml":
          "include: [{path: ../part/c.yaml, project_directory: .., env_file: p.env}]\nservices: {a: {env_file: a.env}}",
        "part/c.yaml": "services: {b: {env_file: b.env}}",
      },
      ["deploy/compose.yaml"],
      {},
      ["deploy/compose.yaml", "part/c.yaml"],
      [".env", "deploy/p.env", "b.env", "deploy/a.env"],
    ],
    [
      "a file that is half written, or not there",
      { "compose.yaml": "include: [" },
      ["compose.yaml", "gone.yaml"],
      {},
      ["compose.yaml", "gone.yaml"],
      [".env"],
    ],
  ])("%s", (_, texts, own, environment, files, variables) =>
    expect(read(texts, own, environment)).toEqual([files, variables]),
  );
});
