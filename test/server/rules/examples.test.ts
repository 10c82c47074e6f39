import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { codes } from "../../../server/src/languages/gunicorn/diagnostics/codes";
import { ruleCodes } from "../../../server/src/rules/codes";
import { gunicornFindings, readJudged } from "../../../server/src/rules/gunicornFindings";
import { filesOf } from "../scaffold/support";

type Texts = Readonly<Record<string, string>>;

const docker = (lines = ""): string => `FROM python:3.13\nWORKDIR /app\nCOPY . .\n${lines}`;
const start = "CMD gunicorn app:app\n";

/** What has to lie around the code of a page for it to be as the page says; a Procfile where nothing is told. */
const around: Readonly<Record<string, Texts>> = {
  "gunicorn-class-not-found": {
    Procfile: "web: gunicorn app:app\n",
    "loggers.py": "class JsonLogger: pass\n",
    "requirements.txt": "flask\ngunicorn\n",
  },
  "gunicorn-config-missing": { "gunicorn.conf.py": "" },
  "gunicorn-debug-in-image": { Dockerfile: docker(start) },
  "gunicorn-log-file-in-container": { Dockerfile: docker(start) },
  "gunicorn-worker-tmp-dir": { Dockerfile: docker(start) },
  "gunicorn-control-socket": { Dockerfile: docker(`USER 1000\n${start}`) },
  "gunicorn-user-not-root": { Dockerfile: docker(`USER 1000\n${start}`) },
  "gunicorn-privileged-port": { Dockerfile: docker(`USER 1000\n${start}`) },
  "gunicorn-cpu-count": { Dockerfile: docker(start), "compose.yaml": "services:\n  web: {build: ., cpus: 1}\n" },
  "gunicorn-proxy-protocol": {
    Dockerfile: docker("CMD gunicorn -b 0.0.0.0:8000 app:app\n"),
    "compose.yaml": "services:\n  web: {build: ., ports: ['8000:8000']}\n",
  },
  "gunicorn-keepalive-below-proxy": {
    Dockerfile: docker("CMD gunicorn -b 0.0.0.0:8000 --threads 4 app:app\n"),
    "compose.yaml": "services:\n  web: {build: .}\n",
    "nginx/nginx.conf":
      "events {}\nhttp { upstream a { server web:8000; keepalive 8; } server { location / { proxy_pass http://a; } } }\n",
  },
  "gunicorn-port-mismatch": {
    Dockerfile: docker(start),
    "compose.yaml": "services:\n  web: {build: .}\n",
    "nginx.conf": "events {}\nhttp { server { location / { proxy_pass http://web:8000; } } }\n",
  },
  "gunicorn-setting-package": { Procfile: "web: gunicorn --http-protocols h1,h2 app:app\n" },
  "gunicorn-tls-files": { Procfile: "web: gunicorn app:app\n", "server.key": "", "server.pem": "" },
  "gunicorn-worker-class-package": { Procfile: "web: gunicorn -k gevent app:app\n" },
};

/** What the commands of pages serve. */
const modules: Texts = { "app.py": "app = 1\n", "factory.py": "def create_app():\n    return 1\n" };

interface Block {
  readonly language: string;
  readonly text: string;
}

/** The code that stands under a heading of a page. */
function blocksOf(page: string, heading: string): readonly Block[] {
  const section = page.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? "";
  return [...section.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language = "", text = ""]) => ({ language, text }));
}

/** A block of a page as a file of a project. */
function fileOf({ language, text }: Block): Texts {
  if (language === "dockerfile") return { Dockerfile: docker(text) };
  if (language === "yaml") return { "compose.yaml": text.replace("  web:\n", "  web:\n    image: python:3.13\n") };
  if (language === "sh") return { Procfile: `web: ${text}` };
  if (language === "text") return { "requirements.txt": text };
  const [pinned] = /gunicorn==[\d.]+/.exec(text) ?? [];
  return { "gunicorn.conf.py": text, ...(pinned ? { "requirements.txt": `flask\n${pinned}\n` } : {}) };
}

function projectOf(code: string, blocks: readonly Block[]): Texts {
  const started = blocks.some(({ language }) => /^(dockerfile|yaml|sh)$/.test(language));
  const own = around[code] ?? (started ? {} : { Procfile: "web: gunicorn app:app\n" });
  return Object.assign({}, modules, own, ...blocks.map(fileOf));
}

const codesOf = (texts: Texts): readonly string[] => {
  const judged = readJudged(filesOf(texts), Object.keys(texts), 4);
  return [...gunicornFindings(judged).values()].flat().map((finding) => finding.code);
};

describe("the examples of each page are what is found, and what is not", () => {
  test.each([...Object.keys(codes), ...ruleCodes.keys()])("%s", (code) => {
    const page = readFileSync(join(process.cwd(), "docs/rules", `${code}.md`), "utf8");
    expect(codesOf(projectOf(code, blocksOf(page, "Instead of")))).toContain(code);
    expect(codesOf(projectOf(code, blocksOf(page, "Write")))).not.toContain(code);
  });
});

test("the example of gunicorn-extra-target has the severity that its page tells", () => {
  const page = readFileSync(join(process.cwd(), "docs/rules/gunicorn-extra-target.md"), "utf8");
  const [wrong, right] = [...page.matchAll(/```sh\n(.*)\n```/g)].map(([, line]) => line);
  const [, severity] = /^Default severity: (\w+)/m.exec(page) ?? [];
  const said = (line: string | undefined) => {
    const texts = { Procfile: `web: ${line}\n` };
    const findings = gunicornFindings(readJudged(filesOf(texts), Object.keys(texts), 1));
    return [...findings.values()].flat().map((finding) => `${finding.code} ${finding.severity}`);
  };
  expect(said(wrong)).toEqual([`gunicorn-extra-target ${severity}`]);
  expect(said(right)).toEqual([]);
  expect(said("gunicorn app:app other:app")).toEqual(["gunicorn-extra-target warning"]);
});
