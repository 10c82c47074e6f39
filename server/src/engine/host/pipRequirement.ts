/**
 * A requirement as pip reads it (PEP 508), from one as Poetry and Pipenv write it too: `flask ^3.0`, `flask ~3.0`,
 * `flask 3.0.1`. What is PEP 508 already stays as it is.
 */
export function pipRequirement(text: string): string {
  const [, name, operator, version] =
    /^([\w.-]+(?:\[[^\]]*\])?)\s+(\^|~(?!=)|)\s*(\d+(?:\.\d+)*)$/.exec(text.trim()) ?? [];
  if (name === undefined || version === undefined) return text;
  if (operator === "") return `${name}==${version}`;
  return `${name}>=${version},<${operator === "^" ? afterCaret(version) : afterTilde(version)}`;
}

/** `^1.2.3` allows what does not change the first number that is not 0. */
function afterCaret(version: string): string {
  const numbers = version.split(".").map(Number);
  const nonZero = numbers.findIndex((number) => number !== 0);
  return next(numbers, nonZero < 0 ? numbers.length - 1 : nonZero);
}

/** `~1.2.3` and `~1.2` allow what changes neither of the first two numbers; `~1` what does not change the first. */
function afterTilde(version: string): string {
  const numbers = version.split(".").map(Number);
  return next(numbers, Math.min(1, numbers.length - 1));
}

const next = (numbers: readonly number[], at: number): string =>
  [...numbers.slice(0, at), (numbers[at] ?? 0) + 1].join(".");
