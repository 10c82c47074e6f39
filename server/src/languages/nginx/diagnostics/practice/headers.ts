import * as l10n from "@vscode/l10n";
import { type Directive, quoteWord } from "../../tree";
import { makeFinding } from "../finding";
import { mayHaveMore } from "../include";
import type { Check, Placed } from "../model";
import { allIn, allInForce, isAmong } from "../scopes";

const headerOf = ({ args }: Directive): string => args[0]?.value.toLowerCase() ?? "";

const written = ({ name, args }: Directive): string =>
  `${[name.value, ...args.map((word) => (word.quote ? quoted(word.value) : quoteWord(word.value)))].join(" ")};`;

const quoted = (value: string): string => `"${value.replace(/[\\"]/g, "\\$&")}"`;

/** Headers of the blocks around that are lost because a block says some of its own: nginx takes all or none. */
const dropped: Check = ({ config, directive, scope, source }) => {
  const name = directive.name.value;
  // It is the last so far: once for all of its name is enough.
  if (!scope.up || isAmong(scope.last?.before, name)) return;
  const { text } = source.tree;
  const indent = text.slice(text.lastIndexOf("\n", directive.start) + 1, directive.start).match(/^\s*/)?.[0] ?? "";
  const { path } = source;
  config.later.push({
    sure: true,
    judge: ({ findings }) => {
      // Asked of every location with every key: most have none around them.
      const around = allInForce(scope.up, name);
      // Where inheritance is told of, it is meant as it is.
      if (around.length === 0 || mayHaveMore(scope) || allInForce(scope, `${name}_inherit`).length > 0) return;
      const here = new Set(allIn(scope, name).map((each) => headerOf(each.directive)));
      const lost = around.filter((each) => !here.has(headerOf(each.directive)));
      const [first] = lost;
      if (!first) return;
      findings.push(
        makeFinding(path, "nginx-headers-dropped", directive.name, lostMessage(name, lost), {
          related: [
            {
              path: first.path,
              start: first.directive.start,
              end: first.directive.end,
              message: l10n.t("This one is lost."),
            },
          ],
          fixes: [
            {
              title: l10n.t("Say them here, too"),
              path,
              edits: [
                {
                  start: directive.start,
                  end: directive.start,
                  text: lost.map((each) => `${written(each.directive)}\n${indent}`).join(""),
                },
              ],
            },
          ],
        }),
      );
    },
  });
};

function lostMessage(name: string, lost: readonly Placed[]): string {
  const headers = [...new Set(lost.map(({ directive }) => directive.args[0]?.value ?? ""))].join(", ");
  return l10n.t('This "{0}" takes the place of those of the blocks around it, so {1} will be missing.', name, headers);
}

/** Browsers and servers refuse headers that go on in the next line. */
const oneLine: Check = ({ directive, report }) => {
  const value = directive.args[1];
  if (value && /[\r\n]/.test(value.value)) {
    report(
      "nginx-multiline-header",
      value,
      l10n.t("A header is one line: with a line break in it, browsers refuse it."),
    );
  }
};

export const headersPractice: Readonly<Record<string, Check>> = {
  add_header: (checking) => {
    dropped(checking);
    oneLine(checking);
  },
  proxy_set_header: dropped,
};
