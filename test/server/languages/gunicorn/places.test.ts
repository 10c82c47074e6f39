import { describe, expect, test } from "vitest";
import { gunicornCatalog } from "../../../../server/src/languages/gunicorn/catalog/catalog";
import { commandPlace } from "../../../../server/src/languages/gunicorn/features/commandPlace";
import { configPlace } from "../../../../server/src/languages/gunicorn/features/configPlace";
import { placeOf, readCommands } from "../../../../server/src/languages/gunicorn/places/read";

function cut(source: string): { text: string; offset: number } {
  const offset = source.indexOf("|");
  return { text: source.slice(0, offset) + source.slice(offset + 1), offset };
}

function inCommand(path: string, source: string) {
  const { text, offset } = cut(source);
  const place = placeOf(path, text);
  const found = commandPlace(text, offset, place, gunicornCatalog(), (marked) => readCommands(path, marked));
  if (!found) return undefined;
  const { role, spec, start, end, typed, form } = found;
  return { role, setting: spec?.name, replaced: text.slice(start, end), typed, form: form.kind };
}

describe("the place of an offset in a command line", () => {
  const docker = (start: string) => `FROM python:3.13\n${start}\n`;
  const compose = (body: string) => `services:\n  web:\n    image: x\n${body}\n`;
  test.each([
    ["Dockerfile", docker('CMD ["gunicorn", "--wor|", "app:app"]'), "flag", undefined, "--wor", "element"],
    ["Dockerfile", docker('CMD ["gunicorn", "|", "app:app"]'), "any", undefined, "", "element"],
    ["Dockerfile", docker('CMD ["gunicorn", |]'), "any", undefined, "", "element"],
    ["Dockerfile", docker('CMD ["gunicorn", "-k", "g|th"]'), "value", "worker_class", "gth", "element"],
    ["Dockerfile", docker('CMD ["gunicorn", "--worker-class=g|"]'), "value", "worker_class", "g", "element"],
    ["Dockerfile", docker("CMD gunicorn --wor|"), "flag", undefined, "--wor", "blank"],
    ["Dockerfile", docker("CMD gunicorn -w 2 |"), "any", undefined, "", "blank"],
    ["Dockerfile", docker("CMD gunicorn -w 2 \\\n    --bi| \\\n    app:app"), "flag", undefined, "--bi", "blank"],
    ["Dockerfile", docker('CMD ["gunicorn", \\\n  "--bi|", \\\n  "a:a"]'), "flag", undefined, "--bi", "element"],
    ["Dockerfile", docker('CMD ["gunicorn", \\\n  |\n  "a:a"]'), "any", undefined, "", "element"],
    ["Dockerfile", docker('CMD ["gunicorn", \\\n  "-k", \\\n  |]'), "value", "worker_class", "", "element"],
    [
      "Dockerfile",
      docker('CMD [ \\\n  "gunicorn", \\\n  "-k", \\\n  "g|" \\\n]'),
      "value",
      "worker_class",
      "g",
      "element",
    ],
    ["start.sh", "gunicorn \\\n  -k \\\n  |\n", "value", "worker_class", "", "blank"],
    ["Dockerfile", docker("CMD exec gunicorn -kg|"), "value", "worker_class", "g", "blank"],
    ["Dockerfile", docker('CMD ["sh", "-c", "gunicorn --log-level | app:app"]'), "value", "loglevel", "", "blank"],
    ["Dockerfile", docker('ENV GUNICORN_CMD_ARGS="--log-level=d|"'), "value", "loglevel", "d", "blank"],
    ["Dockerfile", docker('CMD gunicorn -k "g|" app:app'), "value", "worker_class", "g", "blank"],
    ["Dockerfile", docker('CMD ["uv", "run", "gunicorn", "ap|"]'), "target", undefined, "ap", "element"],
    ["compose.yaml", compose("    command: gunicorn --wor| app:app"), "flag", undefined, "--wor", "blank"],
    ["compose.yaml", compose('    command: "gunicorn --bind | app:app"'), "value", "bind", "", "blank"],
    ["compose.yaml", compose("    command: >\n      gunicorn\n      --wor|\n"), "flag", undefined, "--wor", "blank"],
    ["compose.yaml", compose('    command: ["gunicorn", "--wor|"]'), "flag", undefined, "--wor", "element"],
    ["compose.yaml", compose("    command: [gunicorn, -k, g|]"), "value", "worker_class", "g", "element"],
    ["compose.yaml", compose("    command:\n      - gunicorn\n      - --wor|"), "flag", undefined, "--wor", "item"],
    ["compose.yaml", compose('    command:\n      - gunicorn\n      - "--wor|"'), "flag", undefined, "--wor", "item"],
    [
      "compose.yaml",
      compose("    command:\n      - gunicorn\n      - -k\n      - |"),
      "value",
      "worker_class",
      "",
      "item",
    ],
    ["compose.yaml", compose("    environment:\n      GUNICORN_CMD_ARGS: --wor|"), "flag", undefined, "--wor", "blank"],
    [
      "compose.yaml",
      compose("    environment:\n      - GUNICORN_CMD_ARGS=-w 2 --thr|"),
      "flag",
      undefined,
      "--thr",
      "blank",
    ],
    ["Procfile", "web: gunicorn app:app --log-level |", "value", "loglevel", "", "blank"],
    [".env", "A=1\nGUNICORN_CMD_ARGS=-w 2 --thr|\n", "flag", undefined, "--thr", "blank"],
    [".env", 'GUNICORN_CMD_ARGS="-w 2 --thr|"\n', "flag", undefined, "--thr", "blank"],
    ["web.service", "[Service]\nExecStart=/srv/venv/bin/gunicorn --bi|\n", "flag", undefined, "--bi", "blank"],
    ["run.sh", "#!/bin/sh\nset -e\nexec gunicorn --wor|\n", "flag", undefined, "--wor", "blank"],
    ["run.sh", "#!/bin/sh\nexport GUNICORN_CMD_ARGS='--wor|'\n", "flag", undefined, "--wor", "blank"],
    ["Makefile", "run:\n\tpython -m gunicorn --wor|\n", "flag", undefined, "--wor", "blank"],
    ["supervisord.conf", "[program:web]\ncommand=gunicorn --wor|\n", "flag", undefined, "--wor", "blank"],
  ])("%s: %j", (path, source, role, setting, typedOrReplaced, form) => {
    const found = inCommand(path, source);
    expect(found).toMatchObject({ role, setting, form });
    expect(found?.replaced.startsWith(found.typed)).toBe(true);
    expect(found?.replaced).toBe(typedOrReplaced);
  });

  test.each([
    ["Dockerfile", docker("RUN pip install gun|icorn")],
    ["Dockerfile", docker("CMD flask run --|")],
    ["Dockerfile", docker('FROM python:3.13\n# CMD ["gunicorn", "--w|"]')],
    ["compose.yaml", compose("    environment:\n      OTHER: --wor|")],
    [".env", "OTHER=--wor|\n"],
    ["run.sh", "echo --wor|\nexec gunicorn app:app\n"],
  ])("but there is none in %s: %j", (path, source) => expect(inCommand(path, source)).toBeUndefined());
});

