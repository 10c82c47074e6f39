import type { Binding, BoundValue, Expr, ModuleName, Scope } from "../languages/python/facts";
import { applicationWords } from "./frameworks";
import { createAttribute } from "./resolveAttributes";
import { createCalls } from "./resolveCalls";
import type { Core } from "./resolveCore";
import type { Sources } from "./sources";
import { application, type Frame, type FunctionValue, likeliest, moduleFrame, nameOfClass, type Value } from "./values";

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

/** One for a project: what was found out once is kept. */
export function createResolver(sources: Sources): Resolver {
  const members = new Map<string, Value | undefined>();
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
          return calls.call(expression, frame);
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

  const core: Core = { evaluate, fromBindings, member, deeper };
  const calls = createCalls(core);
  const attribute = createAttribute(core, calls, sources);
  const { result, isApplicationClass } = calls;
  return { evaluate, member, result, isApplicationClass };
}

function isAtRunTime({ guard }: Binding): boolean {
  return guard === "none" || guard === "branch";
}
