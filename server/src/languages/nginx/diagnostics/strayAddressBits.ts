import * as l10n from "@vscode/l10n";
import { changeTo } from "../../../findings";
import { networkOf } from "../network";
import type { Word } from "../tree";
import type { Checking } from "./model";

/** Says where an address has bits beyond its prefix, which nginx passes over, as in `10.0.0.1/8`. */
export function strayBits({ report, source }: Checking, word: Word): void {
  const network = networkOf(word.value);
  if (network === undefined) return;
  report(
    "nginx-address-bits",
    word,
    l10n.t('"{0}" is the whole network {1}: nginx passes over the other bits of the address.', word.value, network),
    {
      fixes: [changeTo(source.path, word, network)],
    },
  );
}
