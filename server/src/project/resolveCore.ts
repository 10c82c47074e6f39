import type { Binding, Expr } from "../languages/python/facts";
import type { Frame, Value } from "./values";

/** What the parts of the resolver need of one another. */
export interface Core {
  readonly evaluate: (expression: Expr, frame: Frame) => Value | undefined;
  /** What the last telling one of a name's bindings gives. */
  readonly fromBindings: (bindings: readonly Binding[], name: string, frame: Frame) => Value | undefined;
  /** A name of a module as another module would import it. */
  readonly member: (path: string, name: string) => Value | undefined;
  /** Does work one step deeper, unless that would not end. */
  readonly deeper: (work: () => Value | undefined) => Value | undefined;
}
