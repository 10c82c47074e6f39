import type { SettingSpec } from "../catalog/catalog";
import type { PythonValue } from "../model";
import { hooks } from "./hooks";
import { lists } from "./lists";
import { numbers } from "./numbers";
import { texts } from "./texts";

/** What lies around a value. */
export interface Surroundings {
  /** The Gunicorn release that is judged for: `25.1.0`. */
  readonly release: string;
  /** Whether a path is there, where Gunicorn will run; undefined where that is not known. */
  readonly exists?: (path: string) => boolean | undefined;
}

/** What Gunicorn's own validator does with a value. */
export type Verdict =
  /** `value`: what Gunicorn keeps; undefined where only the machine can tell. */
  | { readonly kind: "accepted"; readonly value: PythonValue | undefined }
  /** It raises an error, and Gunicorn does not start; `reason` is a whole sentence. */
  | { readonly kind: "refused"; readonly reason: string }
  /** It depends on the machine, on modules or on the types of objects that are not known. */
  | { readonly kind: "unknown" };

/** One of Gunicorn's `validate_...`. */
export type Validator = (value: PythonValue, setting: SettingSpec, around: Surroundings) => Verdict;

const validators: Readonly<Record<string, Validator>> = { ...texts, ...numbers, ...lists, ...hooks };

/** What the validator of a setting does with a value, in the release that its spec is from. */
export function judge(setting: SettingSpec, value: PythonValue, around: Surroundings): Verdict {
  const validator = Object.hasOwn(validators, setting.validator) ? validators[setting.validator] : undefined;
  return validator ? validator(value, setting, around) : { kind: "unknown" };
}

/** Why Gunicorn refuses a value, as a whole sentence; undefined where it takes it, or where that cannot be known. */
export function validate(setting: SettingSpec, value: PythonValue, around: Surroundings): string | undefined {
  const verdict = judge(setting, value, around);
  return verdict.kind === "refused" ? verdict.reason : undefined;
}
