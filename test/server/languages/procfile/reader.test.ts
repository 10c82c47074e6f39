import { expect, test } from "vitest";
import { readProcfile } from "../../../../server/src/languages/procfile/reader";

test("a Procfile lists processes and their commands", () => {
  expect(readProcfile("# all\nweb: gunicorn a:app\r\nrelease:flask db upgrade\n\nnothing\n")).toEqual([
    { name: "web", command: "gunicorn a:app", line: 2 },
    { name: "release", command: "flask db upgrade", line: 3 },
  ]);
});
