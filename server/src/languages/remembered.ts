/** More texts than this a project has few of one language; the oldest are forgotten. */
const most = 64;

/**
 * A reader that reads a text again only where it has not just read it: every feature asks for the same facts of the same
 * files after each keystroke in one of them. What it reads may not be changed by who gets it.
 * @param keyOf what the result depends on beside the text
 */
export function rememberedByText<T, A extends readonly unknown[]>(
  read: (text: string, ...rest: A) => T,
  keyOf: (...rest: A) => string = () => "",
): (text: string, ...rest: A) => T {
  const known = new Map<string, T>();
  return (text, ...rest) => {
    const key = `${keyOf(...rest)}\0${text}`;
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as T;
    const value = read(text, ...rest);
    known.set(key, value);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return value;
  };
}

/** The entries of a map, for a key. */
export const entriesKey = (map: ReadonlyMap<string, string> = new Map()): string => JSON.stringify([...map]);
