import type { Requirement } from "../project/project";

/** Debian packages: those that compile a dependency, and those that it needs to run. Sorted, without repeats. */
export interface SystemPackages {
  readonly build: readonly string[];
  readonly run: readonly string[];
}

interface Needs {
  /** Beside the compiler. Left out where nothing has to be compiled. */
  readonly build?: readonly string[];
  readonly run?: readonly string[];
  /** The first release of which PyPI has a ready wheel, by Python version: an older pin is compiled. */
  readonly wheels?: Readonly<Record<string, string>>;
  /** An extra that comes with its own libraries: `psycopg[binary]`. */
  readonly bundled?: string;
}

/** What building anything in C takes. */
const compiler = ["gcc", "libc6-dev"];

/** By normalised name, with the package names of Debian 13, which `python:X.Y-slim` is built on. What has wheels for all needs no entry. */
const needs: Readonly<Record<string, Needs>> = {
  psycopg2: { build: ["libpq-dev"], run: ["libpq5"] },
  psycopg: { run: ["libpq5"], bundled: "binary" },
  "psycopg-c": { build: ["libpq-dev"], run: ["libpq5"] },
  mysqlclient: { build: ["default-libmysqlclient-dev", "pkg-config"], run: ["libmariadb3"] },
  "flask-mysqldb": { build: ["default-libmysqlclient-dev", "pkg-config"], run: ["libmariadb3"] },
  mariadb: { build: ["libmariadb-dev"], run: ["libmariadb3"] },
  "python-ldap": { build: ["libldap-dev", "libsasl2-dev"], run: ["libldap2", "libsasl2-2"] },
  gssapi: { build: ["libkrb5-dev"], run: ["libgssapi-krb5-2"] },
  uwsgi: { build: [] },
  pycairo: { build: ["libcairo2-dev", "pkg-config"], run: ["libcairo2"] },
  pygraphviz: { build: ["libgraphviz-dev", "pkg-config"], run: ["graphviz"] },
  pyodbc: { run: ["unixodbc"] },
  cairosvg: { run: ["libcairo2"] },
  weasyprint: { run: ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"] },
  "flask-weasyprint": { run: ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"] },
  "python-magic": { run: ["libmagic1t64"] },
  "opencv-python": { run: ["libgl1", "libglib2.0-0t64"] },
  pyzbar: { run: ["libzbar0t64"] },
  pytesseract: { run: ["tesseract-ocr"] },
  pdf2image: { run: ["poppler-utils"] },
  pydub: { run: ["ffmpeg"] },
  graphviz: { run: ["graphviz"] },
  xmlsec: {
    build: ["libxml2-dev", "libxmlsec1-dev", "pkg-config"],
    run: ["libxmlsec1t64-openssl"],
    wheels: { "3.12": "1.3.14", "3.13": "1.3.15", "3.14": "1.3.17" },
  },
  lxml: {
    build: ["libxml2-dev", "libxslt1-dev", "zlib1g-dev"],
    run: ["libxml2", "libxslt1.1"],
    wheels: { "3.10": "4.6.4", "3.11": "4.9.2", "3.12": "4.9.3", "3.13": "5.3.0", "3.14": "6.0.1" },
  },
  pillow: {
    build: ["libjpeg-dev", "zlib1g-dev", "libfreetype-dev", "libtiff-dev", "libwebp-dev"],
    run: ["libjpeg62-turbo", "libfreetype6", "libtiff6", "libwebp7", "libwebpdemux2", "libwebpmux3"],
    wheels: { "3.10": "8.3.2", "3.11": "9.3.0", "3.12": "10.1.0", "3.13": "11.0.0", "3.14": "12.0.0" },
  },
  gevent: {
    build: [],
    wheels: { "3.10": "21.8.0", "3.11": "22.10.2", "3.12": "23.9.0", "3.13": "24.10.1", "3.14": "25.8.1" },
  },
  greenlet: {
    build: ["g++"],
    wheels: { "3.10": "1.1.2", "3.11": "2.0.0", "3.12": "3.0.0", "3.13": "3.1.0", "3.14": "3.2.4" },
  },
  cffi: {
    build: ["libffi-dev"],
    run: ["libffi8"],
    wheels: { "3.10": "1.15.0", "3.11": "1.15.1", "3.12": "1.16.0", "3.13": "1.17.0", "3.14": "2.0.0" },
  },
  bcrypt: { build: ["libffi-dev", "cargo"], wheels: { "3.10": "3.2.0", "3.13": "3.2.0" } },
  cryptography: {
    build: ["cargo", "libffi-dev", "libssl-dev", "pkg-config"],
    wheels: { "3.10": "3.0", "3.13": "3.0" },
  },
};

/** What `python:X.Y-slim` lacks for these dependencies. */
export function systemPackages(requirements: readonly Requirement[], python: string): SystemPackages {
  const build = new Set<string>();
  const run = new Set<string>();
  for (const { name, text } of requirements) {
    if (/\bgit\+/.test(text)) build.add("git");
    const need = Object.hasOwn(needs, name) ? needs[name] : undefined;
    if (need === undefined || hasWheel(need, text, python)) continue;
    if (need.bundled !== undefined && extras(text).includes(need.bundled)) continue;
    const compiled = need.build ?? (extras(text).includes("c") ? needs[`${name}-c`]?.build : undefined);
    for (const item of compiled === undefined ? [] : [...compiler, ...compiled]) build.add(item);
    for (const item of need.run ?? []) run.add(item);
  }
  return { build: [...build].sort(), run: [...run].sort() };
}

/** Only an exact pin can be too old: anything else takes the newest, which has a wheel. */
function hasWheel({ wheels }: Needs, text: string, python: string): boolean {
  if (wheels === undefined) return false;
  const pinned = /(?:^|[^=!<>~])={2,3}\s*([\d.]+)/.exec(text)?.[1];
  const first = wheels[python] ?? latest(wheels, python);
  return pinned === undefined || first === undefined || compare(pinned, first) >= 0;
}

/** The entry of the nearest Python version below. */
const latest = (wheels: Readonly<Record<string, string>>, python: string): string | undefined =>
  Object.keys(wheels)
    .filter((version) => compare(version, python) <= 0)
    .sort(compare)
    .map((version) => wheels[version])
    .at(-1);

const extras = (text: string): readonly string[] =>
  (/^[^\s[;@=<>!~]+\s*\[([^\]]*)\]/.exec(text)?.[1] ?? "").split(",").map((extra) => extra.trim().toLowerCase());

function compare(a: string, b: string): number {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
