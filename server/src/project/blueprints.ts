import type { CallExpr, Expr } from "../languages/python/facts";
import type { Constants } from "./constants";
import type { Resolver } from "./resolve";
import type { Source } from "./sources";
import { type Frame, identity, type ObjectValue, type Value } from "./values";

/** The URL prefixes under which a blueprint's routes are reached; an application's own is "". */
export type Prefixes = (value: Value | undefined) => readonly string[];

const blueprintClasses = /(^|\.)(APIBlueprint|Blueprint)$/;

export interface BlueprintValue extends ObjectValue {
  readonly type: { readonly kind: "external"; readonly name: string };
}

/** Whether a value is made by `Blueprint` or `APIBlueprint` of some package. */
export function isBlueprint(value: Value | undefined): value is BlueprintValue {
  return value?.kind === "object" && value.type.kind === "external" && blueprintClasses.test(value.type.name);
}

/** The frame that a call stands in, for looking up its names. */
export function frameIn(source: Source, within: Frame["scopes"]): Frame {
  return { source, scopes: within, arguments: new Map() };
}

/** The argument that is given by name. */
export function keyword(call: CallExpr, name: string): Expr | undefined {
  return call.args.find((argument) => argument.name === name)?.value;
}

/** The argument at a place, from 0, of those that are given without a name. */
export function positional(call: CallExpr, index: number): Expr | undefined {
  return call.args.filter(({ name, star }) => name === undefined && star === undefined)[index]?.value;
}

interface Registration {
  readonly on: Value | undefined;
  /** Where the call leaves the prefix to the blueprint itself. */
  readonly prefix: Prefix | undefined;
}

/** A prefix that only running the code would tell. */
const unknown = Symbol("unknown");
type Prefix = string | typeof unknown;

interface Registrations {
  readonly of: ReadonlyMap<string, readonly Registration[]>;
  /** Some call registers what cannot be told, such as each of a list: then a blueprint may be anywhere. */
  readonly hidden: boolean;
}

/** Finds every `register_blueprint` of some files, and from them where each blueprint ends up; nowhere that is not sure. */
export function findPrefixes(sources: readonly Source[], resolver: Resolver, constants: Constants): Prefixes {
  let registrations: Registrations | undefined;

  const find = (): Registrations => {
    const all = new Map<string, readonly Registration[]>();
    let hidden = false;
    for (const source of sources) {
      if (!source.mentions("register_blueprint")) continue;
      for (const { call, within } of source.python().find.calls("register_blueprint")) {
        const { callee } = call;
        const blueprint = positional(call, 0) ?? keyword(call, "blueprint");
        if (callee.kind !== "attribute") continue;
        const frame = frameIn(source, within);
        const value = blueprint === undefined ? undefined : resolver.evaluate(blueprint, frame);
        if (!isBlueprint(value)) {
          hidden = true;
          continue;
        }
        const prefix = prefixOf(keyword(call, "url_prefix"), frame, constants);
        const known = all.get(identity(value)) ?? [];
        all.set(identity(value), [...known, { on: resolver.evaluate(callee.object, frame), prefix }]);
      }
    }
    return { of: all, hidden };
  };

  const prefixes = (value: Value | undefined, depth: number): readonly string[] => {
    if (!isBlueprint(value)) return [""];
    if (depth > 5) return [];
    registrations ??= find();
    const own = prefixOf(keyword(value.call, "url_prefix"), value.frame, constants) ?? "";
    const direct = registrations.of.get(identity(value));
    if (direct === undefined && registrations.hidden) return [];
    return (direct ?? [{ on: undefined, prefix: undefined }]).flatMap(({ on, prefix }) => {
      const inner = prefix ?? own;
      return inner === unknown ? [] : prefixes(on, depth + 1).map((outer) => joinUrl(outer, inner));
    });
  };
  return (value) => [...new Set(prefixes(value, 0))];
}

function prefixOf(expression: Expr | undefined, frame: Frame, constants: Constants): Prefix | undefined {
  if (expression === undefined) return undefined;
  const value = constants(expression, frame);
  if (value === null) return undefined;
  return typeof value === "string" ? value : unknown;
}

/** `/a/` and `/b` make `/a/b`, as Flask joins a prefix and a rule. */
export function joinUrl(prefix: string, path: string): string {
  if (prefix === "" || prefix === "/") return path;
  return path === "" || path === "/" ? prefix : `${prefix.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;
}
