import type { Given } from "../../languages/gunicorn/model";
import { importsOf } from "../../stack/imports";
import { noSuchModule } from "../noModule";
import type { Rule, Said, Subject } from "../rule";
import { givenOf, placeOf, textOf } from "../settings";

/** `package.module.Class` of a worker or logger in a module that is not there (`gunicorn.util.load_class`). */
export const classNotFound: Rule = {
  code: "gunicorn-class-not-found",
  severity: "error",
  check: (subject) => ["worker_class", "logger_class"].flatMap((setting) => missing(subject, setting)),
};

/** Those of Python and Gunicorn, and packages of workers, which have a rule of their own. */
const others =
  /^(?:gunicorn|logging|asyncio|multiprocessing|threading|concurrent|uvicorn|uvicorn_worker|gevent|eventlet|tornado|aiohttp)$/;

function missing(subject: Subject, setting: string): readonly Said[] {
  const given = givenOf(subject, setting);
  const [, name = "", first = ""] = /^((\w+)(?:\.\w+)*)\.\w+$/.exec(textOf(subject, setting) ?? "") ?? [];
  if (given === undefined || name === "" || others.test(first)) return [];
  const { path, start, end } = placeOf(given);
  const module = subject.imported(name);
  const roots = importsOf(subject)?.roots ?? [];
  const moduleAt = moduleIn(given, name, subject);
  const named = { name, path, at: { start, end }, moduleAt, module, roots };
  const { packages } = subject;
  const isOfProject = module?.kind === "none" && module.parent !== undefined;
  if (!isOfProject && packages.installs(first.replaceAll("_", "-")) !== false) return [];
  return noSuchModule(subject, named, () => (mayBeIn(first, subject) ? undefined : "warning")) ?? [];
}

function moduleIn({ value, path }: Given, name: string, { text }: Subject) {
  const at = value === undefined ? -1 : (text(path)?.slice(value.start, value.end).indexOf(name) ?? -1);
  return value === undefined || at < 0 ? undefined : { start: value.start + at, end: value.start + at + name.length };
}

/** Whether something that is installed may have a module of that name: modules and packages need not be named alike. */
function mayBeIn(module: string, { packages }: Subject): boolean {
  const installed = packages.all();
  const plain = plainName(module);
  return (
    installed === undefined || [...installed].map(plainName).some((it) => it.includes(plain) || plain.includes(it))
  );
}

const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]|^python/g, "");
