import * as l10n from "@vscode/l10n";
import { directiveSpecs } from "../catalog/catalog";
import type { Directive } from "../tree";
import { makeFinding } from "./finding";
import type { Checking, Config, Range, Source } from "./model";

/** Notes a directive of somebody else's module, which an official image does not have unless it loads it. */
export function noteForeign({ config, source: { path }, directive, spec }: Checking): void {
  if (!spec.from || !config.environment.stock || !directiveSpecs(spec.name)?.every(({ from }) => from)) return;
  noteModule(config, path, directive.name, spec.name, spec.from);
}

/** Notes a directive of a module that the catalog does not have: nor has it the variables and others of that nginx. */
export function noteBuiltIn(config: Config, { path }: Source, { name }: Directive, module: string): void {
  if (config.environment.stock) noteModule(config, path, name, name.value, module);
  else config.foreignModules = true;
}

function noteModule(config: Config, path: string, at: Range, name: string, from: string): void {
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
