/** Size of a record of a tar archive, in bytes. */
const record = 512;

/**
 * A tar archive (POSIX ustar) of text files that everybody may read, with the folders that they are in.
 * @param files contents by path, relative, with `/`; paths longer than 255 bytes do not fit and are refused
 */
export function tarOf(files: ReadonlyMap<string, string>): Buffer {
  const folders = new Set<string>();
  for (const path of files.keys()) {
    for (let at = path.indexOf("/"); at > 0; at = path.indexOf("/", at + 1)) folders.add(`${path.slice(0, at)}/`);
  }
  return Buffer.concat([
    ...[...folders].sort().map((path) => header(path, 0)),
    ...[...files].flatMap(([path, text]) => {
      const content = Buffer.from(text);
      return [header(path, content.length), content, Buffer.alloc((record - (content.length % record)) % record)];
    }),
    Buffer.alloc(2 * record),
  ]);
}

function header(path: string, size: number): Buffer {
  const folder = path.endsWith("/");
  const { prefix, name } = split(path);
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, "0")}\0`;
  const fields: readonly (readonly [offset: number, text: string])[] = [
    [0, name],
    [100, octal(folder ? 0o755 : 0o644, 8)],
    [108, octal(0, 8)],
    [116, octal(0, 8)],
    [124, octal(size, 12)],
    [136, octal(0, 12)],
    // The checksum counts itself as blanks.
    [148, "        "],
    [156, folder ? "5" : "0"],
    [257, "ustar\0"],
    [263, "00"],
    [345, prefix],
  ];
  const bytes = Buffer.alloc(record);
  for (const [offset, text] of fields) bytes.write(text, offset);
  bytes.write(
    `${octal(
      bytes.reduce((sum, byte) => sum + byte, 0),
      7,
    )} `,
    148,
  );
  return bytes;
}

/** A name has 100 bytes, and what does not fit goes before it, up to a slash, in 155. */
function split(path: string): { readonly prefix: string; readonly name: string } {
  if (Buffer.byteLength(path) <= 100) return { prefix: "", name: path };
  for (let at = path.indexOf("/"); at > 0; at = path.indexOf("/", at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(prefix) <= 155 && name !== "" && Buffer.byteLength(name) <= 100) return { prefix, name };
  }
  throw new Error(`${path} is too long for a tar archive`);
}
