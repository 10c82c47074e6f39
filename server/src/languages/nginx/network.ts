import { isCidr, isIpv4, isIpv6 } from "./address";

/** A network: the bytes of its address (4 or 16), and how many of their bits tell it from others. */
export interface Network {
  readonly bytes: readonly number[];
  readonly bits: number;
}

/** Four or sixteen bytes; undefined for what is no address. */
export function addressBytes(text: string): number[] | undefined {
  if (isIpv4(text)) return text.split(".").map(Number);
  if (!isIpv6(text)) return undefined;
  const [head = "", tail] = text.split("::");
  const front = groupBytes(head);
  if (tail === undefined) return front;
  const back = groupBytes(tail);
  return [...front, ...new Array<number>(16 - front.length - back.length).fill(0), ...back];
}

const groupBytes = (part: string): number[] =>
  part === ""
    ? []
    : part.split(":").flatMap((group) => {
        if (group.includes(".")) return group.split(".").map(Number);
        const value = Number.parseInt(group, 16);
        return [value >> 8, value & 255];
      });

/** What a word such as `10.0.0.0/8` or `::1` stands for, bits beyond the prefix left out; undefined where it is none. */
export function parseNetwork(text: string): Network | undefined {
  if (!isCidr(text)) return undefined;
  const [address = "", mask] = text.split("/");
  const bytes = addressBytes(address);
  if (!bytes) return undefined;
  const bits = mask === undefined ? bytes.length * 8 : mask.includes(".") ? maskBits(mask) : Number(mask);
  return { bytes: bytes.map((byte, index) => byte & byteMask(bits - index * 8)), bits };
}

const byteMask = (bits: number): number => (bits >= 8 ? 255 : bits <= 0 ? 0 : 255 & (255 << (8 - bits)));

const maskBits = (mask: string): number =>
  mask.split(".").reduce((bits, byte) => bits + Number(byte).toString(2).replaceAll("0", "").length, 0);

/** The same network without bits beyond the prefix; undefined where there are none. */
export function networkOf(text: string): string | undefined {
  const network = parseNetwork(text);
  const [address = "", mask] = text.split("/");
  if (!network || mask === undefined || addressBytes(address)?.join() === network.bytes.join()) return undefined;
  return `${written(network.bytes)}/${mask}`;
}

function written(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = bytes.flatMap((byte, index) =>
    index % 2 === 0 ? [((byte << 8) | (bytes[index + 1] ?? 0)).toString(16)] : [],
  );
  const zeros = groups.join(":").match(/(?:^|:)0(?::0)+$/);
  return zeros?.index === undefined ? groups.join(":") : `${groups.join(":").slice(0, zeros.index)}::`;
}
