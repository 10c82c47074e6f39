import { describe, expect, it } from "vitest";
import { upSteps } from "../../../../server/src/engine/docker/upSteps";

const service = (name: string, more: { oneShot?: boolean; unchecked?: true } = {}) => ({
  name,
  oneShot: false,
  ...more,
});
const plain = [service("nginx"), service("web")];
const mixed = [...plain, service("mail", { unchecked: true }), service("migrate", { oneShot: true })];
const start = (...services: string[]) => ({ flags: [], services });
const wait = (...services: string[]) => ({ flags: ["--wait"], services });
const waitAlone = (...services: string[]) => ({ flags: ["--wait", "--no-recreate", "--no-deps"], services });

describe("what compose is told to start", () => {
  it.each([
    ["all, and waits for them", plain, [], [wait()]],
    ["one, and waits for it", plain, ["web"], [wait("web")]],
    ["all, and waits for those with a health check", mixed, [], [start(), waitAlone("nginx", "web")]],
    ["one of those with a health check", mixed, ["web"], [start("web"), waitAlone("web")]],
    ["one without a health check", mixed, ["mail"], [start("mail")]],
    ["one of a profile, which is not among them", mixed, ["tools"], [start("tools"), waitAlone("tools")]],
  ])("%s", (_, services, which, told) => {
    expect(upSteps(services, which)).toEqual(told);
  });
});
