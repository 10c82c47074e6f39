import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { label } from "../../../../server/src/engine/docker/labels";
import { otherOwner } from "../../../../server/src/engine/docker/nameTaken";

const parent = mkdtempSync(join(tmpdir(), "name-taken-"));
const at = (path: string): string => join(parent, path);
for (const folder of ["a/shop", "b/shop"]) mkdirSync(at(folder), { recursive: true });
symlinkSync(at("a/shop"), at("link"));
afterAll(() => rmSync(parent, { recursive: true }));

const of = (folder: string, more: Record<string, string> = {}) => ({
  Labels: { [label.folder]: at(folder), [label.files]: `${at(folder)}/compose.yaml`, ...more },
});

test.each([
  ["nobody's", [], undefined],
  ["another folder's", [of("b/shop")], "b/shop"],
  ["its own", [of("a/shop")], undefined],
  ["its own, started by way of a link", [of("link")], undefined],
  ["another's that was moved or removed", [of("gone/shop")], undefined],
  ["its own beside another's, left by what took it over", [of("b/shop"), of("a/shop")], undefined],
  ["its own beside one of another's that runs once", [of("b/shop", { [label.oneOff]: "True" })], undefined],
  ["its own, from a compose file in another folder", [of("b/shop", { [label.files]: at("a/shop") })], undefined],
])("a name that is %s", (_, containers, owner) => {
  const found = otherOwner(containers, { root: at("a/shop"), files: [at("a/shop")] });
  expect(found).toBe(owner === undefined ? undefined : at(owner));
});

test("a project that is opened by way of a link has its own containers", () =>
  expect(otherOwner([of("a/shop")], { root: at("link"), files: [] })).toBeUndefined());
