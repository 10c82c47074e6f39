/** A variable named in a value: the range is relative to the value. */
export interface VariableUse {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface Interpolation {
  readonly uses: readonly VariableUse[];
  /** The highest `$1` to `$9` used; 0 where none is. */
  readonly captures: number;
  /** Why nginx would refuse the value: no name after `$`, or no `}`. */
  readonly fault?: { readonly kind: "name" | "bracket"; readonly start: number; readonly end: number };
}

const none: Interpolation = { uses: [], captures: 0 };

/** The variables of a value, as nginx's script compiler reads them. */
export function interpolation(value: string): Interpolation {
  if (!value.includes("$")) return none;
  const uses: VariableUse[] = [];
  let captures = 0;
  for (let at = value.indexOf("$"); at >= 0; at = value.indexOf("$", at)) {
    const digit = value.charCodeAt(at + 1) - 48;
    if (digit >= 1 && digit <= 9) {
      captures = Math.max(captures, digit);
      at += 2;
      continue;
    }
    name.lastIndex = at;
    const match = name.exec(value);
    if (!match) {
      const open = value[at + 1] === "{";
      const end = open ? value.length : Math.min(value.length, at + 2);
      const bracket = open && at + 2 < value.length;
      return { uses, captures, fault: { kind: bracket ? "bracket" : "name", start: at, end } };
    }
    uses.push({ name: match[1] ?? match[2] ?? "", start: at, end: at + match[0].length });
    at += match[0].length;
  }
  return { uses, captures };
}

const name = /\$(?:\{([A-Za-z0-9_]+)\}|([A-Za-z0-9_]+))/y;

/** Whether the value is more than plain text. */
export const hasVariable = (value: string): boolean => value.includes("$");
