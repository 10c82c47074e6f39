import { expect, test } from "vitest";
import { isNginxFile } from "../../../../server/src/languages/nginx/files";

test.each<[path: string, isNginx: boolean]>([
  ["nginx.conf", true],
  ["site.nginx", true],
  ["deploy/shop.nginx", true],
  ["Dockerfile.nginx", false],
  ["docker/Containerfile.nginx", false],
  ["conf.d/default.conf", true],
  ["conf.d/shop/locations/api.conf", true],
  ["conf.d/shop/readme.txt", false],
  ["sites-enabled/shop/www", true],
  ["nginx/templates/shop/a.conf.template", true],
  ["app.conf", false],
  ["deploy/nginx-site.conf", true],
  ["nginx.prod.conf", true],
  ["deploy/my-nginx.conf", true],
  ["nginx/supervisord.conf", false],
  ["docker/supervisord-nginx.conf", false],
  ["etc/supervisor/conf.d/app.conf", false],
  ["etc/supervisor/conf.d/shop/app.conf", false],
  ["supervisor-app/nginx/conf.d/a.conf", true],
  ["fail2ban/filter.d/nginx-http-auth.conf", false],
  ["conf.d/uwsgi.conf", false],
  ["nginx/gunicorn.conf", false],
])("%s: %s", (path, isNginx) => expect(isNginxFile(path)).toBe(isNginx));
