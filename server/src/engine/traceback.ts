/** `  File "/app/shop/views.py", line 12, in cart`; the one of a SyntaxError has no function. */
const frame = /^\s+File "([^"]+)", line \d+/;

/** What belongs to the frame above: its source, the carets below that, and how often it was repeated. */
const below = /^(?: {4}|\t| {2}\[Previous line repeated)/;

const importing = /^<frozen |[\\/]importlib[\\/]__init__\.py$/;

/** Where Python keeps what is not the project's: installed packages and its own library. */
const library = /[\\/](?:site|dist)-packages[\\/]|[\\/]lib[\\/]python\d[\d.]*[\\/]|[\\/]Python\d+[\\/]Lib[\\/]|^</;

/**
 * A log with the frames of its tracebacks that say where a mistake is: the project's own. A traceback with none of them
 * keeps the libraries' frames, since nothing else is known of it; how Python imports is never the reason.
 */
export function ownFrames(log: string): string {
  const lines = log.split(/\r?\n/);
  const kept: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    if (!frame.test(line)) {
      kept.push(line);
      at++;
      continue;
    }
    const frames: { readonly path: string; readonly lines: string[] }[] = [];
    for (; at < lines.length; at++) {
      const text = lines[at] ?? "";
      const path = frame.exec(text)?.[1];
      if (path !== undefined) frames.push({ path, lines: [text] });
      else if (below.test(text)) frames.at(-1)?.lines.push(text);
      else break;
    }
    const own = frames.filter(({ path }) => !library.test(path));
    const told = own.length > 0 ? own : frames.filter(({ path }) => !importing.test(path));
    kept.push(...told.flatMap((one) => one.lines));
  }
  return kept.join("\n");
}
