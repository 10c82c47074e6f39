// What the docs' formal syntax lines (`*`size`* [`on`|`off`]`) say of a directive's arguments, for the directives whose
// C source is not to be had.

/** Tokens of a syntax line: words, `[`, `]`, `|`, `...`. A parameter such as `key=`*`value`* is one word. */
function tokens(line) {
  return (
    line
      .replace(/\*`([^`]*)`\*/g, "<$1>")
      .replace(/`([^`]*)`/g, "$1")
      .replace(/\{\s*\.\.\.\s*\}/g, "")
      .match(/\[|\]|\||\.\.\.|[^\s[\]|]+/g) ?? []
  );
}

/** Fewest and most words of a syntax line. */
function range(list) {
  let at = 0;
  const alternatives = () => {
    let best = sequence();
    while (list[at] === "|") {
      at++;
      const other = sequence();
      best = [Math.min(best[0], other[0]), Math.max(best[1], other[1])];
    }
    return best;
  };
  const sequence = () => {
    let min = 0;
    let max = 0;
    while (at < list.length && list[at] !== "]" && list[at] !== "|") {
      if (list[at] === "...") {
        max = Number.POSITIVE_INFINITY;
        at++;
      } else if (list[at] === "[") {
        at++;
        max += alternatives()[1];
        at++;
      } else {
        at++;
        min++;
        max++;
      }
    }
    return [min, max];
  };
  return alternatives();
}

/** The counts as the catalog writes them: digits for each count that is allowed, `N+` for N and more, or `flag`. */
export function argumentCounts(syntax) {
  const lines = syntax.filter((line) => line.trim() !== "");
  if (lines.length === 0) return "0";
  if (lines.every((line) => /^`on`\s*\|\s*`off`$/.test(line.trim()))) return "flag";
  const ranges = lines.map((line) => range(tokens(line)));
  const min = Math.min(...ranges.map(([least]) => least));
  const max = Math.max(...ranges.map(([, most]) => most));
  if (max > 7) return `${Math.min(min, 2)}+`;
  let counts = "";
  for (let count = min; count <= max; count++) counts += count;
  return counts;
}

/** The kind of a value where the syntax is one plain word. */
export function argumentKind(syntax) {
  const [line, ...others] = syntax;
  if (line === undefined || others.length > 0) return "text";
  if (/^`on`\s*\|\s*`off`$/.test(line.trim())) return "flag";
  const word = line.trim().match(/^\*`(time|size|number)`\*$/)?.[1];
  return word === "time" ? "msec" : (word ?? "text");
}
