/**
 * A text as it may be meant that is half typed at an offset: as it is, and with the quote and the bracket closed that are
 * open there, the likeliest first. Up to the offset and the rest of its word, all are the same.
 */
export function closings(text: string, offset: number): readonly string[] {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const lineFeed = text.indexOf("\n", offset);
  const end = lineFeed < 0 ? text.length : lineFeed;
  const rest = text.slice(offset, end);
  const quote = openQuote(text.slice(start, offset));
  const wordEnd = offset + (/^[^\s"',\]]*/.exec(rest)?.[0].length ?? 0);
  const close = (q: string, bracket: string): string => {
    // A line that goes on does so behind the bracket.
    const at = end - (/[ \t\r]*\\?\r?$/.exec(text.slice(wordEnd, end))?.[0].length ?? 0);
    return `${text.slice(0, wordEnd)}${q}${text.slice(wordEnd, at)}${bracket}${text.slice(at)}`;
  };
  const inArray = text.lastIndexOf("[", offset - 1) > text.lastIndexOf("]", offset - 1);
  const [opens, closes] = [text.indexOf("[", offset), text.indexOf("]", offset)];
  const closedLater = closes !== -1 && (opens === -1 || closes < opens);
  const brackets = !inArray ? [""] : closedLater ? ["", "]"] : ["]", ""];
  const quotes = quote === "" ? [""] : rest.includes(quote) ? ["", quote] : [quote, ""];
  return quotes.flatMap((q) => brackets.map((bracket) => close(q, bracket)));
}

/** The quote that is open at the end of a line; empty for none. */
function openQuote(line: string): string {
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === "\\") at++;
    else if (quote === "" && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = "";
  }
  return quote;
}
