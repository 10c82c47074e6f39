import { add, assertion, begin } from "./build";
import { type Reading, refuse, takeMatch, Unclear } from "./reading";

/** What each verb does with an argument: none is needed, it may have one, or must. */
const verbs: Readonly<Record<string, "must" | "may">> = {
  "": "must",
  MARK: "must",
  ACCEPT: "may",
  F: "may",
  FAIL: "may",
  COMMIT: "may",
  PRUNE: "may",
  SKIP: "may",
  THEN: "may",
};

/** Bytes of the longest argument. */
const longest = 255;

/** `(*VERB)` and `(*VERB:argument)`, of which the `(` is read. */
export function readVerb(reading: Reading, from: number): void {
  const { text } = reading;
  const [, name = "", colon] = takeMatch(reading, /\*(\w*)(:?)/y) ?? [];
  const needs = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  const end = text.indexOf(")", reading.at);
  if (needs === undefined || (!colon && end !== reading.at)) {
    refuse(reading, "bad-verb", from, end < 0 ? text.length : end + 1);
  }
  if (end < 0) refuse(reading, "unclosed-group", from, text.length);
  const argument = text.slice(reading.at, end);
  reading.at = end + 1;
  if (argument === "" && needs === "must") refuse(reading, "verb-argument", from);
  if (Buffer.byteLength(argument, reading.utf ? "utf8" : "latin1") > longest) refuse(reading, "verb-name-long", from);
  add(reading, { kind: /^(?:ACCEPT|F|FAIL)$/.test(name) ? "stop" : "nothing" });
  reading.repeatable = name === "ACCEPT";
}

/** Names for assertions and groups (PCRE2's `alasnames`). */
const alphabetic: Readonly<Record<string, "ahead" | "behind" | "plain" | "ahead-na" | "behind-na">> = {
  pla: "ahead",
  positive_lookahead: "ahead",
  nla: "ahead",
  negative_lookahead: "ahead",
  plb: "behind",
  positive_lookbehind: "behind",
  nlb: "behind",
  negative_lookbehind: "behind",
  napla: "ahead-na",
  non_atomic_positive_lookahead: "ahead-na",
  naplb: "behind-na",
  non_atomic_positive_lookbehind: "behind-na",
  atomic: "plain",
  sr: "plain",
  script_run: "plain",
  asr: "plain",
  atomic_script_run: "plain",
};

/** `(*atomic:...)`, `(*pla:...)` and the like, of which the `(` is read. */
export function readAlphabetic(reading: Reading, from: number, awaited: number) {
  const [, name = "", colon] = takeMatch(reading, /\*(\w*)(:?)/y) ?? [];
  // PCRE2 10.45 looks again at what a group has kept.
  if (reading.lenient && /^(?:scs|scan_substring)$/.test(name)) throw new Unclear();
  const form = Object.hasOwn(alphabetic, name) ? alphabetic[name] : undefined;
  if (form === undefined || !colon) refuse(reading, "unknown-assertion", from);
  if (form === "ahead" || form === "behind") return assertion(reading, form, from, awaited);
  if (awaited > 0) refuse(reading, "assertion-expected", from);
  if (form === "plain") return begin(reading, { form, at: from });
  assertion(reading, form === "ahead-na" ? "ahead" : "behind", from, awaited);
}
