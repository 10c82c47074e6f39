import { expect, test } from "vitest";
import { configurations } from "../../../../server/src/languages/nginx/configurations";
import { nginxFiles } from "../../../../server/src/languages/nginx/files";
import { testLocation } from "../../../../server/src/languages/nginx/locationTester/locationTester";
import { readRequest } from "../../../../server/src/languages/nginx/locationTester/request";
import type { Found } from "../../../../server/src/languages/nginx/locationTester/steps";
import { installedNginx } from "../../../nginx/judge";
import { type Answered, askNginx, generated, type Served } from "../../../nginx/requests";

/** The mark that a block gives its answers. */
const markOf = (found: Found | undefined): string =>
  found?.directive.block?.items
    .flatMap((item) => (item.kind === "directive" && item.name.value === "add_header" ? [item.args[1]?.value] : []))
    .at(0) ?? "";

/** What we say: the status, where it is told, and the mark. */
function ours({ text, port }: Served, host: string, path: string): { readonly answer: string; readonly mark: string } {
  const files = nginxFiles(["nginx.conf"], () => `events {}\nhttp { ${text} }\n`);
  const [configuration] = configurations(files);
  if (!configuration) throw new Error("no configuration");
  const { server, location, answer } = testLocation(configuration, files, readRequest(`http://${host}:${port}${path}`));
  return { answer, mark: markOf(location ?? server) };
}

function agrees({ answer, mark }: ReturnType<typeof ours>, real: Answered): boolean {
  switch (answer) {
    case "refused":
      return real.status === 400;
    case "internal":
      return real.status === 404 && real.mark === mark;
    case "redirect":
      return real.status === 301 && real.mark === mark;
    case "location":
      return (real.status === 200 || real.status === 502) && real.mark === mark;
    default:
      return real.mark === mark;
  }
}

test.skipIf(!installedNginx())(
  "the location tester says what nginx does, request by request",
  async () => {
    const all = generated(60, 5);
    const answers = await askNginx(all);
    const differing: string[] = [];
    const counts: Record<string, number> = {};
    all.forEach((served, index) => {
      served.requests.forEach(({ host, path }, which) => {
        const real = answers[index]?.[which] ?? { status: 0, mark: "" };
        const said = ours(served, host, path);
        counts[said.answer] = (counts[said.answer] ?? 0) + 1;
        if (said.answer === "unknown" || agrees(said, real)) return;
        differing.push(
          `${host}${path}: nginx ${real.status} ${real.mark}, we ${said.answer} ${said.mark}\n${served.text}`,
        );
      });
    });
    expect(differing).toEqual([]);
    // That nothing is known would be an answer without fault, too.
    expect(counts.unknown ?? 0).toBeLessThan(60);
    for (const answer of ["location", "server", "redirect", "internal", "refused"])
      expect(counts[answer]).toBeGreaterThan(5);
  },
  60_000,
);
