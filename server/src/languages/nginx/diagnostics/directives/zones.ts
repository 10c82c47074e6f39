import * as l10n from "@vscode/l10n";
import type { Directive } from "../../tree";
import { parseSize } from "../../values";
import type { Checking, NameUse, Range } from "../model";
import { define, definitionsOf } from "../names";

/** The size that a directive gives a zone: `name:size` in one word, or a word of its own; undefined where it gives none. */
function sizeOf({ args }: Directive, name: string): number | undefined {
  for (const { value } of args) {
    const at = value.indexOf(`${name}:`);
    if (at >= 0) return parseSize(value.slice(at + name.length + 1));
  }
  return parseSize(args[1]?.value ?? "");
}

/**
 * Defines a zone of shared memory, whose name all modules share: says so where another module has a zone of that name,
 * or the same one has it with another size.
 * @param single the directive makes no zone a second time, be it of the same size
 */
export function defineZone(checking: Checking, name: string, at: Range, single = false): void {
  const { config, directive, family, report } = checking;
  const earlier = definitionsOf(config, "zone", "", name).filter((other) => other.name === name);
  const isSame = (zone: NameUse): boolean =>
    zone.family === family && zone.directive.name.value === directive.name.value;
  const other = earlier.find((zone) => !isSame(zone));
  const same = earlier.find(isSame);
  define(checking, "zone", name, at);
  if (other) {
    report(
      "nginx-duplicate-definition",
      at,
      l10n.t(
        '"{0}" has a zone "{1}" already: zones of different kinds need different names.',
        other.directive.name.value,
        name,
      ),
      first(other),
    );
  } else if (same && single) {
    report("nginx-duplicate-definition", at, l10n.t('There is a zone "{0}" already.', name), first(same));
  } else if (same && differs(sizeOf(same.directive, name), sizeOf(directive, name))) {
    report("nginx-duplicate-definition", at, l10n.t('The zone "{0}" has another size elsewhere.', name), first(same));
  }
}

const differs = (one: number | undefined, two: number | undefined): boolean =>
  one !== undefined && two !== undefined && one !== two;

const first = (zone: NameUse) => ({
  related: [{ path: zone.path, start: zone.start, end: zone.end, message: l10n.t("The first one is here.") }],
});
