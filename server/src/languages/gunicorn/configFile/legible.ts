/**
 * A text with what Python takes for white space and the parser does not know written in other white space: the ends of
 * lines of an old Mac, and form feeds, before which no indentation counts. All stands where it stood.
 */
export function legible(text: string): string {
  if (!unknown.test(text)) return text;
  return text
    .replace(/\r(?!\n)/g, "\n")
    .replace(/(?<=^|(?<!\\\r?)\n)[ \t\f]*\f/g, (indent) => "\n".repeat(indent.length))
    .replace(/\f/g, " ");
}

const unknown = /\f|\r(?!\n)/;
