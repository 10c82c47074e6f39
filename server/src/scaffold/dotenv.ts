const entry = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=/;
const commentedOut = /^[ \t]*#[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=/;

/** `.env` with the entries added that it does not set. What is there stays as it is. */
export const mergeDotenv = (current: string, ours: string): string => merge(current, ours, [entry]);

/** `.env.example` with the entries added that it does not mention: a variable that is commented out is mentioned. */
export const mergeDotenvExample = (current: string, ours: string): string =>
  merge(current, ours, [entry, commentedOut]);

function merge(current: string, ours: string, patterns: readonly RegExp[]): string {
  const there = new Set(current.split(/\r?\n/).map((line) => nameIn(line, patterns)));
  const missing = ours.split(/\n\n+/).flatMap((paragraph) => {
    const left = entriesBut(there, paragraph);
    return left === "" ? [] : left;
  });
  if (missing.length === 0) return current;
  const end = current.includes("\r\n") ? "\r\n" : "\n";
  const before = current.trim() === "" ? "" : `${current.trimEnd()}${end}${end}`;
  return `${before}${missing.join("\n\n").replaceAll("\n", end)}${end}`;
}

/** The entries of a paragraph, each with the comment above it, without those that are there. */
function entriesBut(there: ReadonlySet<string | undefined>, paragraph: string): string {
  const kept: string[] = [];
  let comments: string[] = [];
  for (const line of paragraph.split("\n")) {
    const name = nameIn(line, [entry, commentedOut]);
    if (name === undefined) {
      comments.push(line);
      continue;
    }
    if (!there.has(name)) kept.push(...comments, line);
    comments = [];
  }
  return kept.join("\n");
}

function nameIn(line: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const name = pattern.exec(line)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}
