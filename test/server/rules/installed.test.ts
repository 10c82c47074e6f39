import { expect, test } from "vitest";
import { found, type Texts } from "./projects";
import { findingsOf } from "./support";

const command = 'CMD ["gunicorn", "-b", "0.0.0.0:80", "--worker-tmp-dir", "/dev/shm", "app:app"]\n';
const dockerfile = (steps: string, from = "python:3.13-slim"): string =>
  `FROM ${from}\nWORKDIR /app\nCOPY . .\n${steps}\n${command}`;
const plain = "RUN pip install --no-cache-dir -r requirements.txt";
const project = (more: Texts, requirements = "flask\nredis==5.0\n"): Texts => ({
  "app.py": "app = 1\n",
  "requirements.txt": requirements,
  ...more,
});
const told = (texts: Texts): string[] => found(texts).filter((each) => each.startsWith("not-installed"));

test.each<[string, Texts, string[]]>([
  ["an image", project({ Dockerfile: dockerfile(plain) }), ['not-installed "gunicorn"']],
  [
    "an image with tools of the system",
    project({
      Dockerfile: dockerfile(
        `RUN apt-get update && apt-get install -y libpq5 && ln -s /usr/bin/env /env\nRUN cp /env /e\nRUN pip install -U pip && ${plain.slice(4)}`,
      ),
    }),
    ['not-installed "gunicorn"'],
  ],
  [
    "a service that is built",
    project({
      Dockerfile: dockerfile(plain.replace("RUN", "RUN --mount=type=cache,target=/root/.cache/pip")).replace(
        command,
        "",
      ),
      "compose.yaml": "services:\n  web:\n    build: .\n    command: gunicorn -b 0.0.0.0:80 app:app\n",
    }),
    ['not-installed "gunicorn"'],
  ],
  ["a Procfile", project({ Procfile: "web: gunicorn app:app\n" }), ['not-installed "gunicorn"']],
  [
    "two stages",
    project({
      Dockerfile: `FROM python:3.13 AS build\nCOPY requirements.txt .\nRUN python -m venv /venv && /venv/bin/pip install -r requirements.txt\nFROM python:3.13-slim\nWORKDIR /app\nCOPY --from=build /venv /venv\nCOPY . .\n${command}`,
    }),
    ['not-installed "gunicorn"'],
  ],
  [
    "a Procfile beside a Dockerfile",
    project({ Procfile: "web: gunicorn app:app\n", Dockerfile: "FROM us/base\n" }),
    [],
  ],
  ["named in the requirements", project({ Dockerfile: dockerfile(plain) }, "flask\ngunicorn\n"), []],
  ["installed by the Dockerfile", project({ Dockerfile: dockerfile(`${plain}\nRUN pip install gunicorn`) }), []],
  ["with the requirements", project({ Dockerfile: dockerfile(`${plain} gunicorn==23.0`) }), []],
  ["by the system", project({ Dockerfile: dockerfile(`RUN apt-get install -y gunicorn\n${plain}`) }), []],
  ["brought by the image", project({ Dockerfile: dockerfile(plain, "tiangolo/meinheld-gunicorn:python3.9") }), []],
  ["an image that may bring it", project({ Dockerfile: dockerfile(plain, "registry.example/base:1") }), []],
  [
    "copied from an image",
    project({ Dockerfile: dockerfile(`COPY --from=registry.example/venv /venv /venv\n${plain}`) }),
    [],
  ],
  ["a package that may bring it", project({ Dockerfile: dockerfile(plain) }, "flask\nour-platform\n"), []],
  ["a script that may install it", project({ Dockerfile: dockerfile(`${plain}\nRUN ./install.sh`) }), []],
  ["another file of requirements", project({ Dockerfile: dockerfile("RUN pip install -r /tmp/all.txt") }), []],
  ["the project itself", project({ Dockerfile: dockerfile(`${plain}\nRUN pip install .`) }), []],
  [
    "a lock file",
    project({ Dockerfile: dockerfile(plain), "poetry.lock": "", "pyproject.toml": '[tool.poetry]\nname = "a"\n' }),
    [],
  ],
  [
    "a service of an image",
    project({ "compose.yaml": "services:\n  web:\n    image: us/web\n    command: gunicorn app:app\n" }),
    [],
  ],
  [
    "a service that is more than its file says",
    project({
      Dockerfile: dockerfile(plain).replace(command, ""),
      "compose.yaml":
        "services:\n  web:\n    extends: {file: other.yaml, service: web}\n    build: .\n    command: gunicorn app:app\n",
    }),
    [],
  ],
  ["a machine of one's own", project({ "run.sh": "gunicorn app:app\n" }), []],
])("a Gunicorn that nothing installs: %s", (_, texts, expected) => expect(told(texts)).toEqual(expected));

test("the fix names it where the rest is named", () => {
  const texts = project({ Procfile: "web: gunicorn app:app\n" }, "flask");
  const [fix] = findingsOf(texts).flatMap(({ code, fixes = [] }) => (code === "gunicorn-not-installed" ? fixes : []));
  expect(fix).toMatchObject({ path: "requirements.txt", edits: [{ start: 5, end: 5, text: "\ngunicorn\n" }] });
});
