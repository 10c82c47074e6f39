const utf8 = new TextDecoder("utf-8", { fatal: true });
const latin1 = new TextDecoder("latin1");

/** PEP 263: the comment stands on the first or the second line. */
const declaration = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

/**
 * Bytes as text: UTF-8 (a byte-order mark is dropped), else the encoding that a PEP 263 comment names,
 * else Latin-1, which never fails.
 */
export function decode(bytes: Uint8Array): string {
  const marked = byteOrderMark(bytes);
  if (marked !== undefined) return marked.decode(bytes);
  try {
    return utf8.decode(bytes);
  } catch {
    const named = declaredEncoding(bytes);
    return decodeAs(bytes, named) ?? latin1.decode(bytes);
  }
}

/**
 * The first line, 1-based, that Python cannot read as text: it is not UTF-8, and the file names no encoding. Undefined
 * where there is none.
 */
export function undecodableLine(bytes: Uint8Array): number | undefined {
  if (isUtf8(bytes) || byteOrderMark(bytes) !== undefined || declaredEncoding(bytes) !== undefined) return undefined;
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, from);
    const to = end === -1 ? bytes.length : end;
    if (!isUtf8(bytes.subarray(from, to))) return line;
    from = to + 1;
  }
  return undefined;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** UTF-16 with its mark, as PowerShell's `>` writes a requirements.txt; pip reads it, too. */
function byteOrderMark([first, second]: Uint8Array): InstanceType<typeof TextDecoder> | undefined {
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le");
  return first === 0xfe && second === 0xff ? new TextDecoder("utf-16be") : undefined;
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const lines = latin1.decode(bytes.subarray(0, 400)).split(/\r\n|\r|\n/, 2);
  for (const line of lines) {
    const encoding = declaration.exec(line)?.[1];
    if (encoding !== undefined) return encoding.toLowerCase();
  }
  return undefined;
}

/** Undefined where there is no such encoding, or the bytes are not in it. */
function decodeAs(bytes: Uint8Array, encoding: string | undefined): string | undefined {
  if (encoding === undefined) return undefined;
  // Python writes codec names with underscores where the Encoding Standard has hyphens; cp949 is its euc-kr.
  const label = encoding
    .replace(/_/g, "-")
    .replace(/^cp949$/, "euc-kr")
    .replace(/^cp(\d+)$/, "windows-$1");
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
