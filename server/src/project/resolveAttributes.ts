import type { FunctionFact, Scope } from "../languages/python/facts";
import { callableHolders, holders } from "./frameworks";
import type { Calls } from "./resolveCalls";
import type { Core } from "./resolveCore";
import type { Sources } from "./sources";
import { application, type ClassValue, type FunctionValue, likeliest, type ObjectValue, type Value } from "./values";

/** What `object.name` stands for. */
export type Attribute = (object: Value | undefined, name: string) => Value | undefined;

/** The part of the resolver that looks into objects. */
export function createAttribute(core: Core, calls: Calls, sources: Sources): Attribute {
  const { evaluate, fromBindings, member } = core;
  const { result, frameOfCall, firstApplication } = calls;

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

  return attribute;
}

function isProperty(fact: FunctionFact): boolean {
  return fact.decorators.some((it) => (it.kind === "name" || it.kind === "attribute") && it.name.endsWith("property"));
}
