import * as l10n from "@vscode/l10n";
import type { FunctionFact } from "../../languages/python/facts";
import type { Rule } from "../rule";
import { workerKind } from "../workers";

/** Workers that call the application as WSGI has it, with two arguments; uvicorn's tries what else it may be. */
const wsgi = ["sync", "gthread", "gevent", "eventlet", "tornado"];

/** A factory is named as if it were the application, or called without what it needs. */
export const factoryCall: Rule = {
  code: "gunicorn-factory-call",
  severity: "warning",
  check(subject) {
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

/** Whether it can be called with the environment and the function that starts the response. */
function takesRequest({ parameters }: FunctionFact): boolean {
  if (parameters.some(({ kind }) => kind === "*")) return true;
  return parameters.filter(({ kind }) => kind === "plain").length >= 2;
}

const neededBy = ({ parameters }: FunctionFact): readonly string[] =>
  parameters.flatMap(({ name, kind, default: preset }) =>
    (kind === "plain" || kind === "keyword") && preset === undefined ? [name] : [],
  );
