import { describe, expect, test } from "vitest";
import { readComposeConfig } from "../../../../server/src/engine/docker/composeConfig";
import { sourcesOf } from "../../../../server/src/engine/docker/configFiles";
import type { Disk } from "../../../../server/src/engine/docker/placements";
import type { ServerProgram } from "../../../../server/src/engine/engine";
import { localPaths } from "../../../../server/src/engine/localPaths";

/** A disk that has these files, by their absolute path. */
const diskOf = (files: Readonly<Record<string, string>>): Disk => {
  const below = (folder: string) => Object.keys(files).filter((path) => path.startsWith(`${folder}/`));
  return {
    text: (path) => files[path],
    isFolder: (path) => below(path).length > 0,
    list: (folder) => [...new Set(below(folder).map((path) => path.slice(folder.length + 1).split("/")[0] ?? ""))],
  };
};

/** What a service is made of: its part of `docker compose config`, and the files of the project in /shop. */
function read(service: object, files: Readonly<Record<string, string>>, program?: ServerProgram) {
  const project = readComposeConfig(JSON.stringify({ name: "shop", services: { one: service } }));
  const [declared] = project?.services ?? [];
  if (declared === undefined) throw new Error("There is no service");
  const disk = diskOf(Object.fromEntries(Object.entries(files).map(([path, text]) => [`/shop/${path}`, text])));
  const sources = sourcesOf(declared, program, disk);
  return { ...sources, files: sources.files.map((path) => path.replace("/shop/", "")) };
}

const build = { build: { context: "/shop", dockerfile: "Dockerfile" } };
const bind = (source: string, target: string) => ({ type: "bind", source: `/shop/${source}`, target });
const app = (start: string, copy = "COPY . .") => `FROM python:3.13\nWORKDIR /srv/app\n${copy}\n${start}\n`;

describe("the configuration files of a service", () => {
  test.each<[string, object, Record<string, string>, ServerProgram | undefined, readonly string[]]>([
    [
      "of nginx: what its Dockerfile copies where nginx reads it, whatever it is called here",
      build,
      {
        Dockerfile: "FROM nginx\nCOPY proxy/ /etc/nginx/\nCOPY page.html /usr/share/",
        "proxy/main.conf": "",
        "proxy/mime.types": "",
        "nginx.conf": "",
        "page.html": "",
      },
      "nginx",
      ["Dockerfile", "proxy/main.conf"],
    ],
    [
      "of nginx: what is mounted, and nothing that lies about",
      { image: "nginx", volumes: [bind("conf.d", "/etc/nginx/conf.d"), bind("static", "/srv/static")] },
      { "conf.d/a.conf": "", "conf.d/more/b.conf": "", "conf.d/note.txt": "", "static/x.conf": "", "nginx.conf": "" },
      "nginx",
      ["conf.d/a.conf", "conf.d/more/b.conf"],
    ],
    [
      "of nginx: a pattern, templates, and sites without an ending",
      build,
      {
        Dockerfile: "FROM nginx\nCOPY sites/* /etc/nginx/sites-enabled/\nCOPY shop.conf.template /etc/nginx/templates/",
        "sites/shop": "",
        "shop.conf.template": "",
      },
      "nginx",
      ["Dockerfile", "sites/shop", "shop.conf.template"],
    ],
    [
      "of nginx: a folder that becomes the root",
      build,
      { Dockerfile: "FROM nginx\nCOPY rootfs /", "rootfs/etc/nginx/nginx.conf": "", "rootfs/opt/other.conf": "" },
      "nginx",
      ["Dockerfile", "rootfs/etc/nginx/nginx.conf"],
    ],
    [
      "of Gunicorn: the one that its command names, and not another",
      build,
      {
        Dockerfile: app('CMD ["gunicorn", "-c", "conf/serve.py", "app:app"]'),
        "conf/serve.py": "",
        "gunicorn.conf.py": "",
        "requirements.txt": "",
      },
      "gunicorn",
      ["Dockerfile", "conf/serve.py", "requirements.txt"],
    ],
    [
      "of Gunicorn: its own name where none is named, in the folder that it is started in",
      build,
      {
        Dockerfile: app("CMD gunicorn app:app", "COPY backend/ ."),
        "backend/gunicorn.conf.py": "",
        "gunicorn.conf.py": "",
      },
      "gunicorn",
      ["Dockerfile", "backend/gunicorn.conf.py"],
    ],
    [
      "of Gunicorn: a script that starts it, a module, and what the compose file says instead",
      { ...build, command: ["sh", "start.sh"] },
      {
        Dockerfile: app("CMD gunicorn -c other.py app:app"),
        "start.sh": "exec gunicorn --config=python:conf.prod app:app",
        "conf/prod.py": "",
        "other.py": "",
      },
      "gunicorn",
      ["Dockerfile", "start.sh", "conf/prod.py"],
    ],
    [
      "of Gunicorn: GUNICORN_CMD_ARGS, and what is mounted over the copy",
      {
        ...build,
        environment: { GUNICORN_CMD_ARGS: "-c /etc/serve.py" },
        volumes: [bind("deploy/serve.py", "/etc/serve.py")],
      },
      { Dockerfile: app("CMD gunicorn app:app"), "deploy/serve.py": "" },
      "gunicorn",
      ["Dockerfile", "deploy/serve.py"],
    ],
    [
      "of anything else: what is mounted and looks like one",
      { image: "redis", volumes: [bind("redis.conf", "/etc/redis.conf"), bind("data", "/data")] },
      { "redis.conf": "", "data/dump": "" },
      undefined,
      ["redis.conf"],
    ],
    ["of a service whose Dockerfile is not there: none", build, { "gunicorn.conf.py": "" }, "gunicorn", []],
  ])("%s", (_, service, files, program, expected) => expect(read(service, files, program).files).toEqual(expected));
});

