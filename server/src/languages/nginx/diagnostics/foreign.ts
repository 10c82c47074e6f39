import * as l10n from "@vscode/l10n";
import { directiveSpecs } from "../catalog/catalog";
import { makeFinding } from "./finding";
import type { Checking } from "./model";

/** Notes a directive of somebody else's module, which an official image does not have unless it loads it. */
export function noteForeign({ config, source: { path }, directive, spec }: Checking): void {
  if (!spec.from || !config.environment.stock || !directiveSpecs(spec.name)?.every(({ from }) => from)) return;
  const { from, name } = spec;
  const at = directive.name;
  config.later.push({
    sure: true,
    judge: ({ loadsModules, foreignModules, findings }) => {
      if (loadsModules || foreignModules) return;
      const message = l10n.t(
        'The official image of nginx does not know "{0}", which the module {1} brings: build an image that has it.',
        name,
        from,
      );
      findings.push(makeFinding(path, "nginx-unknown-directive", at, message, { severity: "warning" }));
    },
  });
}
