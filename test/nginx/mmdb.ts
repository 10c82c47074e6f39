/**
 * The smallest database of the MaxMind DB format (2.0): one node, no address in it, and its metadata. The module of
 * nginx opens the file when it reads its configuration.
 */
export function emptyDatabase(): Buffer {
  const tree = Buffer.from([0, 0, 1, 0, 0, 1]);
  const separator = Buffer.alloc(16);
  const marker = Buffer.from("\xab\xcd\xefMaxMind.com", "latin1");
  const metadata = map([
    ["node_count", uint(6, 1)],
    ["record_size", uint(5, 24)],
    ["ip_version", uint(5, 4)],
    ["database_type", text("Test")],
    ["languages", Buffer.concat([Buffer.from([1, 4]), text("en")])],
    ["binary_format_major_version", uint(5, 2)],
    ["binary_format_minor_version", uint(5, 0)],
    ["build_epoch", Buffer.from([1, 2, 1])],
    ["description", map([["en", text("Nothing")]])],
  ]);
  return Buffer.concat([tree, separator, marker, metadata]);
}

/** A control byte has the type in its upper three bits, the length in the others. */
const control = (type: number, length: number): Buffer => Buffer.from([(type << 5) | length]);

const text = (value: string): Buffer => Buffer.concat([control(2, value.length), Buffer.from(value)]);

const uint = (type: number, value: number): Buffer =>
  value === 0 ? control(type, 0) : Buffer.concat([control(type, 1), Buffer.from([value])]);

const map = (entries: readonly (readonly [string, Buffer])[]): Buffer =>
  Buffer.concat([control(7, entries.length), ...entries.flatMap(([key, value]) => [text(key), value])]);
