import type { Logged } from "./accessLog";
import type { Drawing } from "./drawing";
import type { Point } from "./history";

/** What the extension tells the page. */
export type ToPage =
  | { readonly kind: "drawing"; readonly drawing: Drawing }
  /** All that is known, in place of what the page had. */
  | { readonly kind: "history"; readonly points: readonly Point[]; readonly requests: readonly Logged[] }
  | { readonly kind: "point"; readonly point: Point; readonly requests: readonly Logged[] };

/** What the page tells the extension. */
export type FromPage =
  | { readonly kind: "ready" }
  /** A part was opened: its number in `Drawing.places`. */
  | { readonly kind: "open"; readonly place: number }
  | { readonly kind: "advice" }
  | { readonly kind: "url"; readonly url: number };

/** A message of the page, if it is one: a page is not believed more than any other stranger. */
export function readMessage(value: unknown): FromPage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { kind, place, url } = Object.fromEntries(Object.entries(value));
  const isNumber = (number: unknown): number is number => Number.isInteger(number) && Number(number) >= 0;
  if (kind === "ready" || kind === "advice") return { kind };
  if (kind === "open" && isNumber(place)) return { kind, place };
  return kind === "url" && isNumber(url) ? { kind, url } : undefined;
}
