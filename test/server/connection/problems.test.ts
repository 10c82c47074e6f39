import { afterEach, beforeEach, expect, test } from "vitest";
import { checkPaths } from "../../../server/src/cli/checkPaths";
import { type ProblemsResult, problemsRequest } from "../../../server/src/protocol";
import { type Session, startSession } from "./support";

let session: Session;
beforeEach(async () => {
  session = await startSession();
});
afterEach(() => session.end());

const counts = async (...paths: readonly string[]) => {
  const uris = paths.map((path) => session.uri(path));
  const { counts: found } = await session.client.sendRequest<ProblemsResult>(problemsRequest, { uris });
  return Object.fromEntries(found.map(({ errors, warnings }, index) => [paths[index], `${errors} ${warnings}`]));
};

const files = {
  "compose.yaml":
    "services:\n  nginx:\n    image: nginx:1.30\n    volumes: ['./proxy/site:/etc/nginx/conf.d/site.conf:ro']\n  web:\n    build: .\n",
  Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["gunicorn", "-c", "conf/serve.py", "app:app"]\n',
  "app.py": "from flask import Flask\napp = Flask(__name__)\n",
  "conf/serve.py": 'workers = "many"\nbind = "0.0.0.0:8000"\n',
  "nginx/nginx.conf": "events {}\nhttp {\n  server { listen 80 }\n}\n",
  "fine.conf": "server { listen 8081; }\n",
};
const paths = Object.keys(files);

test("closed files have the problems that `flask-stack check` finds", async () => {
  for (const [path, text] of Object.entries(files)) session.write(path, text);
  const found = await counts(...paths);
  expect(found).toMatchObject({
    "nginx/nginx.conf": "1 0",
    "conf/serve.py": "1 0",
    "app.py": "0 0",
    "fine.conf": "0 0",
  });
  const checked = await checkPaths([session.root], {});
  if (!checked.ok) throw new Error(checked.problem.message);
  const of = (path: string, wanted: string) =>
    checked.value.findings.filter(({ file, severity }) => file === path && severity === wanted).length;
  expect(found).toEqual(Object.fromEntries(paths.map((path) => [path, `${of(path, "error")} ${of(path, "warning")}`])));
});

test("a file that changes on the disk, or that is open with other text, is counted as it is now", async () => {
  session.write("nginx/nginx.conf", files["nginx/nginx.conf"]);
  expect(await counts("nginx/nginx.conf")).toEqual({ "nginx/nginx.conf": "1 0" });
  session.write("nginx/nginx.conf", "events {}\n");
  expect(await counts("nginx/nginx.conf")).toEqual({ "nginx/nginx.conf": "0 0" });
  await session.open("nginx/nginx.conf", "evens {}\nevents {}\n", "nginx");
  expect(await counts("nginx/nginx.conf")).toEqual({ "nginx/nginx.conf": "1 0" });
});

test("what is not there, or is on no disk, has none", async () => {
  const uris = [session.uri("nginx/gone.conf"), "untitled:nginx.conf", "file://elsewhere/nginx.conf"];
  const { counts: found } = await session.client.sendRequest<ProblemsResult>(problemsRequest, { uris });
  expect(found).toEqual(uris.map(() => ({ errors: 0, warnings: 0 })));
});
