import type { CallExpr, Expr, FunctionFact } from "../languages/python/facts";
import { callableHolders, factoryNames, looksLikeFlask, wrapsApplication } from "./frameworks";
import type { Core } from "./resolveCore";
import {
  type ApplicationValue,
  application,
  type ClassValue,
  type Frame,
  type FunctionValue,
  likeliest,
  nameOfClass,
  type Value,
} from "./values";

/** What calls of functions and classes give. */
export interface Calls {
  readonly call: (expression: CallExpr, frame: Frame) => Value | undefined;
  /** Of a function that is called without arguments. */
  readonly result: (called: FunctionValue) => Value | undefined;
  /** The frame of a function's body when it is called; without an expression nothing is passed. */
  readonly frameOfCall: (called: FunctionValue, expression: CallExpr | undefined, caller: Frame) => Frame;
  /** The first application among the arguments of a call. */
  readonly firstApplication: (expression: CallExpr, frame: Frame) => ApplicationValue | undefined;
  readonly isApplicationClass: (value: Value | undefined) => boolean;
}

/** The part of the resolver that follows calls. */
export function createCalls({ evaluate, deeper }: Core): Calls {
  const results = new Map<FunctionFact, Value | undefined>();

  function call(expression: CallExpr, frame: Frame): Value | undefined {
    const callee = evaluate(expression.callee, frame);
    switch (callee?.kind) {
      case "external":
        return callExternal(callee.name, expression, frame);
      case "class":
        return instantiate(callee, expression, frame);
      case "function":
        return expression.args.length === 0 ? result(callee) : run(callee, expression, frame);
      default:
        return undefined;
    }
  }

  function callExternal(name: string, expression: CallExpr, frame: Frame): Value | undefined {
    if (looksLikeFlask(name) || name in callableHolders) return application(expression, frame, name);
    if (name === "typing.cast") return expression.args[1] && evaluate(expression.args[1].value, frame);
    if (wrapsApplication(name)) return wrapped(name, expression, frame);
    if (factoryNames.has(name.slice(name.lastIndexOf(".") + 1))) return application(expression, frame, name);
    return { kind: "object", type: { kind: "external", name }, call: expression, frame };
  }

  function instantiate(type: ClassValue, expression: CallExpr, frame: Frame): Value | undefined {
    if (isApplicationClass(type)) return application(expression, frame, type.fact.name);
    const answers = type.fact.scope().bindings.some(({ name }) => name === "__call__");
    const inner = answers ? wrapped(type.fact.name, expression, frame) : undefined;
    return inner ?? { kind: "object", type, call: expression, frame };
  }

  /** A middleware around applications; a dispatcher may be given none that can be told. */
  function wrapped(name: string, expression: CallExpr, frame: Frame): Value | undefined {
    const inner = expression.args.flatMap(({ value }) => applicationsIn(value, frame));
    if (inner.length === 0 && !name.endsWith("DispatcherMiddleware")) return undefined;
    return { kind: "application", call: expression, frame, maker: name, inner };
  }

  function applicationsIn(expression: Expr, frame: Frame): ApplicationValue[] {
    if (expression.kind === "dict") return expression.entries.flatMap(({ value }) => applicationsIn(value, frame));
    const value = evaluate(expression, frame);
    return value?.kind === "application" ? [value] : [];
  }

  function firstApplication(expression: CallExpr, frame: Frame): ApplicationValue | undefined {
    return expression.args.flatMap(({ value }) => applicationsIn(value, frame))[0];
  }

  function result(called: FunctionValue): Value | undefined {
    if (called.self !== undefined || called.frame.scopes.length > 0) return run(called, undefined, called.frame);
    if (results.has(called.fact)) return results.get(called.fact);
    results.set(called.fact, undefined);
    const value = run(called, undefined, called.frame);
    results.set(called.fact, value);
    return value;
  }

  function run(called: FunctionValue, expression: CallExpr | undefined, caller: Frame): Value | undefined {
    return deeper(() => {
      const { fact } = called;
      const scope = fact.scope();
      if (fact.async || scope.yields) return undefined;
      const frame = frameOfCall(called, expression, caller);
      const returned = likeliest([...scope.returns].reverse().map((value) => () => evaluate(value, frame)));
      if (returned !== undefined || fact.type === undefined) return returned;
      const annotated = evaluate(fact.type, called.frame);
      if (!isApplicationClass(annotated)) return undefined;
      return { kind: "application", call: fact, frame, maker: nameOfClass(annotated), inner: [] };
    });
  }

  function frameOfCall(called: FunctionValue, expression: CallExpr | undefined, caller: Frame): Frame {
    const given = new Map<string, () => Value | undefined>();
    const { fact, frame, self } = called;
    const bindsSelf =
      self !== undefined && !fact.decorators.some((it) => it.kind === "name" && it.name === "staticmethod");
    const [first] = fact.parameters;
    if (bindsSelf && first !== undefined) given.set(first.name, () => self);
    const parameters = bindsSelf ? fact.parameters.slice(1) : fact.parameters;
    parameters.forEach((parameter, i) => {
      const argument =
        expression?.args.find(({ name }) => name === parameter.name) ??
        expression?.args.filter(({ name, star }) => name === undefined && star === undefined)[i];
      const fallback = parameter.default;
      if (argument !== undefined) given.set(parameter.name, () => evaluate(argument.value, caller));
      else given.set(parameter.name, () => (fallback === undefined ? undefined : evaluate(fallback, frame)));
    });
    return {
      source: frame.source,
      scopes: [fact.scope(), ...frame.scopes],
      arguments: new Map([...frame.arguments, ...given]),
    };
  }

  function isApplicationClass(value: Value | undefined): boolean {
    if (value?.kind === "external") return looksLikeFlask(value.name);
    if (value?.kind !== "class") return false;
    const derives = (type: ClassValue, seen: readonly ClassValue["fact"][]): boolean =>
      type.fact.bases.some((base) => {
        const parent = evaluate(base, type.frame);
        if (parent?.kind === "class") return !seen.includes(parent.fact) && derives(parent, [...seen, parent.fact]);
        return parent?.kind === "external" && looksLikeFlask(parent.name);
      });
    return derives(value, [value.fact]);
  }

  return { call, result, frameOfCall, firstApplication, isApplicationClass };
}
