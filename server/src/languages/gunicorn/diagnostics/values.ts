import * as l10n from "@vscode/l10n";
import type { Fix } from "../../../findings";
import { nearest } from "../../nginx/diagnostics/nearest";
import type { SettingSpec } from "../catalog/catalog";
import type { Binding } from "../configFile/file";
import type { PythonValue } from "../model";
import { choicesOf } from "../validators/texts";
import { validate } from "../validators/validate";
import { pythonSource } from "../values/source";
import { type Checking, type Finding, finding } from "./model";

/** Values that Gunicorn refuses, so that it does not start. Only what a name is in the end counts for Gunicorn. */
export function* invalidValues(checking: Checking): Generator<Finding> {
  const { run, catalog } = checking;
  for (const setting of catalog.settings.values()) {
    const outcome = run.names.get(setting.name);
    // What it was may hold no more.
    if (!outcome || (run.open && outcome.evaluated.value === undefined)) continue;
    const { evaluated, from } = outcome;
    for (const binding of from) {
      // Of what a module says that is imported, nothing can be underlined here.
      if (binding.path !== checking.file.path) continue;
      const alone = from.length === 1;
      const value = alone ? (evaluated.value ?? binding.evaluated.value) : binding.evaluated.value;
      if (!value || binding.missing) continue;
      // It may have been changed where it stands, after the branches; to some settings no such value is one.
      const emptied = evaluated.value === value ? undefined : emptiedOf(value);
      if (emptied && validate(setting, emptied, { release: catalog.release }) === undefined) continue;
      const found = judged(checking, setting, binding, value, alone);
      if (found) yield found;
    }
  }
}

/** The same kind of value with nothing in it; undefined for what cannot be changed where it stands. */
function emptiedOf({ type }: PythonValue): PythonValue | undefined {
  if (type === "dict") return { type, entries: [] };
  return type === "list" || type === "set" ? { type, items: [] } : undefined;
}

function judged(
  checking: Checking,
  setting: SettingSpec,
  binding: Binding,
  value: PythonValue,
  alone: boolean,
): Finding | undefined {
  const { catalog, exists } = checking;
  const reason = validate(setting, value, { release: catalog.release, ...(exists ? { exists } : {}) });
  if (reason === undefined) return undefined;
  const isHook = value.type === "function" && setting.parameters !== undefined;
  // Where another branch or a variable may give another value, Gunicorn may start.
  const certain = alone && !binding.conditional && binding.evaluated.variables.length === 0;
  const fix = isHook ? addParameters(checking, setting, binding, value) : instead(checking, setting, binding, value);
  return finding(
    checking,
    isHook ? "gunicorn-hook-parameters" : "gunicorn-invalid-value",
    (isHook && !binding.value ? undefined : binding.value) ?? binding.at,
    reason,
    { ...(certain ? {} : { severity: "warning" }), ...(fix ? { fixes: [fix] } : {}) },
  );
}

/** What is surely meant, in the place of what is written. */
function instead({ file }: Checking, setting: SettingSpec, binding: Binding, value: PythonValue): Fix | undefined {
  const meant = meantBy(setting, value);
  const at = binding.value;
  // Only where the value itself stands there, not an expression.
  const literal = at && /^(?:["'][^"'\\\n]*["']|[-\d._]+|True|False)$/.test(file.text.slice(at.start, at.end));
  if (!meant || !at || !literal) return undefined;
  const text = pythonSource(meant);
  return { title: l10n.t("Write {0}", text), path: file.path, edits: [{ ...at, text }] };
}

const yes = new Set(["1", "yes", "on", "y", "t"]);
const no = new Set(["0", "no", "off", "n", "f"]);

/** The value that is surely meant by one that Gunicorn refuses: `True` by "yes", 30 by "30s". */
export function meantBy({ name, validator }: SettingSpec, value: PythonValue): PythonValue | undefined {
  const written = value.type === "str" ? value.value.trim().toLowerCase() : "value" in value ? String(value.value) : "";
  if (validator === "bool") {
    if (yes.has(written)) return { type: "bool", value: true };
    return no.has(written) ? { type: "bool", value: false } : undefined;
  }
  const choice = value.type === "str" ? nearest(written, choicesOf(validator)) : undefined;
  if (choice !== undefined) return { type: "str", value: choice };
  if (validator === "pos_int") {
    const seconds = written.match(/^(\d+)(?:\.0)? ?(?:s|sec|seconds)?$/)?.[1];
    return seconds === undefined ? undefined : { type: "int", value: Number(seconds) };
  }
  const port = name === "bind" && value.type === "int" && value.value > 0 && value.value < 65536;
  return port ? { type: "str", value: `127.0.0.1:${written}` } : undefined;
}

/** A hook that takes too few gets the rest of Gunicorn's own parameters. */
function addParameters(
  { file }: Checking,
  { parameters = [] }: SettingSpec,
  binding: Binding,
  value: PythonValue,
): Fix | undefined {
  if (binding.kind !== "function" || value.type !== "function" || value.arity === undefined) return undefined;
  const open = file.text.indexOf("(", binding.at.end);
  const list = file.text.slice(open + 1).match(/^([\w\s,]*)\)/)?.[1];
  if (open < 0 || list === undefined || value.arity >= parameters.length) return undefined;
  const own = list
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
  const added = parameters.slice(own.length);
  if (added.some((name) => own.includes(name))) return undefined;
  const text = [...own, ...added].join(", ");
  const edit = { start: open + 1, end: open + 1 + list.length, text };
  return { title: l10n.t("Take {0}", `(${text})`), path: file.path, edits: [edit] };
}
