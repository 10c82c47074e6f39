/**
 * What a program says of its own directives: nginx and its modules have a table of them (`ngx_command_t`: name, type,
 * function that reads it, ...), which is in the program as it was compiled.
 */
export interface Command {
  readonly name: string;
  /** The bits of nginx's `ngx_command_t.type`: contexts, counts of arguments, block. */
  readonly type: number;
}

/** Bytes of an entry of each table of an ELF file. */
const [sectionSize, segmentSize, relocationSize] = [64, 56, 24];
const pointer = 8;
const loadable = 1;
const relocations = 4;
const anyContext = 0xff000000;

/**
 * The directives of a program or a module (64 bits, little-endian, position-independent, as every distribution builds it).
 * A pointer in such a file is a relocation: where one leads to a name, beside the length of that name and the type of a
 * directive, there is a directive.
 */
export function commandsIn(file: Buffer): Command[] {
  const number = (at: number): number => Number(file.readBigUInt64LE(at));
  const segments = table(number(32), file.readUInt16LE(56), segmentSize)
    .filter((at) => file.readUInt32LE(at) === loadable)
    .map((at) => ({ offset: number(at + 8), address: number(at + 16), size: number(at + 32) }));
  const offsetOf = (address: number): number | undefined => {
    const segment = segments.find((each) => each.address <= address && address < each.address + each.size);
    return segment && address - segment.address + segment.offset;
  };
  const pointers = new Map<number, number>();
  for (const section of table(number(40), file.readUInt16LE(60), sectionSize)) {
    if (file.readUInt32LE(section + 4) !== relocations) continue;
    for (const at of table(number(section + 24), number(section + 32) / relocationSize, relocationSize))
      pointers.set(number(at), Number(file.readBigInt64LE(at + 16)));
  }
  const found: Command[] = [];
  for (const [address, target] of pointers) {
    const [at, text] = [offsetOf(address), offsetOf(target)];
    if (at === undefined || text === undefined || !pointers.has(address + 2 * pointer)) continue;
    const [length, type] = [number(at - pointer), number(at + pointer)];
    if (length < 1 || length > 64 || type > 0xffffffff || (type & anyContext) === 0) continue;
    const name = file.toString("latin1", text, text + length);
    if (/^[a-z_][a-z0-9_]*$/i.test(name) && file[text + length] === 0) found.push({ name, type });
  }
  return found;
}

/** Where the entries of a table begin. */
const table = (from: number, count: number, size: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index * size);

const bits: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  core: { main: 0x01000000, events: 0x02000000 },
  http: {
    main: 0x01000000,
    http: 0x02000000,
    "http/server": 0x04000000,
    "http/location": 0x08000000,
    "http/upstream": 0x10000000,
    "http/server/if": 0x20000000,
    "http/location/if": 0x40000000,
    "http/limit_except": 0x80000000,
  },
  stream: { main: 0x01000000, stream: 0x02000000, "stream/server": 0x04000000, "stream/upstream": 0x08000000 },
  mail: { main: 0x01000000, mail: 0x02000000, "mail/server": 0x04000000 },
  rtmp: {
    main: 0x01000000,
    rtmp: 0x02000000,
    "rtmp/server": 0x04000000,
    "rtmp/application": 0x08000000,
    "rtmp/recorder": 0x10000000,
  },
};
const counts: Readonly<Record<string, number>> = { flag: 0x200, "0+": 0x400, "1+": 0x800, "2+": 0x1000 };
const every: Readonly<Record<string, number>> = Object.assign({ any: anyContext }, ...Object.values(bits));

/** The same type of a directive as the catalog's sources tell it. */
export function typeOf(told: {
  readonly contexts: readonly string[];
  readonly args: string;
  readonly block?: boolean;
  readonly direct?: boolean;
}): number {
  const argumentBits = counts[told.args] ?? [...told.args].reduce((sum, count) => sum | (1 << Number(count)), 0);
  const contextBits = told.contexts.reduce((sum, context) => sum | (every[context] ?? 0), 0);
  return (argumentBits | contextBits | (told.block ? 0x100 : 0) | (told.direct ? 0x10000 : 0)) >>> 0;
}

/** The contexts that a type may mean: its bits say others in each of nginx's worlds, of which a file tells only a few. */
export function placesOf(file: string, type: number): string[][] {
  const own = file.match(/^ngx_(stream|mail|rtmp)_/)?.[1];
  if ((type & anyContext) >>> 0 === anyContext) return [["main", "http", "http/server"]];
  return [...(own === undefined ? [] : [own]), ...(own === "stream" || own === "mail" ? [] : ["http", "core"])].map(
    (world) => Object.entries(bits[world] ?? {}).flatMap(([place, bit]) => ((type & bit) === 0 ? [] : [place])),
  );
}

/** How many arguments a type takes, of none to nine. */
export const countsOf = (type: number): number[] =>
  Array.from({ length: 10 }, (_, count) => count).filter((count) => {
    if (type & 0x200) return count === 1;
    if (type & 0x400) return true;
    if (type & 0x1800) return count >= (type & 0x800 ? 1 : 2);
    return count < 8 && ((type >> count) & 1) === 1;
  });
