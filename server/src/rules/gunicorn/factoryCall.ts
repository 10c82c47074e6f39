import * as l10n from "@vscode/l10n";
import type { FunctionFact } from "../../languages/python/facts";
import type { Rule, Said, Subject } from "../rule";
import { workerKind } from "../workers";

/** Workers that call the application as WSGI has it, with two arguments; uvicorn's tries what else it may be. */
const wsgi = ["sync", "gthread", "gevent", "eventlet", "tornado"];

/** A factory is named as if it were the application, or called without what it needs. */
export const factoryCall: Rule = {
  code: "gunicorn-factory-call",
  severity: "warning",
  check(subject) {
    const bare = unquoted(subject);
    if (bare !== undefined) return [bare];
    const served = subject.served();
    const { target, module, object } = served ?? {};
    if (target === undefined || module?.kind !== "file" || object?.is !== "yes") return [];
    const called = object.binding?.value;
    // What a decorator makes of it is not known.
    if (called?.kind !== "function" || called.function.decorators.length > 0) return [];
    const { function: factory } = called;
    const at = { path: target.path, ...(target.nameAt ?? target.at) };
    const { from: start, to: end } = factory;
    const related = [{ path: module.path, start, end: Math.min(end, start + 1), message: l10n.t("It is made here.") }];
    if (target.call === undefined) {
      const kind = workerKind(subject);
      if (kind === undefined || !wsgi.includes(kind) || takesRequest(factory) || factory.async) return [];
      const message = l10n.t(
        '"{0}" is a function that makes the application, and every request to it would fail. Write "{1}", in quotes.',
        target.name,
        `${target.module}:${target.name}()`,
      );
      return [{ ...at, message, related }];
    }
    const most = factory.parameters.some(({ kind }) => kind === "*")
      ? Number.POSITIVE_INFINITY
      : factory.parameters.filter(({ kind }) => kind === "plain").length;
    const given = countOf(target.call);
    if (given !== undefined && given > most) {
      const message = l10n.t(
        '"{0}" is called with more than it takes, and Gunicorn does not start: it has {1} parameter(s).',
        target.name,
        most,
      );
      return [{ ...at, severity: "error", message, related }];
    }
    const needed = neededBy(factory);
    if (target.call.trim() !== "" || needed.length === 0) return [];
    const message = l10n.t(
      '"{0}" is called without {1}, and Gunicorn does not start. Write what it needs between the brackets, or give it a default.',
      target.name,
      needed.join(", "),
    );
    return [{ ...at, severity: "error", message, related }];
  },
};

/** `gunicorn app:create_app()` in a shell, which takes the bracket for one of its own and refuses the line. */
function unquoted({ gunicorn: { command }, text }: Subject): Said | undefined {
  const word = command?.targets.at(-1);
  const written = word && text(word.path);
  if (word === undefined || written === undefined || /["']/.test(written.charAt(word.end - 1))) return undefined;
  const call = /^\([^()\n"'\\]*\)/.exec(written.slice(word.end, word.end + 200))?.[0];
  if (call === undefined || written.slice(word.start, word.end) !== word.text) return undefined;
  const whole = `'${word.text}${call}'`;
  const at = { path: word.path, start: word.start, end: word.end + call.length };
  return {
    ...at,
    severity: "error",
    message: l10n.t(
      "A shell reads the brackets as its own and refuses the line, so Gunicorn does not start: write {0}, in quotes.",
      whole,
    ),
    fixes: [
      { title: l10n.t("Put it in quotes"), path: word.path, edits: [{ start: at.start, end: at.end, text: whole }] },
    ],
  };
}

/** How many values a call has between its brackets, where they are plain ones; names are given to none. */
function countOf(call: string): number | undefined {
  const value = `(?:-?[\\d.]+|True|False|None|"[^"\\\\]*"|'[^'\\\\]*')`;
  const list = new RegExp(`^\\s*${value}(?:\\s*,\\s*${value})*\\s*$`);
  return list.test(call) ? [...call.matchAll(new RegExp(value, "g"))].length : undefined;
}

/** Whether it can be called with the environment and the function that starts the response. */
function takesRequest({ parameters }: FunctionFact): boolean {
  if (parameters.some(({ kind }) => kind === "*")) return true;
  return parameters.filter(({ kind }) => kind === "plain").length >= 2;
}

const neededBy = ({ parameters }: FunctionFact): readonly string[] =>
  parameters.flatMap(({ name, kind, default: preset }) =>
    (kind === "plain" || kind === "keyword") && preset === undefined ? [name] : [],
  );