describe("the place of an offset in a config file", () => {
  const at = (source: string) => {
    const { text, offset } = cut(source);
    const place = configPlace(text, offset);
    if (place.kind === "none") return "none";
    const replaced = text.slice(place.start, place.end);
    return place.kind === "name"
      ? `name ${replaced}${place.hook ? " hook" : ""}${place.open ? "" : " taken"}`
      : `${place.setting} ${place.part} ${place.quote ?? ""}${replaced}${place.quote ?? ""}`;
  };
  test.each([
    ["wor|", "name wor"],
    ["bind = ''\n|\nx = 1\n", "name "],
    ["wor|kers = 2", "name workers taken"],
    ["if debug:\n    rel|\n", "name rel"],
    ["def po|", "name po hook"],
    ["def po|():\n    pass\n", "name po hook taken"],
    ["worker_class = |", "worker_class whole "],
    ["worker_class = g|", "worker_class whole g"],
    ["worker_class = 'g|'", "worker_class whole 'g'"],
    ['worker_class = "g|', 'worker_class whole "g"'],
    ['worker_class = "g|th"  # why', 'worker_class whole "gth"'],
    ["worker_class: str = '|'", "worker_class whole ''"],
    ["bind = ['0.0.0.0:80', '|']", "bind item ''"],
    ["bind = [\n    '0.0.0.0:80',\n    |\n]\n", "bind item "],
    ["secure_scheme_headers = {'|': 'https'}", "secure_scheme_headers key ''"],
    ["secure_scheme_headers = {'X-FORWARDED-PROTO': '|'}", "secure_scheme_headers value ''"],
    ["reload = |\nbind = ''\n", "reload whole "],
    ["# wor|", "none"],
    ["def post_fork(server, worker):\n    wor|\n", "none"],
    ["x = foo(wor|)", "none"],
    ["workers = 2 |", "none"],
    ["import mul|", "none"],
    ["loglevel = 'info'|", "none"],
  ])("%j: %s", (source, expected) => expect(at(source)).toBe(expected));
});
