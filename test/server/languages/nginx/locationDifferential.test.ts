import { expect, test } from "vitest";
import { configurations } from "../../../../server/src/languages/nginx/configurations";
import { nginxFiles } from "../../../../server/src/languages/nginx/files";
import type { Ending } from "../../../../server/src/languages/nginx/locationTester/endings";
import { testLocation, type Verdict } from "../../../../server/src/languages/nginx/locationTester/locationTester";
import type { Question } from "../../../../server/src/languages/nginx/locationTester/questions";
import { readRequest } from "../../../../server/src/languages/nginx/locationTester/request";
import type { Found } from "../../../../server/src/languages/nginx/locationTester/steps";
import { files, folders, generatedInsides } from "../../../nginx/insides";
import { installedNginx } from "../../../nginx/judge";
import { type Answered, around, askNginx, generated, type Served } from "../../../nginx/requests";

/** The mark that a block gives its answers. */
const markOf = (found: Found | undefined): string =>
  found?.directive.block?.items
    .flatMap((item) => (item.kind === "directive" && item.name.value === "add_header" ? [item.args[1]?.value] : []))
    .at(0) ?? "";

/** What we say of the requests of one file. */
function tester({ text, port }: Served): (request: Served["requests"][number]) => Verdict {
  const read = nginxFiles(["nginx.conf"], () => `events {}\nhttp { ${around} ${text} }\n`);
  const [configuration] = configurations(read);
  if (!configuration) throw new Error("no configuration");
  return ({ method = "GET", host, path }) =>
    testLocation(configuration, read, readRequest(`${method} http://${host}:${port}${path}`));
}

/** What is so where the real nginx is asked. */
function isSo({ kind, what }: Question): boolean {
  const path = what.replace(/^@DIR@\/files/, "");
  switch (kind) {
    case "file":
      return path !== what && files.includes(path);
    case "folder":
      return path !== what && folders.includes(path);
    case "holds":
      return what.includes("x_flag");
    case "refused":
      return /unix:|all|auth_basic/.test(what);
    case "unreachable":
      return true;
  }
}

function agrees(ending: Ending, real: Answered): boolean {
  const { kind, status, to = "" } = ending;
  const isMarked = real.mark === markOf(ending.location ?? ending.server);
  switch (kind) {
    case "closed":
      return real.status === 0;
    case "redirect": {
      const location = to.startsWith("/") ? real.location.replace(/^http:\/\/[^/]*/, "") : real.location;
      return isMarked && real.status === status && Buffer.from(location, "latin1").toString() === to;
    }
    case "file":
      return isMarked && real.status === status && (real.body === "" || `@DIR@/files${real.body}` === to);
    case "passed":
      return isMarked && real.status === 502;
    case "module":
      return isMarked && (status === undefined || real.status === status);
    case "unknown":
      return true;
    default:
      return isMarked && real.status === status;
  }
}

// More of them, and others: LOCATION_CONFIGS=400 LOCATION_SEED=6
const count = Number(process.env.LOCATION_CONFIGS ?? 60);
const seed = Number(process.env.LOCATION_SEED ?? 5);

test.skipIf(!installedNginx())(
  "the location tester says what nginx does, request by request",
  async () => {
    const all = [...generated(count, seed), ...generatedInsides(count, seed, 20_000)];
    const answers = await askNginx(all, files, folders);
    const differing: string[] = [];
    const counts: Record<string, number> = {};
    all.forEach((served, index) => {
      const ask = tester(served);
      served.requests.forEach((request, which) => {
        const real = answers[index]?.[which] ?? { status: -1, mark: "", location: "", body: "" };
        const { ways, fault } = ask(request);
        const ending = ways.find(({ given }) => given.every(isSo))?.outcome;
        const kind = ending?.kind ?? fault ?? "";
        counts[kind] = (counts[kind] ?? 0) + 1;
        if (ways.length > 1) counts.depends = (counts.depends ?? 0) + 1;
        if (ending ? agrees(ending, real) : fault !== "refused" || real.status === 400) return;
        const { method = "GET", host, path } = request;
        const said = `${kind} ${ending?.status ?? ""} ${ending?.to ?? ""} ${markOf(ending?.location ?? ending?.server)}`;
        const asked = `${method} ${host}${path}: nginx ${real.status} ${real.mark} ${real.location}, we ${said}`;
        differing.push(`${asked}\n${served.text}`);
      });
    });
    expect(differing).toEqual([]);
    // That nothing is known would be an answer without fault, too.
    expect((counts.unknown ?? 0) + (counts["too-many"] ?? 0)).toBeLessThan(2 * count);
    for (const kind of ["status", "redirect", "file", "listing", "passed", "module", "closed", "refused", "depends"])
      expect(counts[kind]).toBeGreaterThan(1);
  },
  60_000 + 500 * count,
);
