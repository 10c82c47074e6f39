import { type Address, isShortIpv4 } from "../../address";

/** The address of a `listen` as nginx compares it, when it has read the host: one spelling for each address. */
export function socketAddress({ kind, host, port, lastPort }: Address): string {
  if (kind === "unix") return `unix:${host}`;
  const ports = `${port ?? 80}${lastPort ? `-${lastPort}` : ""}`;
  if (kind === "ipv6") return `[${groups(host).join(":")}]:${ports}`;
  return `${kind === "ipv4" ? host.split(".").map(Number).join(".") : named(host.toLowerCase())}:${ports}`;
}

/** What is the same on every machine; other names only its resolver knows. */
function named(host: string): string {
  if (host === "localhost") return "127.0.0.1";
  if (!isShortIpv4(host)) return host;
  const numbers = host.split(".").map(Number);
  const last = numbers.pop() ?? 0;
  // As inet_aton has it, the last number fills the bytes that are left.
  const rest = [24, 16, 8, 0].slice(numbers.length).map((bits) => Math.floor(last / 2 ** bits) % 256);
  return [...numbers, ...rest].join(".");
}

/** The eight groups of an IPv6 address, as numbers. */
function groups(host: string): readonly number[] {
  const [head = [], tail] = host.split("::").map(groupsOf);
  return tail ? [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail] : head;
}

const groupsOf = (part: string): number[] =>
  part === ""
    ? []
    : part.split(":").flatMap((group) => {
        if (!group.includes(".")) return Number.parseInt(group, 16);
        const [a = 0, b = 0, c = 0, d = 0] = group.split(".").map(Number);
        return [a * 256 + b, c * 256 + d];
      });
