import type { CallExpr, Expr } from "../languages/python/facts";
import type { Constants } from "./constants";
import type { Resolver } from "./resolve";
import type { Source } from "./sources";
import { type Frame, identity, type ObjectValue, type Value } from "./values";

/** The URL prefixes under which a blueprint's routes are reached; an application's own is "". */
export type Prefixes = (value: Value | undefined) => readonly string[];

const blueprintClasses = /(^|\.)(APIBlueprint|Blueprint)$/;

export function isBlueprint(value: Value | undefined): value is ObjectValue {
  return value?.kind === "object" && value.type.kind === "external" && blueprintClasses.test(value.type.name);
}

/** The frame that a call stands in, for looking up its names. */
export function frameIn(source: Source, within: Frame["scopes"]): Frame {
  return { source, scopes: within, arguments: new Map() };
}

export function keyword(call: CallExpr, name: string): Expr | undefined {
  return call.args.find((argument) => argument.name === name)?.value;
}

export function positional(call: CallExpr, index: number): Expr | undefined {
  return call.args.filter(({ name, star }) => name === undefined && star === undefined)[index]?.value;
}

interface Registration {
  readonly on: Value | undefined;
  readonly prefix: string | undefined;
}

/** Finds every `register_blueprint` of some files, and from them where each blueprint ends up. */
export function findPrefixes(sources: readonly Source[], resolver: Resolver, constants: Constants): Prefixes {
  let registrations: Map<string, Registration[]> | undefined;

  const find = (): Map<string, Registration[]> => {
    const all = new Map<string, Registration[]>();
    for (const source of sources) {
      if (!source.mentions("register_blueprint")) continue;
      for (const { call, within } of source.python().find.calls("register_blueprint")) {
        const { callee } = call;
        const blueprint = positional(call, 0);
        if (callee.kind !== "attribute" || blueprint === undefined) continue;
        const frame = frameIn(source, within);
        const value = resolver.evaluate(blueprint, frame);
        if (!isBlueprint(value)) continue;
        const prefix = constantText(keyword(call, "url_prefix"), frame, constants);
        const known = all.get(identity(value)) ?? [];
        all.set(identity(value), [...known, { on: resolver.evaluate(callee.object, frame), prefix }]);
      }
    }
    return all;
  };

  const prefixes = (value: Value | undefined, depth: number): readonly string[] => {
    if (!isBlueprint(value)) return [""];
    if (depth > 5) return [];
    registrations ??= find();
    const own = constantText(keyword(value.call, "url_prefix"), value.frame, constants) ?? "";
    const registered = registrations.get(identity(value)) ?? [{ on: undefined, prefix: undefined }];
    return registered.flatMap(({ on, prefix }) =>
      prefixes(on, depth + 1).map((outer) => joinUrl(outer, prefix ?? own)),
    );
  };
  return (value) => [...new Set(prefixes(value, 0))];
}

function constantText(expression: Expr | undefined, frame: Frame, constants: Constants): string | undefined {
  const value = expression === undefined ? undefined : constants(expression, frame);
  return typeof value === "string" ? value : undefined;
}

/** `/a/` and `/b` make `/a/b`, as Flask joins a prefix and a rule. */
export function joinUrl(prefix: string, path: string): string {
  if (prefix === "" || prefix === "/") return path;
  return path === "" || path === "/" ? prefix : `${prefix.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;
}
