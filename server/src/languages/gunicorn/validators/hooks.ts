import * as l10n from "@vscode/l10n";
import type { SettingSpec } from "../catalog/catalog";
import type { PythonValue } from "../model";
import { textOf } from "./texts";
import type { Validator, Verdict } from "./validate";
import { accepted, refused, shown, unknown } from "./verdicts";

/** A function with one of these numbers of parameters, or the dotted name of one. */
function hook(value: PythonValue, setting: SettingSpec, arities: readonly number[]): Verdict {
  const { name, parameters = [] } = setting;
  if (value.type === "class") return unknown;
  // Importing tells of the rest.
  if (value.type === "str" && value.value.includes(".")) return unknown;
  if (value.type !== "function") {
    return refused(l10n.t('"{0}" takes a function; Gunicorn refuses {1}.', name, shown(value)));
  }
  if (value.arity === undefined) return unknown;
  if (arities.includes(value.arity)) return accepted(value);
  const said = parameters.join(", ");
  return refused(
    value.arity === 1
      ? l10n.t('"{0}" is called with ({1}), but this function has 1 parameter: Gunicorn refuses it.', name, said)
      : l10n.t(
          '"{0}" is called with ({1}), but this function has {2} parameters: Gunicorn refuses it.',
          name,
          said,
          value.arity,
        ),
  );
}

const callable: Validator = (value, setting) => hook(value, setting, [setting.arity ?? 0]);

/** The request, the environment and the response were added one after another. */
const postRequest: Validator = (value, setting) => hook(value, setting, [4, 3, 2]);

/** A class or its dotted name; a function is called for one, without arguments. */
const classOf: Validator = (value, setting) => {
  if (value.type === "class") return accepted(value);
  if (value.type === "function") {
    if (!value.required) return unknown;
    return refused(
      l10n.t(
        '"{0}" takes a class or its name; Gunicorn calls this function without arguments, which fails.',
        setting.name,
      ),
    );
  }
  const read = textOf(value, setting);
  return "verdict" in read ? read.verdict : accepted({ type: "str", value: read.text });
};

export const hooks: Readonly<Record<string, Validator>> = {
  callable,
  post_request: postRequest,
  class: classOf,
};
