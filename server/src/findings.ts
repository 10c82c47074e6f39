import * as l10n from "@vscode/l10n";

/** As the design tells them: error, the program itself refuses it; warning, it works and is wrong or ignored; ... */
export type Severity = "error" | "warning" | "information" | "hint";

/** A stretch of a text in UTF-16 units, its end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces a stretch by a text. */
export interface Edit extends Span {
  readonly text: string;
}

/** What could be done about a finding; several edits of one file are one change. */
export interface Fix {
  readonly title: string;
  readonly path: string;
  readonly edits: readonly Edit[];
}

/** What is wrong with a configuration: of one file, or of several that must agree. */
export interface Finding<Code extends string = string> extends Span {
  /** Also the name of its page in docs/rules. */
  readonly code: Code;
  readonly severity: Severity;
  /** However the caller names its files: a path or a URI. */
  readonly path: string;
  /** One sentence: what is wrong, and what to do. */
  readonly message: string;
  readonly related?: readonly (Span & { readonly path: string; readonly message: string })[];
  readonly fixes?: readonly Fix[];
}

/** The fix that writes another text in the place of a stretch, and is named by it. */
export const changeTo = (path: string, { start, end }: Span, text: string): Fix => ({
  title: l10n.t('Change to "{0}"', text),
  path,
  edits: [{ start, end, text }],
});
