import { describe, expect, test } from "vitest";
import { rendered } from "../../../server/src/languages/nginx/installed";
import { containerPaths } from "../../../server/src/stack/nginxFolder";

const paths = (
  root: string,
  context: string,
  placements: Record<string, string> = {},
  more: readonly string[] = [],
) => {
  const placed = Object.entries(placements).map(([source, target]) => ({ source, target }));
  const found = containerPaths({ root, context, members: [root, ...more] }, placed);
  return found && [...found.values()];
};

describe("where a configuration is in a container", () => {
  test.each<[string, string[] | undefined, string[] | undefined]>([
    ["a whole one", paths("/p/nginx/nginx.conf", "main"), ["/etc/nginx/nginx.conf"]],
    [
      "what it includes, beside it",
      paths("/p/nginx/nginx.conf", "main", {}, ["/p/nginx/conf.d/a.conf"]),
      ["/etc/nginx/nginx.conf", "/etc/nginx/conf.d/a.conf"],
    ],
    ["a site", paths("/p/site.conf", "http"), ["/etc/nginx/conf.d/site.conf"]],
    ["a template", paths("/p/default.conf.template", "http"), ["/etc/nginx/templates/default.conf.template"]],
    ["a fragment that nothing reads", paths("/p/a.conf", "http/location"), undefined],
    ["a file that is mounted", paths("/p/my.conf", "main", { "/p/my.conf": "/opt/n.conf" }), ["/opt/n.conf"]],
    [
      "a folder that is mounted",
      paths("/p/x/a.conf", "http", { "/p/x": "/etc/nginx/conf.d" }),
      ["/etc/nginx/conf.d/a.conf"],
    ],
    [
      "a folder with a longer name is another",
      paths("/p/xy/a.conf", "http", { "/p/x": "/y" }),
      ["/etc/nginx/conf.d/a.conf"],
    ],
    [
      "the later of two",
      paths("/p/x/a.conf", "http", { "/p/x": "/copied", "/p/x/a.conf": "/mounted.conf" }),
      ["/mounted.conf"],
    ],
  ])("%s", (_name, found, expected) => {
    expect(found).toEqual(expected);
  });
});

test("a template is read as what the image makes of it", () => {
  expect(rendered("/etc/nginx/templates/a.conf.template")).toBe("/etc/nginx/conf.d/a.conf");
  expect(rendered("/etc/nginx/conf.d/a.conf")).toBe("/etc/nginx/conf.d/a.conf");
});
