import { add, assertion, begin, refer } from "./build";
import { readCallout, readCondition } from "./condition";
import { largest, type Options, type Reading, refuse, takeGroupNumber, takeMatch, takeName, Unclear } from "./reading";
import { readAlphabetic, readVerb } from "./verbs";

/** Reads what begins with a `(`, which is read already, as far as what is in the group. */
export function openParenthesis(reading: Reading, from: number, awaited: number) {
  const { text, at } = reading;
  if (at >= text.length) return unclosed(reading, from);
  if (text[at] === "*") {
    // Of "(*)" PCRE2 says that the quantifier has nothing before it.
    if (at + 1 >= text.length || text[at + 1] === ")") return begin(reading, { form: "plain", at: from });
    return /[a-z]/.test(text[at + 1] ?? "") ? readAlphabetic(reading, from, awaited) : readVerb(reading, from);
  }
  if (text[at] !== "?") {
    return reading.options.noCapture ? begin(reading, { form: "plain", at: from }) : capture(reading, from);
  }
  reading.at++;
  const next = text[reading.at];
  if (next === undefined) return unclosed(reading, from);
  if (next === ":") {
    reading.at++;
    return begin(reading, { form: "plain", at: from });
  }
  if (takeMatch(reading, />/y)) return begin(reading, { form: "plain", at: from });
  if (takeMatch(reading, /[=!*]/y)) return assertion(reading, "ahead", from, awaited);
  if (takeMatch(reading, /<[=!*]/y)) return assertion(reading, "behind", from, awaited);
  if (takeMatch(reading, /<|P</y)) return named(reading, from, ">");
  if (takeMatch(reading, /'/y)) return named(reading, from, "'");
  if (takeMatch(reading, /&|P>/y)) return refer(reading, "call", takeName(reading, from, ")"), from);
  if (takeMatch(reading, /P=/y)) return refer(reading, "back", takeName(reading, from, ")"), from);
  if (takeMatch(reading, /C/y)) return readCallout(reading, from, awaited);
  if (takeMatch(reading, /\(/y)) return readCondition(reading, from);
  if (takeMatch(reading, /\|/y)) {
    reading.sharesNumbers = true;
    return begin(reading, { form: "plain", at: from }, { reset: reading.groups });
  }
  if (next === "P") refuse(reading, "group-syntax", from, reading.at + 2);
  if (next === "R" || next === "+" || /^-?\d/.test(text.slice(reading.at, reading.at + 2))) return call(reading, from);
  // PCRE2 10.45 has classes of its own for this.
  if (next === "[" && reading.lenient) throw new Unclear();
  options(reading, from);
}

function unclosed(reading: Reading, from: number): never {
  return refuse(reading, "unclosed-group", from, reading.text.length);
}

function capture(reading: Reading, from: number): void {
  if (reading.groups >= largest) refuse(reading, "group-number", from);
  begin(reading, { form: "plain", at: from, number: ++reading.groups });
}

/** A group with a name, whose opening is read as far as the name. */
function named(reading: Reading, from: number, terminator: ">" | "'"): void {
  const name = takeName(reading, from, terminator);
  capture(reading, from);
  const number = reading.groups;
  let repeated = false;
  for (const other of reading.names) {
    if (other.name !== name) {
      if (other.number === number) refuse(reading, "different-names", from);
    } else if (other.number === number) {
      return;
    } else if (reading.options.repeatedNames) {
      other.repeated = true;
      repeated = true;
    } else {
      refuse(reading, "duplicate-name", from);
    }
  }
  reading.names.push({ name, number, repeated });
}

/** `(?R)`, `(?1)`, `(?-1)`: the pattern or a group of it as a subroutine. */
function call(reading: Reading, from: number) {
  if (takeMatch(reading, /R/y)) {
    if (reading.lenient && reading.text[reading.at] === "(") throw new Unclear();
    if (!takeMatch(reading, /\)/y)) refuse(reading, "group-syntax", from);
    return refer(reading, "call", 0, from);
  }
  const number = takeGroupNumber(reading);
  if (number === undefined) refuse(reading, "number-expected", from);
  // PCRE2 10.47 lets groups be given back.
  if (reading.lenient && reading.text[reading.at] === "(") throw new Unclear();
  if (!takeMatch(reading, /\)/y)) return unclosed(reading, from);
  refer(reading, "call", number, from);
}

/** `(?i)`, `(?x-i:` and the like. */
function options(reading: Reading, from: number) {
  const { text, options: before } = reading;
  let after = before;
  if (takeMatch(reading, /\^/y)) after = { ...after, extended: false, extendedMore: false, noCapture: false };
  const hyphens = text[reading.at - 1] === "^" ? 0 : 1;
  // Letters after a hyphen win over those before it.
  const set = new Set<string>();
  const unset = new Set<string>();
  let hyphen = 0;
  while (reading.at < text.length && !/[):]/.test(text[reading.at] ?? "")) {
    const option = takeMatch(reading, reading.lenient ? /-|xx?|[JimnsUr]|a[DSWPT]?/y : /-|xx?|[JimnsU]/y)?.[0];
    if (option === undefined) {
      const isFirst = reading.at === from + 2;
      refuse(reading, isFirst ? "group-syntax" : "option", isFirst ? from : reading.at, reading.at + 1);
    }
    if (option !== "-") (hyphen ? unset : set).add(option);
    else if (++hyphen > hyphens) refuse(reading, "option-hyphen", reading.at - 1);
  }
  const closing = take1(reading);
  if (closing === undefined) return unclosed(reading, from);
  after = changed(after, set, unset);
  if (closing === ":") begin(reading, { form: "plain", at: from }, { options: before });
  else add(reading, { kind: "nothing" });
  reading.options = after;
}

const take1 = (reading: Reading): string | undefined => takeMatch(reading, /[):]/y)?.[0];

function changed(options: Options, set: ReadonlySet<string>, unset: ReadonlySet<string>): Options {
  const pick = (was: boolean, ...letters: string[]): boolean =>
    !letters.some((letter) => unset.has(letter)) && (was || letters.some((letter) => set.has(letter)));
  const noMore = unset.has("x") || unset.has("xx") || (set.has("x") && !set.has("xx"));
  return {
    extended: pick(options.extended, "x", "xx"),
    extendedMore: !noMore && (options.extendedMore || set.has("xx")),
    repeatedNames: pick(options.repeatedNames, "J"),
    noCapture: pick(options.noCapture, "n"),
  };
}
