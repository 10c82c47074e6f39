import * as l10n from "@vscode/l10n";
import { firstAtOrAfter } from "../../../firstAtOrAfter";
import { isCidr, isIpv4 } from "../../address";
import { addressBytes, parseNetwork } from "../../network";
import type { Directive, Word } from "../../tree";
import { firstOne } from "../first";
import type { Checking } from "../model";
import { hasRelease } from "../newer";
import { strayBits } from "../strayAddressBits";
import { count, type EntryCheck } from "./entries";

/** Words that stand alone in a `geo`. */
const flags = ["ranges", "proxy_recursive"];

/** An entry of a `geo`: a network or range and its value, or a word that says how to read the others. */
export const geoEntry: EntryCheck = (checking, seen) => {
  const { directive, report, config } = checking;
  const { name, args } = directive;
  const alone = args.length === 0;
  if (alone && (flags.includes(name.value) || (name.value === "volatile" && hasRelease(config, "1.29.3")))) {
    if (name.value === "ranges" && seen.has("a network")) {
      report("nginx-conflict", name, l10n.t('"ranges" must be the first entry of "geo".'));
    }
    seen.set(`flag ${name.value}`, directive);
    return;
  }
  if (!count(checking, seen, 2)) return;
  if (name.value === "default") return once(checking, seen, "default", name);
  const value = args[0];
  const net = name.value === "delete" || name.value === "proxy" ? value : name;
  if (!net) return;
  if (name.value !== "proxy") seen.set("a network", directive);
  if (seen.has("flag ranges") && name.value !== "proxy") return range(checking, seen, net);
  if (!isCidr(net.value) && net.value !== "255.255.255.255") {
    return report("nginx-invalid-value", net, l10n.t('Invalid network "{0}".', net.value));
  }
  strayBits(checking, net);
  if (name.value === "proxy") return;
  const network = parseNetwork(net.value);
  const key = `network ${network?.bytes.join(".")}/${network?.bits}`;
  if (name.value !== "delete") once(checking, seen, key, net);
  else if (!seen.delete(key)) report("nginx-no-effect", net, nothingToDelete(net));
};

const nothingToDelete = (net: Word): string => l10n.t('There is no entry "{0}" before this to delete.', net.value);

/** What stands here a second time takes the place of the first. */
function once(checking: Checking, seen: Map<string, Directive>, key: string, at: Word): void {
  const { directive, report } = checking;
  const first = seen.get(key);
  seen.set(key, directive);
  if (!first) return;
  const message = l10n.t('There is an entry for "{0}" already: this one takes its place.', at.value);
  report("nginx-duplicate-value", at, message, { related: [firstOne(checking, first)] });
}

/** A piece of the addresses, both ends in it. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

/** The pieces that ranges have cut so far, in order. */
const piecesOf = new WeakMap<Map<string, Directive>, Piece[]>();

const numberOf = (text: string): number => (addressBytes(text) ?? []).reduce((sum, byte) => sum * 256 + byte, 0);

function range(checking: Checking, seen: Map<string, Directive>, net: Word): void {
  const { directive, report } = checking;
  const [low = "", high = "", ...more] = net.value.split("-");
  const start = numberOf(low);
  const end = numberOf(high);
  if (more.length > 0 || !isIpv4(low) || !isIpv4(high) || start > end) {
    report("nginx-invalid-value", net, l10n.t('Invalid range "{0}".', net.value));
    return;
  }
  const pieces = piecesOf.get(seen) ?? [];
  piecesOf.set(seen, pieces);
  const at = firstAtOrAfter(pieces, start, ({ end: last }) => last);
  const piece = pieces[at];
  const same = piece?.start === start && piece.end === end;
  if (directive.name.value === "delete") {
    if (same) pieces.splice(at, 1);
    else report("nginx-no-effect", net, nothingToDelete(net));
  } else if (same) {
    report(
      "nginx-duplicate-value",
      net,
      l10n.t('There is an entry for "{0}" already: this one takes its place.', net.value),
    );
  } else if (!piece || end < piece.start) {
    pieces.splice(at, 0, { start, end });
  } else if (start >= piece.start && end <= piece.end) {
    const parts = [
      { start: piece.start, end: start - 1 },
      { start, end },
      { start: end + 1, end: piece.end },
    ];
    pieces.splice(at, 1, ...parts.filter((part) => part.start <= part.end));
  } else report("nginx-conflict", net, l10n.t('The range "{0}" overlaps another one before it.', net.value));
}
