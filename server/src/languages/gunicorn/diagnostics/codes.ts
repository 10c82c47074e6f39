import type { Severity } from "../../../findings";

/** Every diagnostic of Gunicorn's settings by its code, which is also the name of its page in docs/rules. */
export const codes = {
  "gunicorn-syntax": "error",
  "gunicorn-invalid-value": "error",
  "gunicorn-hook-parameters": "error",
  "gunicorn-undefined-name": "error",
  "gunicorn-unknown-setting": "warning",
  "gunicorn-not-in-version": "warning",
  "gunicorn-duplicate-setting": "warning",
  "gunicorn-unknown-flag": "error",
  "gunicorn-missing-value": "error",
  "gunicorn-flag-value": "error",
  "gunicorn-extra-target": "error",
  "gunicorn-no-target": "error",
  "gunicorn-config-missing": "error",
  "gunicorn-overridden-in-command": "information",
} as const satisfies Record<string, Severity>;

export type Code = keyof typeof codes;
