import { add, begin } from "./build";
import { type Reading, refuse, takeGroupNumber, takeMatch, takeName } from "./reading";

/** `(?(...)yes|no)`, of which the `(?(` is read. */
export function readCondition(reading: Reading, from: number) {
  const { text } = reading;
  if (reading.at >= text.length) refuse(reading, "unclosed-group", from, text.length);
  if (/[?*]/.test(text[reading.at] ?? "")) {
    // An assertion stands there, or a callout and an assertion: they are read as such.
    reading.at--;
    reading.awaited = 2;
    return begin(reading, { form: "condition", at: from });
  }
  const start = reading.at;
  const form = simpleCondition(reading, from, start);
  if (!takeMatch(reading, /\)/y)) refuse(reading, "bad-condition", from, text.length);
  begin(reading, { form, at: from });
}

/** The condition itself, without its `)`. */
function simpleCondition(reading: Reading, from: number, start: number): "condition" | "define" {
  const { text, references } = reading;
  const number = takeGroupNumber(reading);
  if (number !== undefined) {
    if (number === 0) return refuse(reading, "no-such-group", start);
    references.push({ group: number, at: start, end: reading.at });
    return "condition";
  }
  if (text.length - start >= 10 && text.startsWith("VERSION", start) && text[start + 7] !== ")") {
    const version = takeMatch(reading, /VERSION>?=(\d+)(?:\.\d\d?(?=\))|(?!\.))/y);
    if (!version || Number(version[1]) > 1000 || reading.at >= text.length) {
      return refuse(reading, "bad-condition", from, Math.max(reading.at, start + 7));
    }
    return "condition";
  }
  const opening = takeMatch(reading, /R&|<|'/y)?.[0];
  const terminator = opening === "<" ? ">" : opening === "'" ? "'" : ")";
  const name = takeName(reading, from, terminator);
  const end = reading.at;
  if (terminator === ")") reading.at--;
  if (opening === undefined && name === "DEFINE") return "define";
  // R1 may be a name, else it asks for a call of the group.
  const calls = opening === undefined ? name.match(/^R(\d*)$/)?.[1] : undefined;
  references.push(
    calls === undefined ? { group: name, at: start, end } : { group: name, call: Number(calls), at: start, end },
  );
  return "condition";
}

const delimiters: Readonly<Record<string, string>> = {
  "`": "`",
  "'": "'",
  '"': '"',
  "^": "^",
  "%": "%",
  "#": "#",
  $: "$",
  "{": "}",
};

/** `(?C)`, `(?C12)`, `(?C"text")`, of which the `(?C` is read. */
export function readCallout(reading: Reading, from: number, awaited: number): void {
  const { text } = reading;
  reading.awaited = awaited - 1;
  const first = text[reading.at];
  if (first === undefined) refuse(reading, "unclosed-group", from, text.length);
  if (first === ")" || /\d/.test(first)) {
    const number = Number(takeMatch(reading, /\d*/y)?.[0] ?? 0);
    if (number > 255) refuse(reading, "bad-callout", from);
  } else {
    const closing = delimiters[first];
    if (closing === undefined) refuse(reading, "bad-callout", from, reading.at + 1);
    reading.at++;
    for (;;) {
      const end = text.indexOf(closing, reading.at);
      if (end < 0) refuse(reading, "bad-callout", from, text.length);
      // A doubled one stands for itself.
      reading.at = end + 1;
      if (text[reading.at] !== closing) break;
      reading.at++;
    }
  }
  if (!takeMatch(reading, /\)/y)) refuse(reading, "bad-callout", from, text.length);
  add(reading, { kind: "nothing" });
}
