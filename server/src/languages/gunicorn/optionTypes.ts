import type { SettingSpec } from "./catalog/catalog";
import type { PythonValue } from "./model";

/** What argparse makes of the text of an option's value; undefined where it refuses it. */
export function convert(spec: SettingSpec, text: string): PythonValue | undefined {
  if (spec.action !== "store" || spec.type === "str") return { type: "str", value: text };
  const value = spec.type === "int" ? pythonInt(text) : autoInt(text);
  return value === undefined ? undefined : { type: "int", value };
}

/** What an option that takes no value sets. */
export function constant(spec: SettingSpec): PythonValue {
  return spec.const ?? { type: "bool", value: true };
}

/** What `int(text)` of Python comes to; undefined for a ValueError. */
function pythonInt(text: string): number | undefined {
  const [, sign, digits] = /^\s*([+-]?)(\p{Nd}+(?:_\p{Nd}+)*)\s*$/u.exec(text) ?? [];
  return digits === undefined ? undefined : signed(sign, Number(ascii(digits)));
}

/** Gunicorn's `auto_int`: as `int(text, 0)`, but `022` is octal. */
function autoInt(text: string): number | undefined {
  const octal = /^0\d/.test(text) ? `0o${text.slice(1)}` : text;
  const [, sign, written = ""] = /^\s*([+-]?)(\S+)\s*$/.exec(octal) ?? [];
  // Digits may be parted by single underscores, also behind the prefix.
  const plain = /__|_$|^_/.test(written) ? "" : written.replace(/_/g, "");
  const ok = /^(?:0x[\da-f]+|0o[0-7]+|0b[01]+|0+|[1-9]\d*)$/i.test(plain);
  return ok ? signed(sign, Number(plain)) : undefined;
}

const signed = (sign: string | undefined, value: number): number => (sign === "-" && value !== 0 ? -value : value);

/** Digits of every script, which Python takes, as those of ASCII; underscores left out. */
function ascii(digits: string): string {
  return Array.from(digits.replace(/_/g, ""), (digit) => {
    if (/\d/.test(digit)) return digit;
    let zero = digit.codePointAt(0) ?? 0;
    // The digits of a script stand in a row.
    for (let i = 0; i < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1)); i++) zero--;
    return String((digit.codePointAt(0) ?? 0) - zero);
  }).join("");
}
