import type { Binding, BoundValue, CallExpr, Expr, FunctionFact, ModuleName, Scope } from "../languages/python/facts";
import {
  applicationWords,
  callableHolders,
  factoryNames,
  holders,
  looksLikeFlask,
  wrapsApplication,
} from "./frameworks";
import type { Sources } from "./sources";
import type { ApplicationValue, ClassValue, Frame, FunctionValue, ObjectValue, Value } from "./values";
import { moduleFrame } from "./values";

/** Says what expressions and names of the project stand for, following its imports. */
export interface Resolver {
  readonly evaluate: (expression: Expr, frame: Frame) => Value | undefined;
  /** A name of a module as another module would import it. */
  readonly member: (path: string, name: string) => Value | undefined;
  /** What a call of a function without arguments gives. */
  readonly result: (called: FunctionValue) => Value | undefined;
  readonly isApplicationClass: (value: Value | undefined) => boolean;
}

/** Chains of calls and imports in real projects are shorter; a cycle ends here. */
const deepest = 40;
/** Expressions looked at for one project, so that no input takes long. */
const mostSteps = 400_000;

export function createResolver(sources: Sources): Resolver {
  const members = new Map<string, Value | undefined>();
  const results = new Map<FunctionFact, Value | undefined>();
  const open = new Set<string>();
  let cycles = 0;
  let depth = 0;
  let steps = 0;

  /** Runs deeper unless that would not end. */
  function deeper(work: () => Value | undefined): Value | undefined {
    if (depth >= deepest || steps >= mostSteps) return undefined;
    depth++;
    steps++;
    try {
      return work();
    } finally {
      depth--;
    }
  }

  function evaluate(expression: Expr, frame: Frame): Value | undefined {
    return deeper(() => {
      switch (expression.kind) {
        case "name":
          return lookUp(expression.name, frame);
        case "attribute":
          return attribute(evaluate(expression.object, frame), expression.name);
        case "call":
          return call(expression, frame);
        case "choice":
          return likeliest(expression.options.map((option) => () => evaluate(option, frame)));
        case "tuple":
        case "list":
          return { kind: "tuple", items: expression.items.map((item) => evaluate(item, frame)) };
        default:
          return undefined;
      }
    });
  }

  function lookUp(name: string, frame: Frame): Value | undefined {
    for (const scope of frame.scopes) {
      const value = fromBindings(scope.bindings, name, frame);
      if (value !== undefined) return value;
      if (scope.globals.includes(name)) break;
    }
    const argument = frame.arguments.get(name);
    return argument === undefined ? member(frame.source.path, name) : deeper(argument);
  }

  /** A name may be bound several times (`app = None` first, the app later): the last one that says something. */
  function fromBindings(bindings: readonly Binding[], name: string, frame: Frame): Value | undefined {
    const found = bindings.filter((binding) => binding.name === name && isAtRunTime(binding));
    return likeliest(found.reverse().map((binding) => () => bound(binding.value, frame)));
  }

  function bound(value: BoundValue, frame: Frame): Value | undefined {
    switch (value.kind) {
      case "expression": {
        const whole = evaluate(value.expression, frame);
        if (value.item !== undefined) return whole?.kind === "tuple" ? whole.items[value.item] : undefined;
        return whole ?? typed(value.type, value.expression, frame);
      }
      case "module":
        return importModule(value.module, frame);
      case "imported":
        return importName(value.source, value.name, frame);
      case "function":
        return { kind: "function", fact: value.function, frame };
      case "class":
        return { kind: "class", fact: value.class, frame };
      case "unknown":
        return undefined;
    }
  }

  /** `app: Flask = registry.build()`: the annotation says what the call does not. */
  function typed(type: Expr | undefined, expression: Expr, frame: Frame): Value | undefined {
    if (type === undefined || expression.kind !== "call") return undefined;
    const annotated = evaluate(type, frame);
    return isApplicationClass(annotated) ? application(expression, frame, nameOfClass(annotated)) : undefined;
  }

  function importModule(module: string, frame: Frame): Value {
    const path = sources.find(frame.source.path, 0, module);
    return path === undefined ? { kind: "external", name: module } : { kind: "module", path };
  }

  function importName(source: ModuleName, name: string, frame: Frame): Value | undefined {
    const from = frame.source.path;
    const path = sources.find(from, source.level, source.path);
    if (path === undefined) return source.level > 0 ? undefined : { kind: "external", name: `${source.path}.${name}` };
    // `from . import auth` inside the package's own `__init__.py` means the module, not the name being bound.
    const value = path === from ? undefined : member(path, name);
    if (value !== undefined) return value;
    const submodule = sources.find(from, source.level, source.path === "" ? name : `${source.path}.${name}`);
    return submodule === undefined ? undefined : { kind: "module", path: submodule };
  }

  function member(path: string, name: string): Value | undefined {
    const key = `${path}:${name}`;
    if (open.has(key)) {
      cycles++;
      return undefined;
    }
    if (members.has(key)) return members.get(key);
    const source = sources.get(path);
    if (source === undefined || !source.matches(applicationWords)) return undefined;
    const before = cycles;
    open.add(key);
    const value = deeper(() => memberOf(source.python().scope, name, moduleFrame(source)));
    open.delete(key);
    // What was not found only because a circular import came back here may be found from elsewhere.
    if (value !== undefined || cycles === before || open.size === 0) members.set(key, value);
    return value;
  }

  function memberOf(scope: Scope, name: string, frame: Frame): Value | undefined {
    const own = fromBindings(scope.bindings, name, frame);
    if (own?.kind === "application") return own;
    return likeliest([
      () => own,
      () => fromGlobals(scope, name, frame),
      () => fromStars(scope, name, frame),
      () => fromGetattr(scope, name, frame),
    ]);
  }

  /** `def init(): global app; app = Flask()`, where the module calls `init()` itself. */
  function fromGlobals(scope: Scope, name: string, frame: Frame): Value | undefined {
    const called = scope.calls.flatMap(({ call, guard }) =>
      guard !== "main" && call.callee.kind === "name" ? [call.callee.name] : [],
    );
    return likeliest(
      scope.bindings.flatMap((binding) => {
        if (binding.value.kind !== "function" || !called.includes(binding.name)) return [];
        const inner = binding.value.function.scope();
        if (!inner.globals.includes(name)) return [];
        return [() => fromBindings(inner.bindings, name, { ...frame, scopes: [inner] })];
      }),
    );
  }

  function fromStars(scope: Scope, name: string, frame: Frame): Value | undefined {
    if (name.startsWith("_")) return undefined;
    return likeliest(
      scope.stars.map((star) => () => {
        const path = sources.find(frame.source.path, star.source.level, star.source.path);
        if (path !== undefined) return member(path, name);
        return star.source.path === "flask" && name === "Flask" ? { kind: "external", name: "flask.Flask" } : undefined;
      }),
    );
  }

  /** PEP 562: a module's `__getattr__` that names this attribute makes it when it is first asked for. */
  function fromGetattr(scope: Scope, name: string, frame: Frame): Value | undefined {
    const value = scope.bindings.find((it) => it.name === "__getattr__")?.value;
    if (value?.kind !== "function") return undefined;
    const code = frame.source.python().text.slice(value.function.from, value.function.to);
    if (!code.includes(`"${name}"`) && !code.includes(`'${name}'`)) return undefined;
    return result({ kind: "function", fact: value.function, frame });
  }

  function attribute(object: Value | undefined, name: string): Value | undefined {
    switch (object?.kind) {
      case "external":
        return { kind: "external", name: `${object.name}.${name}` };
      case "module":
        return attributeOfModule(object.path, name);
      case "application":
        return name === "wsgi_app" || callableHolders[object.maker] === name ? object : undefined;
      case "object":
        return attributeOfObject(object, name);
      case "class":
        return attributeOfClass(object, name, object);
      default:
        return undefined;
    }
  }

  function attributeOfModule(path: string, name: string): Value | undefined {
    const value = member(path, name);
    if (value !== undefined) return value;
    const submodule = sources.find(path.endsWith(".py") ? path : `${path}/__init__.py`, 1, name);
    return submodule === undefined ? undefined : { kind: "module", path: submodule };
  }

  function attributeOfObject(object: ObjectValue, name: string): Value | undefined {
    const { type } = object;
    if (type.kind === "class") return attributeOfClass(type, name, object);
    if (holders[type.name] !== name) return undefined;
    // A holder that was given an application carries that one; else it makes its own.
    return firstApplication(object.call, object.frame) ?? application(object.call, object.frame, type.name);
  }

  function attributeOfClass(type: ClassValue, name: string, self: Value): Value | undefined {
    const scope = type.fact.scope();
    const own = fromBindings(scope.bindings, name, type.frame);
    if (own?.kind === "function") return isProperty(own.fact) ? result({ ...own, self }) : { ...own, self };
    if (own !== undefined) return own;
    return likeliest([
      () => attributeOfSelf(scope, name, self, type),
      ...type.fact.bases.map((base) => () => {
        const parent = evaluate(base, type.frame);
        return parent?.kind === "class" ? attributeOfClass(parent, name, self) : undefined;
      }),
    ]);
  }

  /** `self.app = Flask(__name__)` in any method. */
  function attributeOfSelf(scope: Scope, name: string, self: Value, type: ClassValue): Value | undefined {
    const stores = scope.bindings.flatMap(({ value }) => {
      if (value.kind !== "function") return [];
      const { function: method } = value;
      const first = method.parameters[0]?.name;
      return method.scope().stores.flatMap((store) => {
        const { target } = store;
        const matches = target.kind === "attribute" && target.name === name && target.object.kind === "name";
        return matches && target.object.name === first ? [{ method, value: store.value }] : [];
      });
    });
    return likeliest(
      stores.reverse().map(({ method, value }) => () => {
        const called: FunctionValue = { kind: "function", fact: method, frame: type.frame, self };
        return evaluate(value, frameOfCall(called, self.kind === "object" ? self.call : undefined, type.frame));
      }),
    );
  }

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

  return { evaluate, member, result, isApplicationClass };
}

function isAtRunTime({ guard }: Binding): boolean {
  return guard === "none" || guard === "branch";
}

function isProperty(fact: FunctionFact): boolean {
  return fact.decorators.some((it) => (it.kind === "name" || it.kind === "attribute") && it.name.endsWith("property"));
}

function application(call: CallExpr, frame: Frame, maker: string): ApplicationValue {
  return { kind: "application", call, frame, maker, inner: [] };
}

function nameOfClass(value: Value | undefined): string {
  if (value?.kind === "external") return value.name;
  return value?.kind === "class" ? value.fact.name : "";
}

/** The first that is an application, else the first that is known at all. */
function likeliest(options: readonly (() => Value | undefined)[]): Value | undefined {
  let known: Value | undefined;
  for (const option of options) {
    const value = option();
    if (value?.kind === "application") return value;
    known ??= value;
  }
  return known;
}
