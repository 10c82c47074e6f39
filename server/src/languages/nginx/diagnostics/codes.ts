import type { Severity } from "../../../findings";

export type { Severity };

/** What nginx refuses or warns of when it starts, and what is as good as that. */
const told = {
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
} as const satisfies Record<string, Severity>;

/** What nginx takes without a word, and what goes wrong while it runs. */
export const practice = {
  "nginx-alias-traversal": "warning",
  "nginx-headers-dropped": "warning",
  "nginx-line-injection": "warning",
  "nginx-open-proxy": "warning",
  "nginx-no-resolver": "warning",
  "nginx-try-files-proxy": "warning",
  "nginx-if-in-location": "warning",
  "nginx-allow-without-deny": "warning",
  "nginx-return-before-access": "warning",
  "nginx-multiline-header": "warning",
  "nginx-error-log-off": "warning",
  "nginx-loopback-in-container": "warning",
  "nginx-port-not-listened": "warning",
  "nginx-weak-tls": "warning",
  "nginx-host-header": "information",
} as const satisfies Record<string, Severity>;

/** Comments that are for us. */
const comments = {
  "nginx-unknown-suppression": "hint",
  "nginx-suppression-reason": "hint",
} as const satisfies Record<string, Severity>;

/** Every diagnostic of the Nginx language by its code, which is also the name of its page in docs/rules. */
export const codes = { ...told, ...practice, ...comments };

export type Code = keyof typeof codes;

/** Severities that some codes have beside their own: where it depends on what is known, or on the value. */
export const otherSeverities: Readonly<Partial<Record<Code, readonly Severity[]>>> = {
  "nginx-unexpected-character": ["warning"],
  "nginx-invalid-value": ["warning"],
  "nginx-invalid-parameter": ["warning"],
  "nginx-argument-count": ["warning"],
  "nginx-unknown-directive": ["warning"],
  "nginx-include-missing": ["warning"],
  "nginx-undefined-upstream": ["warning"],
  "nginx-hash-too-small": ["error"],
  "nginx-not-in-version": ["warning"],
  "nginx-plus-only": ["error"],
  "nginx-port-not-listened": ["information"],
};
