import type { Severity } from "../../../findings";

export type { Severity };

/** Every diagnostic of the Nginx language by its code, which is also the name of its page in docs/rules. */
export const codes = {
  "nginx-missing-semicolon": "error",
  "nginx-missing-open-brace": "error",
  "nginx-missing-close-brace": "error",
  "nginx-unclosed-quote": "error",
  "nginx-unexpected-character": "error",
  "nginx-word-too-long": "error",
  "nginx-byte-order-mark": "error",
  "nginx-unknown-directive": "error",
  "nginx-wrong-context": "error",
  "nginx-directive-form": "error",
  "nginx-argument-count": "error",
  "nginx-invalid-value": "error",
  "nginx-invalid-parameter": "error",
  "nginx-duplicate-directive": "error",
  "nginx-duplicate-definition": "error",
  "nginx-conflict": "error",
  "nginx-missing-requirement": "error",
  "nginx-invalid-variable": "error",
  "nginx-unknown-variable": "error",
  "nginx-undefined-upstream": "error",
  "nginx-undefined-zone": "error",
  "nginx-undefined-log-format": "error",
  "nginx-undefined-location": "warning",
  "nginx-invalid-regex": "error",
  "nginx-missing-group": "warning",
  "nginx-hash-too-small": "warning",
  "nginx-include-missing": "error",
  "nginx-include-loop": "error",
  "nginx-location-nesting": "error",
  "nginx-forbidden-uri": "error",
  "nginx-alias-regex": "warning",
  "nginx-swallowed-directive": "warning",
  "nginx-deprecated": "warning",
  "nginx-not-in-version": "error",
  "nginx-plus-only": "warning",
  "nginx-conflicting-server-name": "warning",
  "nginx-balancing-method": "warning",
  "nginx-duplicate-value": "warning",
  "nginx-address-bits": "warning",
  "nginx-no-cache-key": "warning",
  "nginx-no-effect": "warning",
  "nginx-unknown-suppression": "hint",
  "nginx-suppression-reason": "hint",
} as const satisfies Record<string, Severity>;

export type Code = keyof typeof codes;

/** Severities that some codes have beside their own: where it depends on what is known, or on the value. */
export const otherSeverities: Readonly<Partial<Record<Code, readonly Severity[]>>> = {
  "nginx-invalid-value": ["warning"],
  "nginx-invalid-parameter": ["warning"],
  "nginx-argument-count": ["warning"],
  "nginx-undefined-upstream": ["warning"],
  "nginx-hash-too-small": ["error"],
  "nginx-not-in-version": ["warning"],
  "nginx-plus-only": ["error"],
};
