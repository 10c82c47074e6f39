import { pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";
import { type GunicornResult, gunicornRequest } from "../../../server/src/protocol";
import { type Session, startSession } from "./support";

let session: Session | undefined;
afterEach(() => session?.end());

test("flaskStack/gunicorn tells what holds, with what is open and not saved", async () => {
  const own = await startSession();
  session = own;
  own.write("Procfile", "web: gunicorn -w 2 a:app\n");
  own.write("gunicorn.conf.py", "workers = 3\ntimeout = 4\n");
  const ask = (): Promise<GunicornResult> =>
    own.client.sendRequest(gunicornRequest, { folder: pathToFileURL(own.root).toString() });
  const setting = ({ gunicorns }: GunicornResult, name: string) =>
    gunicorns[0]?.settings.find((each) => each.name === name);

  const first = await ask();
  expect(first.gunicorns).toMatchObject([
    { file: "Procfile", line: 1, service: "web", target: "a:app", config: "gunicorn.conf.py" },
  ]);
  expect(setting(first, "workers")).toEqual({
    name: "workers",
    value: 2,
    known: true,
    unknown: null,
    text: "2",
    origin: "command",
    file: "Procfile",
    line: 1,
    variables: [],
    overrides: [{ origin: "file", file: "gunicorn.conf.py", line: 1, text: "3" }],
  });
  expect(setting(first, "timeout")).toMatchObject({ value: 4, origin: "file", file: "gunicorn.conf.py", line: 2 });

  await own.open("gunicorn.conf.py", "\n\ntimeout = 5\n");
  own.write("gunicorn.conf.py", "timeout = 6\n");
  const second = await ask();
  expect(setting(second, "timeout")).toMatchObject({ value: 5, line: 3 });
  expect(setting(second, "workers")?.overrides).toEqual([]);
});
