import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver/node";

/**
 * Our findings with nginx's verdicts. Where one of ours says what nginx says, it is told once, as what both say: an error
 * of the same line that names each word that nginx quotes.
 */
export function withVerdicts(own: readonly Diagnostic[], verdicts: readonly Diagnostic[]): Diagnostic[] {
  const confirmed = new Map(verdicts.map((verdict) => [verdict, own.find((each) => isSame(each, verdict))]));
  return [
    ...own.map((each) => {
      const verdict = verdicts.find((one) => confirmed.get(one) === each);
      return verdict ? { ...each, source: `${each.source}, ${verdict.source}` } : each;
    }),
    ...verdicts.filter((verdict) => !confirmed.get(verdict)),
  ];
}

function isSame(own: Diagnostic, verdict: Diagnostic): boolean {
  const [said, message] = [textOf(own), textOf(verdict)];
  const quoted = message.match(/"[^"]+"/g) ?? [];
  return (
    own.severity === DiagnosticSeverity.Error &&
    own.range.start.line === verdict.range.start.line &&
    quoted.length > 0 &&
    quoted.every((word) => said.includes(word))
  );
}

const textOf = ({ message }: Diagnostic): string => (typeof message === "string" ? message : message.value);