describe("a path of a container", () => {
  const places = (service: object, files: Record<string, string>, path: string) =>
    localPaths(path, read(service, files).mappings);

  test.each<[string, string, string, readonly string[]]>([
    ["in the folder that is copied", app(""), "/srv/app/shop/views.py", ["/shop/shop/views.py"]],
    ["in another one", app("", "COPY src/ /code/"), "/code/app.py", ["/shop/src/app.py"]],
    ["that was copied elsewhere", app("", "COPY src/ /code/"), "/srv/app/app.py", []],
    ["that is one file", app("", "COPY run.py tool.py ./"), "/srv/app/tool.py", ["/shop/tool.py"]],
    ["that climbs out of it", app(""), "/srv/app/../../etc/passwd", []],
    ["that begins like another", app("", "COPY src /code"), "/codec/app.py", []],
    [
      "that came through a stage between",
      "FROM python AS made\nWORKDIR /build\nCOPY src/ app/\nFROM python\nCOPY --from=made /build/app /opt/shop\n",
      "/opt/shop/views.py",
      ["/shop/src/views.py"],
    ],
    ["of another image", "FROM python\nCOPY --from=ghcr /x /opt\n", "/opt/x.py", []],
    ["of stages that copy from each other", "FROM a AS b\nCOPY --from=b / /\n", "/x.py", []],
  ])("%s", (_, dockerfile, path, expected) =>
    expect(places(build, { Dockerfile: dockerfile, "src/app.py": "", "shop/views.py": "" }, path)).toEqual(expected),
  );

  test("that is mounted is the mounted file first", () =>
    expect(
      places(
        { ...build, volumes: [bind("dev", "/srv/app")] },
        { Dockerfile: app(""), "dev/a.py": "" },
        "/srv/app/a.py",
      ),
    ).toEqual(["/shop/dev/a.py", "/shop/a.py"]));
});
