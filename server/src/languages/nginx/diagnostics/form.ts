import * as l10n from "@vscode/l10n";
import type { DirectiveSpec } from "../catalog/catalog";
import { isLuaBlock } from "../shapes";
import { firstOne } from "./first";
import type { Checking } from "./model";
import { miscounted } from "./slips";

/** Whether `;` or `{` and the number of arguments are what the directive takes; else says so. */
export function checkForm(checking: Checking): boolean {
  const { directive, spec, report } = checking;
  const { name, args, terminator } = directive;
  if (!spec.block && terminator === "{" && !isLuaBlock(name.value)) {
    report("nginx-directive-form", name, l10n.t('"{0}" has no block: it must end with ";".', name.value));
    return false;
  }
  if (spec.block && terminator === ";") {
    report("nginx-directive-form", name, l10n.t('"{0}" must have a block: "{" is missing.', name.value));
    return false;
  }
  if (spec.takes(args.length)) return true;
  sayMiscounted(checking);
  return false;
}

function sayMiscounted(checking: Checking): void {
  const { directive, spec, source, report } = checking;
  const { name, args, stop } = directive;
  // A quote that ends too early makes several words of one.
  const { errors } = source.tree;
  if (errors.some(({ code, start }) => code === "nginx-unexpected-character" && name.end <= start && start < stop))
    return;
  const slip = miscounted(checking);
  report("nginx-argument-count", name, slip?.message ?? argumentMessage(spec, args.length), {
    fixes: slip?.fixes ?? [],
  });
}

function argumentMessage(spec: DirectiveSpec, count: number): string {
  if (spec.max === 0) return l10n.t('"{0}" takes no arguments, but has {1}.', spec.name, count);
  if (spec.min === 1 && spec.max === 1) return l10n.t('"{0}" takes one argument, but has {1}.', spec.name, count);
  if (spec.min === spec.max) return l10n.t('"{0}" takes {1} arguments, but has {2}.', spec.name, spec.min, count);
  if (spec.max === Number.POSITIVE_INFINITY) {
    return spec.min === 1
      ? l10n.t('"{0}" takes at least one argument, but has {1}.', spec.name, count)
      : l10n.t('"{0}" takes at least {1} arguments, but has {2}.', spec.name, spec.min, count);
  }
  return l10n.t('"{0}" takes {1} to {2} arguments, but has {3}.', spec.name, spec.min, spec.max, count);
}

/** Whether the directive stands in its block already, where nginx takes it but once; says so. */
export function checkOnce(checking: Checking): void {
  const { directive, spec, scope, source, config, report } = checking;
  if (spec.sizesBuffers) config.buffers = true;
  if (!spec.once) return;
  const first = scope.seen.get(spec.key);
  if (!first) {
    scope.seen.set(spec.key, directive);
    return;
  }
  report(
    "nginx-duplicate-directive",
    directive.name,
    l10n.t('"{0}" is duplicate: it stands here already.', spec.name),
    {
      related: [firstOne(checking, first)],
      fixes: [
        {
          title: l10n.t("Remove this directive"),
          path: source.path,
          edits: [{ start: directive.start, end: directive.end, text: "" }],
        },
      ],
    },
  );
}
