import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { chooseEngine } from "../../server/src/engine/chooseEngine";
import { listening, noSignal, value } from "../server/engine/support";

const parent = realpathSync(mkdtempSync(join(tmpdir(), "same-name-")));
const yaml = `name: flask-stack-same
services:
  web:
    image: nginx:1.30-alpine
    init: true
    volumes: ["data:/data"]
volumes:
  data:
`;
const engineOf = async (path: string) => {
  const folder = join(parent, path);
  return value(await chooseEngine(folder, { engine: "docker", signal: noSignal }));
};
for (const folder of ["one", "other"]) {
  mkdirSync(join(parent, folder));
  writeFileSync(join(parent, folder, "compose.yaml"), yaml);
}
symlinkSync(join(parent, "one"), join(parent, "link"));
afterAll(async () => {
  await (await engineOf("other")).down({ volumes: true }, listening(), noSignal);
  rmSync(parent, { recursive: true });
});

test("of two projects with one name, one neither replaces nor removes what is the other's", async () => {
  const other = await engineOf("other");
  value(await (await engineOf("one")).up({}, listening(), noSignal));
  const taken = { problem: { code: "name-taken", message: expect.stringContaining(`from ${join(parent, "one")} is`) } };
  expect(await other.up({}, listening(), noSignal)).toMatchObject(taken);
  expect(await other.act("start", undefined, listening(), noSignal)).toMatchObject(taken);
  expect(await other.down({ volumes: true }, listening(), noSignal)).toMatchObject(taken);

  const linked = await engineOf("link");
  expect(value(await linked.down({}, listening(), noSignal))).toEqual({
    ran: true,
    kept: ["flask-stack-same_data"],
    removed: [],
  });

  // Its containers are gone, and its data is still its own.
  expect(await other.down({ volumes: true }, listening(), noSignal)).toMatchObject({
    problem: {
      code: "name-taken",
      message: expect.stringMatching(`^flask-stack-same_data is the data of the stack .* in ${join(parent, "one")},`),
    },
  });
  expect(value(await other.down({}, listening(), noSignal))).toMatchObject({ kept: ["flask-stack-same_data"] });

  // Whose folder is elsewhere by now is no other's.
  value(await (await engineOf("one")).up({}, listening(), noSignal));
  renameSync(join(parent, "one"), join(parent, "moved"));
  expect(value(await other.down({ volumes: true }, listening(), noSignal))).toEqual({
    ran: true,
    kept: [],
    removed: ["flask-stack-same_data"],
  });
  expect(value(await other.down({}, listening(), noSignal))).toEqual({ ran: false, kept: [], removed: [] });
});
