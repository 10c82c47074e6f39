import { findingsOf } from "./support";

export type Texts = Readonly<Record<string, string>>;

/** A project whose image starts Gunicorn with a config file, with what the test is about. */
export const image = (conf: string, more: Texts = {}, docker = ""): Texts => ({
  "app.py": "app = 1\n",
  Dockerfile: `FROM python:3.13\nWORKDIR /app\nCOPY . .\n${docker}CMD ["gunicorn", "app:app"]\n`,
  "gunicorn.conf.py": `${quiet}${conf}`,
  ...more,
});

/** What keeps the rules about a container's folders still. */
export const quiet = 'worker_tmp_dir = "/dev/shm"\n';

/** The same on the machine itself. */
export const host = (conf: string, more: Texts = {}): Texts => ({
  Procfile: "web: gunicorn app:app\n",
  "gunicorn.conf.py": conf,
  ...more,
});

export const compose = (service: string): Texts => ({ "compose.yaml": `services:\n  web: {build: ., ${service}}\n` });

export const nginx = (upstream: string): Texts => ({
  "nginx/nginx.conf": `events {}\nhttp { upstream app { ${upstream} } server { listen 80; location / { proxy_pass http://app; } } }\n`,
});

/** `code "what is underlined"` of each finding of a rule. */
export const found = (texts: Texts): string[] =>
  findingsOf(texts).map(({ code, path, start, end }) => {
    const text = texts[path]?.slice(start, end);
    return `${code.replace("gunicorn-", "")} ${JSON.stringify(text)}`;
  });
