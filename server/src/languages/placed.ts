import type { Span } from "../findings";

/** What a text says, with where it says it. */
export interface Placed<T> extends Span {
  readonly value: T;
}
