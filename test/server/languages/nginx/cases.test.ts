import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkConfig } from "../../../../server/src/languages/nginx/diagnostics/check";
import { practice } from "../../../../server/src/languages/nginx/diagnostics/codes";
import { parseNginx } from "../../../../server/src/languages/nginx/parser";
import { whole } from "../../../nginx/corpus";
import { installedNginx, missingModules, startJudge } from "../../../nginx/judge";

const version = installedNginx();
/** The release that the cases were written for: another one has other parameters, and warns of other things. */
const written = "1.22.1";
if (version !== written) console.warn(`SKIPPED: the cases are those of nginx ${written}, here is ${version}.`);

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

/** What we say: `refused` at these lines, and of what nginx only warns. */
function ours(text: string): { readonly lines: readonly [number, number][]; readonly warns: boolean } {
  const environment = { version: written, hosts: new Set<string>(), include: () => undefined };
  const { findings } = checkConfig({ path: "nginx.conf", tree: parseNginx(text) }, environment);
  const errors = findings.filter(({ severity }) => severity === "error");
  const places = errors.flatMap((error) => [error, ...(error.related ?? [])]);
  const lines = places.map(({ start, end }): [number, number] => [lineOf(text, start), lineOf(text, end)]);
  return { lines, warns: findings.some(({ code, severity }) => severity === "warning" && !(code in practice)) };
}

test.skipIf(version !== written)(
  "what nginx refuses and what it warns of, message by message",
  async () => {
    const judge = startJudge();
    const cases = readFileSync(join(process.cwd(), "test/nginx/cases.txt"), "utf8")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => ({ line, text: whole(line.split(" | ", 1)[0] ?? "", line.replace(/^\S+ \| /, ""), judge.folder) }))
      .filter(({ text }) => missingModules(text).length === 0);
    const differing: string[] = [];
    const next = cases.values();
    const work = async (): Promise<void> => {
      for (const { line, text } of next) {
        const { ok, line: at, message } = await judge.judge(text);
        const { lines, warns } = ours(text);
        const said = message.replaceAll(judge.folder, "").trim();
        if (ok !== (lines.length === 0)) differing.push(`${line}\n  nginx: ${said || "takes it"}`);
        else if (!ok && at !== undefined && !lines.some(([first, last]) => first <= at && at <= last))
          differing.push(`${line}\n  on line ${at}: ${said}`);
        else if (ok && said.includes("[warn]") && !warns) differing.push(`${line}\n  ${said}`);
      }
    };
    await Promise.all([work(), work()]);
    judge.remove();
    expect(cases.length).toBeGreaterThan(300);
    expect(differing).toEqual([]);
  },
  60_000,
);
