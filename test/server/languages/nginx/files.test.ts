import { expect, test } from "vitest";
import { isNginxFile } from "../../../../server/src/languages/nginx/files";

test.each<[path: string, isNginx: boolean]>([
  ["nginx.conf", true],
  ["site.nginx", true],
  ["deploy/shop.nginx", true],
  ["Dockerfile.nginx", false],
  ["docker/Containerfile.nginx", false],
  ["conf.d/default.conf", true],
  ["app.conf", false],
])("%s: %s", (path, isNginx) => expect(isNginxFile(path)).toBe(isNginx));
