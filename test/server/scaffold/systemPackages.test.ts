import { describe, expect, test } from "vitest";
import { systemPackages } from "../../../server/src/scaffold/systemPackages";

const of = (text: string, python = "3.13") =>
  systemPackages([{ name: (/^[\w.-]+/.exec(text)?.[0] ?? "").toLowerCase(), text }], python);
const none = { build: [], run: [] };

describe("what has to be compiled brings a compiler, and its library to run", () => {
  test.each([
    { text: "psycopg2==2.9.10", build: ["gcc", "libc6-dev", "libpq-dev"], run: ["libpq5"] },
    {
      text: "mysqlclient",
      build: ["default-libmysqlclient-dev", "gcc", "libc6-dev", "pkg-config"],
      run: ["libmariadb3"],
    },
    { text: "psycopg[c]", build: ["gcc", "libc6-dev", "libpq-dev"], run: ["libpq5"] },
    { text: "uWSGI", build: ["gcc", "libc6-dev"], run: [] },
    { text: "thing @ git+ssh://example.org/thing", build: ["git"], run: [] },
  ])("$text", ({ text, build, run }) => {
    expect(of(text)).toEqual({ build, run });
  });
});

describe("what only loads a library brings no compiler", () => {
  test.each([
    { text: "psycopg", run: ["libpq5"] },
    { text: "psycopg[pool]>=3.1", run: ["libpq5"] },
    { text: "pyodbc", run: ["unixodbc"] },
  ])("$text", ({ text, run }) => {
    expect(of(text)).toEqual({ build: [], run });
  });
});

describe("what PyPI has a wheel of brings nothing", () => {
  test.each([
    { text: "flask" },
    { text: "psycopg2-binary" },
    { text: "psycopg[binary]" },
    { text: "psycopg[binary,pool]>=3" },
    { text: "lxml" },
    { text: "lxml==5.3.0" },
    { text: "lxml>=4" },
    { text: "Pillow==11.0.0" },
    { text: "cryptography==43.0.0" },
    { text: "constructor" },
  ])("$text", ({ text }) => {
    expect(of(text)).toEqual(none);
  });
});

describe("a pin that is older than the first wheel for this Python is compiled", () => {
  test.each([
    { text: "lxml==4.9.1", python: "3.12", compiled: true },
    { text: "lxml==4.9.3", python: "3.12", compiled: false },
    { text: "Pillow==9.5.0", python: "3.12", compiled: true },
    { text: "Pillow==9.5.0", python: "3.11", compiled: false },
    { text: "gevent==22.10.2", python: "3.13", compiled: true },
  ])("$text on Python $python: $compiled", ({ text, python, compiled }) => {
    expect(of(text, python).build.includes("gcc")).toBe(compiled);
  });
});
