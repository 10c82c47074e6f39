import { describe, expect, test } from "vitest";
import { docker, inspectContainer, processesOf } from "./docker";
import type { Stack } from "./stack";

/** The containers of a stack without databases. */
const services = ["nginx", "web"] as const;

/** Tests of a stack that is up: what its containers may not do, however they are broken into. */
export function isConfined(stack: () => Stack): void {
  describe("security", () => {
    test.for(services)("%s: no root, no capabilities, no way to gain any", async (service) => {
      const processes = await processesOf(await stack().container(service));
      expect(processes.length).toBeGreaterThan(0);
      for (const process of processes) {
        expect(process.uids, process.name).not.toContain(0);
        expect(new Set(Object.values(process.capabilities)), process.name).toEqual(new Set(["0000000000000000"]));
        expect(process.noNewPrivileges, process.name).toBe(true);
      }
    });

    test.for(services)("%s: the image's user is a number that is not 0", async (service) => {
      const { Config } = await inspectContainer(await stack().container(service));
      expect(Config.User).toMatch(/^[1-9]\d*(:[1-9]\d*)?$/);
    });

    test.for(services)("%s: the disk is read-only, even for root", async (service) => {
      const id = await stack().container(service);
      const { HostConfig } = await inspectContainer(id);
      expect(HostConfig.ReadonlyRootfs).toBe(true);
      for (const path of ["/proof", "/etc/proof", "/usr/proof"]) {
        await expect(docker("exec", "--user", "0", id, "sh", "-c", `echo > ${path}`), path).rejects.toThrow(
          "Read-only file system",
        );
      }
    });

    test.for(services)("%s: not privileged, nothing of the host mounted, CPU and memory limited", async (service) => {
      const { HostConfig, Mounts } = await inspectContainer(await stack().container(service));
      expect(HostConfig).toMatchObject({ Privileged: false, CapDrop: ["ALL"] });
      expect(HostConfig.CapAdd ?? []).toEqual([]);
      expect(HostConfig.SecurityOpt).toContain("no-new-privileges:true");
      expect(Mounts.filter(({ Type }) => Type === "bind")).toEqual([]);
      expect(HostConfig.Memory).toBeGreaterThan(0);
      expect(HostConfig.NanoCpus).toBeGreaterThan(0);
    });

    test("no port but Nginx's is published", async () => {
      const ids = await Promise.all(services.map((service) => stack().container(service)));
      const published = await Promise.all(ids.map((id) => docker("port", id)));
      // One line for IPv4, and one for IPv6 where the machine has it.
      for (const line of published[0]?.trim().split("\n") ?? []) {
        expect(line).toMatch(new RegExp(`^8080/tcp -> .*:${stack().port}$`));
      }
      expect(published[1]).toBe("");
    });

    test("the app's image has no compiler and no package cache", async () => {
      const id = await stack().container("web");
      const script = "command -v gcc cc make; ls -A /root/.cache /root/.cargo 2>/dev/null; ls /var/lib/apt/lists";
      expect((await docker("exec", "--user", "0", id, "sh", "-c", `${script}; true`)).trim()).toBe("");
    });
  });
}
