import type { TextDocuments } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { difference } from "../../languages/nginx/reparse";

/** nginx's own words, and the line that it names. */
export interface Refused {
  readonly uri: string;
  readonly message: string;
  /** 1-based. */
  readonly line?: number;
  /** What nginx read, of which the document may have become another since; undefined where it could not be read. */
  readonly read: string | undefined;
}

/** What nginx refused of each configuration, until it is asked again or the line that it named becomes another. */
export interface Verdicts {
  /** @param configuration the path of its root file; `refused` is undefined where nginx refuses nothing of it */
  judge(configuration: string, refused: Refused | undefined): void;
  /** What nginx refused of a document, as it still stands there. */
  of(uri: string): readonly Refused[];
  onJudged(listener: () => void): void;
}

/** A line as it was when it was last looked at. */
interface Marked extends Refused {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export function openVerdicts(documents: TextDocuments<TextDocument>): Verdicts {
  const marks = new Map<string, Marked>();
  const listeners: (() => void)[] = [];
  return {
    judge(configuration, refused) {
      const text = refused && (refused.read ?? documents.get(refused.uri)?.getText());
      if (refused && text !== undefined) marks.set(configuration, mark(refused, text));
      else marks.delete(configuration);
      for (const listener of listeners) listener();
    },
    of(uri) {
      const document = documents.get(uri);
      const own = [...marks].filter(([, marked]) => marked.uri === uri);
      for (const [configuration, marked] of own) {
        const now = document && follow(marked, document);
        if (now) marks.set(configuration, now);
        else marks.delete(configuration);
      }
      const left = own.flatMap(([configuration]) => marks.get(configuration) ?? []);
      // Two configurations may include the same file.
      return left.filter((each, index) => left.findIndex((other) => isSame(each, other)) === index);
    },
    onJudged: (listener) => {
      listeners.push(listener);
    },
  };
}

const isSame = (one: Refused, other: Refused): boolean => one.line === other.line && one.message === other.message;

function mark(refused: Refused, text: string): Marked {
  const line = Math.max(0, (refused.line ?? 1) - 1);
  const start = TextDocument.create(refused.uri, "nginx", 0, text).offsetAt({ line, character: 0 });
  const lineFeed = text.indexOf("\n", start);
  return { ...refused, text, start, end: lineFeed < 0 ? text.length : lineFeed };
}

/** The same line where it stands now; undefined where it is another. */
function follow(marked: Marked, document: TextDocument): Marked | undefined {
  const text = document.getText();
  if (text === marked.text) return marked;
  const change = difference(marked.text, text);
  const isAfter = change.end <= marked.start;
  if (!isAfter && change.start <= marked.end) return undefined;
  const delta = isAfter ? text.length - marked.text.length : 0;
  const start = marked.start + delta;
  // What was put right before the line without a line feed is on it.
  if (start > 0 && text[start - 1] !== "\n") return undefined;
  return { ...marked, text, start, end: marked.end + delta, line: document.positionAt(start).line + 1 };
}
