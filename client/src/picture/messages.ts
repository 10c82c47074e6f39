import type { Logged } from "./accessLog";
import type { Drawing } from "./drawing";
import type { Point } from "./history";

/** What the extension tells the page. */
export type ToPage =
  | { readonly kind: "drawing"; readonly drawing: Drawing }
  /** All that is known, in place of what the page had. */
  | { readonly kind: "history"; readonly points: readonly Point[]; readonly requests: readonly Logged[] }
  | { readonly kind: "point"; readonly point: Point; readonly requests: readonly Logged[] };

/** What the page tells the extension. Nothing of it is believed before it is looked at. */
export type FromPage =
  | { readonly kind: "ready" }
  /** A part was opened: its number in `Drawing.places`. */
  | { readonly kind: "open"; readonly place: number }
  | { readonly kind: "advice" }
  | { readonly kind: "url"; readonly url: number };
