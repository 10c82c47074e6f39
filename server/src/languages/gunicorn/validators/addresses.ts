import { isIPv4, isIPv6 } from "node:net";
import { parseInteger } from "../values/text";

/** What `ipaddress.ip_network` takes: an address, or a network of which no host bits are set. */
export function isNetwork(text: string): boolean {
  const [address = "", mask, ...more] = text.split("/");
  if (more.length > 0) return false;
  const bits = bitsOf(address);
  if (bits === undefined) return false;
  if (mask === undefined) return true;
  const length = prefixLength(mask, bits.length);
  return length !== undefined && !bits.slice(length).includes("1");
}

/** What `ipaddress.ip_address` takes. */
export const isAddress = (text: string): boolean => bitsOf(text) !== undefined;

/** An address as 32 or 128 binary digits. */
function bitsOf(address: string): string | undefined {
  if (isIPv4(address))
    return address
      .split(".")
      .map((part) => Number(part).toString(2).padStart(8, "0"))
      .join("");
  const [plain = "", scope, ...more] = address.split("%");
  if (!isIPv6(plain) || scope === "" || more.length > 0) return undefined;
  const dotted = plain.match(/[\d.]+$/)?.[0] ?? "";
  const last = isIPv4(dotted) ? bitsOf(dotted) : undefined;
  const words = (last ? `${plain.slice(0, -dotted.length)}${word(last, 0)}:${word(last, 16)}` : plain).split("::");
  const [head = [], tail = []] = words.map((half) => half.split(":").filter(Boolean));
  const middle = Array<string>(8 - head.length - tail.length).fill("0");
  return [...head, ...middle, ...tail].map((part) => Number.parseInt(part, 16).toString(2).padStart(16, "0")).join("");
}

const word = (bits: string, from: number): string => Number.parseInt(bits.slice(from, from + 16), 2).toString(16);

/** A number of bits; for IPv4 also a mask such as `255.255.255.0`, or its inverse. */
function prefixLength(mask: string, most: number): number | undefined {
  if (/^\d+$/.test(mask)) return Number(mask) <= most ? Number(mask) : undefined;
  const bits = most === 32 && isIPv4(mask) ? (bitsOf(mask) ?? "") : "";
  const ones = bits.match(/^(1*)0*$/);
  if (ones) return ones[1]?.length;
  return bits.match(/^(0*)1*$/)?.[1]?.length;
}

/** What `gunicorn.util.parse_address` takes, as far as it raises an error: the port, and the number of a descriptor. */
export function isSocketAddress(text: string): boolean {
  if (text.startsWith("unix:")) return true;
  if (text.startsWith("fd://")) return parseInteger(text.slice(5), 10) !== undefined;
  return socketPort(text) !== undefined;
}

/** The port of such an address that is neither a socket's nor a descriptor's; undefined where it is no number. */
export function socketPort(text: string): number | undefined {
  const netloc = text.startsWith("tcp://") ? (text.split("tcp://")[1] ?? "") : text;
  const bracketed = netloc.includes("[") && netloc.includes("]");
  const port = bracketed ? netloc.split("]:")[1] : netloc.split(":")[1];
  return port === undefined ? 8000 : parseInteger(port, 10);
}
