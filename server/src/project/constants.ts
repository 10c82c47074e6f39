import type { CallExpr, Expr } from "../languages/python/facts";
import { join, normalize, parentOf } from "../workspace/paths";
import type { Sources } from "./sources";
import { type Frame, moduleFrame } from "./values";

/** What a constant expression comes to. A path inside the project is one that starts with `projectRoot`. */
export type Constant = string | number | boolean | null;

/** Stands for the project's root folder, which is elsewhere when the app runs. */
const projectRoot = "/\u0000";

/** Works out expressions that need no running: literals, names, arithmetic, `os.path` and `pathlib`, defaults of `os.environ.get`. */
export type Constants = (expression: Expr, frame: Frame) => Constant | undefined;

/** How deep expressions and names are followed; one that stands for itself ends here. */
const deepest = 30;

/** Follows names through the modules of a project; what is not known is undefined. */
export function createConstants(sources: Sources): Constants {
  let depth = 0;

  function value(expression: Expr, frame: Frame): Constant | undefined {
    if (depth >= deepest) return undefined;
    depth++;
    try {
      return read(expression, frame);
    } finally {
      depth--;
    }
  }

  function read(expression: Expr, frame: Frame): Constant | undefined {
    switch (expression.kind) {
      case "string":
      case "number":
      case "constant":
        return expression.value;
      case "name":
        return expression.name === "__file__" ? absolute(frame.source.path) : named(expression.name, frame);
      case "attribute":
        return attribute(expression, frame);
      case "subscript":
        return parents(expression.object, expression.index, frame);
      case "template":
        return written(expression.parts.map((part) => value(part, frame)));
      case "binary":
        return binary(expression.operator, value(expression.left, frame), value(expression.right, frame));
      case "choice":
        return last(expression.options.map((option) => value(option, frame)));
      case "call":
        return call(expression, frame);
      default:
        return undefined;
    }
  }

  function named(name: string, frame: Frame): Constant | undefined {
    for (const scope of [...frame.scopes, frame.source.python().scope]) {
      const binding = scope.bindings.filter((it) => it.name === name).at(-1);
      if (binding === undefined) continue;
      const bound = binding.value;
      if (bound.kind === "expression") return bound.item === undefined ? value(bound.expression, frame) : undefined;
      if (bound.kind !== "imported") return undefined;
      const path = sources.find(frame.source.path, bound.source.level, bound.source.path);
      return path === undefined || path === frame.source.path ? undefined : inModule(path, bound.name);
    }
    return undefined;
  }

  function inModule(path: string, name: string): Constant | undefined {
    const source = sources.get(path);
    return source === undefined ? undefined : named(name, moduleFrame(source));
  }

  function attribute(expression: Extract<Expr, { kind: "attribute" }>, frame: Frame): Constant | undefined {
    const { object, name } = expression;
    if (name === "parent") return above(value(object, frame), 1);
    if (name === "root_path") return parentOfFile(frame);
    if (object.kind !== "name") return undefined;
    const binding = frame.source.python().scope.bindings.find((it) => it.name === object.name);
    if (binding?.value.kind === "class") {
      const field = binding.value.class
        .scope()
        .bindings.filter((it) => it.name === name)
        .at(-1);
      return field?.value.kind === "expression" ? value(field.value.expression, frame) : undefined;
    }
    const module =
      binding?.value.kind === "module"
        ? sources.find(frame.source.path, 0, binding.value.module)
        : binding?.value.kind === "imported"
          ? sources.find(
              frame.source.path,
              binding.value.source.level,
              [binding.value.source.path, binding.value.name].filter((it) => it !== "").join("."),
            )
          : undefined;
    return module === undefined ? undefined : inModule(module, name);
  }

  /** `Path(__file__).parents[1]`. */
  function parents(object: Expr, index: Expr, frame: Frame): Constant | undefined {
    if (object.kind !== "attribute" || object.name !== "parents") return undefined;
    const steps = value(index, frame);
    return typeof steps === "number" ? above(value(object.object, frame), steps + 1) : undefined;
  }

  function call(expression: CallExpr, frame: Frame): Constant | undefined {
    const { callee } = expression;
    const name = callee.kind === "name" || callee.kind === "attribute" ? callee.name : "";
    const given = expression.args.filter((it) => it.name === undefined).map((it) => () => value(it.value, frame));
    const first = () => given[0]?.();
    switch (name) {
      case "int":
      case "float": {
        const number = Number(first() ?? Number.NaN);
        return Number.isNaN(number) ? undefined : number;
      }
      case "str":
      case "fspath":
      case "abspath":
      case "realpath":
      case "normpath":
      case "Path":
      case "PurePath":
        return given.length > 1 ? joined(given.map((it) => it())) : first();
      case "resolve":
      case "absolute":
      case "as_posix":
        return callee.kind === "attribute" ? value(callee.object, frame) : undefined;
      case "dirname":
        return above(first(), 1);
      case "join":
        return joined(given.map((it) => it()));
      case "joinpath":
        return callee.kind === "attribute"
          ? joined([value(callee.object, frame), ...given.map((it) => it())])
          : undefined;
      case "get":
      case "getenv":
        return isEnvironment(callee) ? given[1]?.() : undefined;
      default:
        return undefined;
    }
  }

  return value;
}

function isEnvironment(callee: Expr): boolean {
  if (callee.kind === "name") return callee.name === "getenv";
  if (callee.kind !== "attribute") return false;
  const { object, name } = callee;
  if (name === "getenv") return true;
  return (object.kind === "attribute" || object.kind === "name") && object.name === "environ";
}

function last(values: readonly (Constant | undefined)[]): Constant | undefined {
  return values.filter((it) => it !== undefined).at(-1);
}

function absolute(path: string): string {
  return `${projectRoot}/${path}`;
}

function parentOfFile(frame: Frame): string {
  const folder = parentOf(frame.source.path);
  return folder === "." ? projectRoot : absolute(folder);
}

function above(path: Constant | undefined, steps: number): string | undefined {
  if (typeof path !== "string") return undefined;
  let at = path;
  for (let i = 0; i < steps; i++) {
    if (at === projectRoot) return undefined;
    at = parentOf(at);
  }
  return at;
}

/** What an f-string comes to. */
function written(parts: readonly (Constant | undefined)[]): string | undefined {
  return parts.every((part) => typeof part === "string" || typeof part === "number") ? parts.join("") : undefined;
}

function joined(parts: readonly (Constant | undefined)[]): string | undefined {
  let path = "";
  for (const part of parts) {
    if (typeof part !== "string") return undefined;
    path = path === "" || part.startsWith("/") ? part : `${path.replace(/\/$/, "")}/${part}`;
  }
  return path;
}

function binary(operator: string, left: Constant | undefined, right: Constant | undefined): Constant | undefined {
  if (typeof left === "string" && typeof right === "string") {
    if (operator === "+") return left + right;
    return operator === "/" ? joined([left, right]) : undefined;
  }
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  return arithmetic[operator]?.(left, right);
}

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "//": (left, right) => Math.floor(left / right),
  "**": (left, right) => left ** right,
  "<<": (left, right) => left * 2 ** right,
};

/** A path that was worked out, or one relative to a folder, as one relative to the root; undefined where it leads elsewhere. */
export function projectPath(path: string, folder: string): string | undefined {
  if (path.startsWith(projectRoot)) return normalize(path.slice(projectRoot.length + 1));
  return path.startsWith("/") ? undefined : normalize(join(folder, path));
}
