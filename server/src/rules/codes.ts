import type { Severity } from "../findings";
import { rules } from "./registry";

/** What is said of the comments that silence others, in files that are not nginx's. */
export const suppressionCodes = {
  "gunicorn-unknown-suppression": "hint",
  "gunicorn-suppression-reason": "hint",
} as const satisfies Record<string, Severity>;

/** Every code of the rules with its severity; each is also the name of a page in docs/rules. */
export const ruleCodes: ReadonlyMap<string, Severity> = new Map([
  ...rules.map(({ code, severity }) => [code, severity] as const),
  ...Object.entries(suppressionCodes),
]);
