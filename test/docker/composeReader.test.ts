import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCompose } from "../../server/src/languages/compose/reader";
import { readDotenv } from "../../server/src/languages/dotenv/reader";
import { applied, everyFile, everyKind, filesOf, planned } from "../server/scaffold/support";
import { docker } from "./support/docker";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "compose-reader-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const passwords = ["POSTGRES", "MYSQL", "MYSQL_ROOT", "RABBITMQ", "MONGO"]
  .map((name) => `${name}_PASSWORD=secret\n`)
  .join("");
const dotenv = `TAG=1.28\nEMPTY=\nPORT=9000\nSECRET_KEY=x\nREGION=y\n${passwords}`;

const written: Readonly<Record<string, string>> = {
  ports: `services:
  web:
    image: nginx:\${TAG}
    ports: ["80", "8000:80", "127.0.0.1:\${PORT:-1}:80/udp", "[::1]:81:81", "9000-9002:80-82", {target: 5, published: "6", host_ip: 10.0.0.1}]
`,
  limits: `services:
  a: {image: x, cpus: 0.5, mem_limit: 512m, read_only: true, user: "1:2", tmpfs: /tmp}
  b: {image: x, deploy: {resources: {limits: {cpus: "1.5", memory: 1.5G}}}, tmpfs: [/run, "/tmp:size=1m"]}
  c: {image: x, cpu_quota: 25000, mem_limit: 1073741824, user: "\${EMPTY:-7}"}
`,
  merged: `x-base: &base
  image: python:3.13
  environment: &env {A: "1", B: two}
services:
  a: {<<: *base, user: "5"}
  b: {<<: *base, environment: {<<: *env, B: three}}
  c: {extends: {service: a}, read_only: true}
  d: {image: x, environment: ["A=1", "B=x=y"]}
`,
  words: `services:
  a: {image: x, command: gunicorn app:app, entrypoint: [tini, --]}
  b: {image: x, command: ["gunicorn", "--bind", "0.0.0.0:\${PORT}"], working_dir: /srv}
`,
};

/** What `docker compose config` says of one service, as far as it is compared. */
interface Config {
  readonly image?: string;
  readonly ports?: readonly { target: number; published?: string; host_ip?: string; protocol: string }[];
  readonly cpus?: number;
  readonly cpu_quota?: string;
  readonly mem_limit?: string;
  readonly deploy?: { readonly resources?: { readonly limits?: { cpus?: number | string; memory?: string } } };
  readonly read_only?: boolean;
  readonly user?: string;
  readonly tmpfs?: readonly string[];
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly working_dir?: string;
  readonly command?: readonly string[] | null;
}

const generated = Object.entries(everyKind).map(
  ([name, facts]) => [name, applied(everyFile, planned(filesOf(everyFile), facts))["compose.yaml"] ?? ""] as const,
);

describe("a compose file is read as docker compose reads it", () => {
  test.each([...Object.entries(written), ...generated])("%s", async (_, text) => {
    writeFileSync(join(folder, "compose.yaml"), text);
    writeFileSync(join(folder, ".env"), dotenv);
    const shown = await docker(
      "compose",
      "--project-directory",
      folder,
      "--profile",
      "*",
      "config",
      "--format",
      "json",
    );
    const theirs: Readonly<Record<string, Config>> = JSON.parse(shown).services;
    const { services } = readCompose(text, readDotenv(dotenv));
    expect(services.map(({ value }) => value).sort()).toEqual(Object.keys(theirs).sort());
    for (const ours of services) {
      const config = theirs[ours.value] ?? {};
      const limits = config.deploy?.resources?.limits;
      const quota = config.cpu_quota === undefined ? undefined : Number(config.cpu_quota) / 100_000;
      const cpus = limits?.cpus ?? config.cpus ?? quota;
      const memory = limits?.memory ?? config.mem_limit;
      expect({
        image: ours.build === undefined ? ours.image?.value : undefined,
        cpus: ours.cpus?.value,
        memory: ours.memory?.value,
        readOnly: ours.readOnly?.value === true,
        user: ours.user?.value,
        tmpfs: ours.tmpfs.map(({ value }) => value),
        workingDirectory: ours.workingDirectory?.value,
        ports: ours.ports.flatMap(({ target, lastTarget, published, host, protocol }) =>
          Array.from({ length: lastTarget - target + 1 }, (_each, i) => [
            target + i,
            published === undefined ? undefined : String(published + i),
            host,
            protocol,
          ]),
        ),
      }).toEqual({
        image: ours.build === undefined ? config.image : undefined,
        cpus: cpus === undefined ? undefined : Number(cpus),
        memory: memory === undefined ? undefined : Number(memory),
        readOnly: config.read_only === true,
        user: config.user,
        tmpfs: (config.tmpfs ?? []).map((path) => path.replace(/:.*$/, "")),
        workingDirectory: config.working_dir,
        ports: (config.ports ?? []).map(({ target, published, host_ip, protocol }) => [
          target,
          published,
          host_ip,
          protocol,
        ]),
      });
      const known = ours.environment.filter(({ value }) => value !== undefined);
      for (const { name, value } of known) expect([name, config.environment?.[name]]).toEqual([name, value]);
      const words = ours.command?.value;
      if (Array.isArray(words)) expect(config.command).toEqual(words);
    }
  });
});
