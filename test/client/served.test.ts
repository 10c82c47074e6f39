import { describe, expect, test } from "vitest";
import { isServed, mayBeNginx } from "../../client/src/served";

const document = (path: string, languageId: string, text: string) =>
  ({ languageId, uri: { scheme: "file", path }, getText: () => text }) as unknown as Parameters<typeof isServed>[0];

describe("a document starts the language server", () => {
  test.each([
    ["/p/nginx/nginx.conf", "nginx", ""],
    ["/p/gunicorn.conf.py", "python", ""],
    ["/p/my_gunicorn_cfg.py", "python", ""],
    ["/p/conf/production.py", "python", "import os\nworkers = 3\n"],
    ["/p/Dockerfile", "dockerfile", "FROM x"],
    ["/p/web.Dockerfile", "dockerfile", "FROM x"],
    ["/p/docker-compose.prod.yml", "yaml", ""],
    ["/p/Procfile", "plaintext", ""],
    ["/p/run.sh", "shellscript", "exec gunicorn app:app"],
    ["/p/.env", "dotenv", "GUNICORN_CMD_ARGS=-w2"],
  ])("%s", (path, language, text) => expect(isServed(document(path, language, text))).toBe(true));

  test.each([
    ["/p/app.py", "python", "from flask import Flask\napp = Flask(__name__)\n"],
    ["/p/mkdocs.yml", "yaml", "site_name: x"],
    ["/p/notes.txt", "plaintext", "hello"],
    ["/p/build.sh", "shellscript", "make"],
  ])("but %s does not", (path, language, text) => expect(isServed(document(path, language, text))).toBe(false));
});

describe("a document may be Nginx's, whatever it is called", () => {
  const server = "server {\n  listen 80;\n}\n";
  test.each([
    ["/p/web.conf", "properties", server],
    ["/p/web.conf", "plaintext", `upstream app { server a; }\n`],
    ["/p/api.conf", "ini", "  location ~ /a {\n"],
  ])("%s in %s", (path, language, text) => expect(mayBeNginx(document(path, language, text))).toBe(true));

  test.each([
    ["/p/web.conf", "nginx", server],
    ["/p/web.conf", "apacheconf", server],
    ["/p/web.txt", "plaintext", server],
    ["/p/redis.conf", "properties", "server = a\n"],
    ["/p/supervisord.conf", "properties", "[server]\n"],
  ])("but %s in %s is not", (path, language, text) => expect(mayBeNginx(document(path, language, text))).toBe(false));
});
