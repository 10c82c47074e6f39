import { describe, expect, test } from "vitest";
import { createCorpus } from "../../../server/src/project/corpus";
import { findTopics } from "../../../server/src/project/topics";

const corpusOf = (...texts: readonly string[]) => createCorpus(texts.map((text) => Buffer.from(text)));
const matching = (texts: readonly string[], pattern: RegExp, sign?: string) => [
  ...corpusOf(...texts).matching(pattern, sign),
];
/** As large as a part of the corpus may be, and larger. */
const filler = (megabytes: number) => `${"x = 1\n".repeat((megabytes * 1024 * 1024) / 6)}`;

describe("looking through many files at once", () => {
  test.each<[string, readonly string[], RegExp, readonly number[]]>([
    ["nothing", [], /a/, []],
    ["empty files", ["", "", ""], /\w/, []],
    ["one of several", ["b", "a", "b"], /a/, [1]],
    ["each once, however often it matches", ["aaa", "", "aa"], /a/, [0, 2]],
    ["the start and the end of a line are a file's own, too", ["ab", "ba", "xab"], /^a/m, [0]],
    ["the end of the last", ["b", "ba"], /a$/m, [1]],
    ["words end where their file does", ["app", "lication"], /\bapp\b/, [0]],
    ["a match that goes on in the next file is none", ["class X(", "Flask"], /class \w+\([^)]*Flask/, []],
    ["but the same file may have another", ["class X( class Y(Flask", "Flask"], /class \w+\([^)]*Flask\b/, [0]],
    ["and the next one its own", ["class X(", "class Y(Flask)"], /class \w+\([^)]*Flask/, [1]],
    ["letters of either case", ["x", "/HEALTH'"], /\/health'/i, [1]],
  ])("%s", (_, texts, pattern, files) => {
    expect(matching(texts, pattern)).toEqual(files);
    expect(texts.flatMap((text, file) => (pattern.test(text) ? [file] : []))).toEqual(files);
  });

  test("trying only where a sign stands finds the same", () => {
    const texts = ["@app.route('/')", "@property", "x @ y", "", "@ @app.get(''"];
    expect(matching(texts, /@app\.\w+\(/, "@")).toEqual([0, 4]);
    expect(matching(texts, /@app\.\w+\(/)).toEqual([0, 4]);
  });

  test("files of any size, on either side of where the text is divided", () => {
    const texts = ["first", filler(1.5), "second", filler(3), "third", filler(1), "", "fourth"];
    const corpus = corpusOf(...texts);
    expect([...corpus.matching(/first|second|third|fourth/)]).toEqual([0, 2, 4, 7]);
    expect(texts.map((_, file) => corpus.text(file))).toEqual(texts);
  });

  test("bytes that are no text are one character each", () => {
    const corpus = createCorpus([new Uint8Array([0xff, 0x00, 0xe9]), Buffer.from("é")]);
    expect([corpus.text(0), corpus.text(1)]).toEqual(["\xff\x00\xe9", "\xc3\xa9"]);
  });
});

describe("the topics of files", () => {
  const topicsOf = (...texts: readonly string[]) =>
    texts.map((_, file) => [...(findTopics(corpusOf(...texts)).get(file) ?? [])].sort());

  test.each<[string, string, readonly string[]]>([
    ["none", "import sys\n", []],
    ["at the start and the end", "lask ProxyFix", ["ProxyFix", "lask"]],
    ["that overlap", "makedirsqlite", ["makedirs", "sqlite"]],
    ["those that share their rarest letter", "getenv environ", ["environ", "getenv"]],
    ["one right behind another", "environgetenvdecouple", ["decouple", "environ", "getenv"]],
    ["cut short", "las werkzeu Blueprint environ_", ["environ"]],
    ["in capitals and not", "BROKER_URL broker_url Broker_Url", ["BROKER_URL", "broker_url"]],
    [
      "long names",
      "open_instance_resource(SQLALCHEMY_DATABASE_URI)",
      ["SQLALCHEMY_DATABASE_URI", "open_instance_resource"],
    ],
  ])("%s", (_, text, topics) => expect(topicsOf(text)).toEqual([topics]));

  test("belong to the file that they stand in", () => {
    expect(topicsOf("lask", "", "environ", "las", "k")).toEqual([["lask"], [], ["environ"], [], []]);
  });
});
