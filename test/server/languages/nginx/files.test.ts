import { expect, test } from "vitest";
import { isNginxFile } from "../../../../server/src/languages/nginx/files";
import { nginxPaths } from "../../../../server/src/languages/nginx/installed";

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
  ["nginx/modsecurity.conf", false],
  ["nginx/modsecurity_includes.conf", false],
  ["nginx/sites-available/default-modsecurity.conf", true],
  ["apache2/sites-available/000-default.conf", false],
  ["docker/httpd/conf/conf.d/ssl.conf", false],
  ["dovecot/conf.d/10-auth.conf", false],
  ["php/nginx/conf.d/site.conf", true],
  ["nginx/sites-available/mysql/admin", true],
])("%s: %s", (path, isNginx) => expect(isNginxFile(path)).toBe(isNginx));

test.each<[text: string, isNginx: boolean]>([
  ["server { listen 80; }\n", true],
  ["# a site\n\n[program:a]\ncommand=/a\n", false],
  ["<VirtualHost *:80>\n  DocumentRoot /a\n</VirtualHost>\n", false],
  ['<?xml version="1.0"?>\n<fontconfig/>\n', false],
  ["", true],
])("sites-available/a with %j", (text, isNginx) => {
  expect(nginxPaths(["sites-available/a"], () => text)).toEqual(isNginx ? ["sites-available/a"] : []);
});
