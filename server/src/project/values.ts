import type { CallExpr, ClassFact, FunctionFact, Scope } from "../languages/python/facts";
import type { Source } from "./sources";

/** What an expression stands for, as far as it can be told without running it. */
export type Value =
  /** Something outside of the project: `flask.Flask`. */
  | { readonly kind: "external"; readonly name: string }
  /** A module of the project; a folder where the package has no `__init__.py`. */
  | { readonly kind: "module"; readonly path: string }
  | FunctionValue
  | ClassValue
  | ObjectValue
  | ApplicationValue
  | { readonly kind: "tuple"; readonly items: readonly (Value | undefined)[] };

export interface FunctionValue {
  readonly kind: "function";
  readonly fact: FunctionFact;
  readonly frame: Frame;
  /** The object or class that a method was taken from. */
  readonly self?: Value;
}

export interface ClassValue {
  readonly kind: "class";
  readonly fact: ClassFact;
  readonly frame: Frame;
}

/** An instance that is no application: a blueprint, a Dash app, an object of the project's own class. */
export interface ObjectValue {
  readonly kind: "object";
  readonly type: ClassValue | { readonly kind: "external"; readonly name: string };
  readonly call: CallExpr;
  readonly frame: Frame;
}

/** A WSGI application that a Flask app answers. */
export interface ApplicationValue {
  readonly kind: "application";
  /** The expression that made it; two names for one application have the same. */
  readonly call: CallExpr | FunctionFact;
  readonly frame: Frame;
  /** `flask.Flask`, or the class or function that made it. */
  readonly maker: string;
  /** The applications that it wraps. */
  readonly inner: readonly ApplicationValue[];
}

/** Where code stands: its file, the functions around it, and what their parameters are. */
export interface Frame {
  readonly source: Source;
  /** Innermost first, without the module's. */
  readonly scopes: readonly Scope[];
  readonly arguments: ReadonlyMap<string, () => Value | undefined>;
}

/** The same for two values that are one object at run time. */
export function identity(value: ApplicationValue | ObjectValue): string {
  return `${value.frame.source.path}:${value.call.from}`;
}

/** Where the names of a module itself are looked up. */
export function moduleFrame(source: Source): Frame {
  return { source, scopes: [], arguments: new Map() };
}

/** An application that a call makes. */
export function application(call: CallExpr, frame: Frame, maker: string): ApplicationValue {
  return { kind: "application", call, frame, maker, inner: [] };
}

/** Its name, with its module where it is not the project's own; empty for what is no class. */
export function nameOfClass(value: Value | undefined): string {
  if (value?.kind === "external") return value.name;
  return value?.kind === "class" ? value.fact.name : "";
}

/** The first that is an application, else the first that is known at all. */
export function likeliest(options: readonly (() => Value | undefined)[]): Value | undefined {
  let known: Value | undefined;
  for (const option of options) {
    const value = option();
    if (value?.kind === "application") return value;
    known ??= value;
  }
  return known;
}
