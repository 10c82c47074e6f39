import type { ContainerInfo } from "dockerode";
import { describe, expect, test } from "vitest";
import { serviceStatuses } from "../../../../server/src/engine/docker/containers";
import { siteUrl, stackUrls } from "../../../../server/src/engine/urls";

type Port = ContainerInfo["Ports"][number];

const port = (PublicPort: number, PrivatePort: number): Port => ({
  IP: "0.0.0.0",
  PublicPort,
  PrivatePort,
  Type: "tcp",
});

/** A container as the engine's list has it; only what is looked at differs. */
const container = (service: string, ports: readonly Port[], Status = "Up 3 minutes", restarts = 0) => {
  const Command = service === "web" ? "gunicorn app:app" : `${service} start`;
  const info: Partial<ContainerInfo> = { Id: service, State: "running", Status, Ports: [...ports], Command };
  return { project: "shop", files: [], service, name: `shop-${service}-1`, info: info as ContainerInfo, restarts };
};

const urls = (...containers: ReturnType<typeof container>[]) =>
  Object.fromEntries(serviceStatuses([], containers, "localhost").map(({ name, urls }) => [name, urls]));

describe("where a stack answers", () => {
  const told = (...containers: ReturnType<typeof container>[]) => {
    const services = serviceStatuses([], containers, "localhost");
    return [siteUrl({ services }), ...stackUrls({ services }).map(({ url, service }) => `${service} ${url}`)];
  };
  const mail = container("mail", [port(1025, 1025), port(8025, 8025)]);
  const web = container("web", [port(8000, 8000)]);

  test("is where its proxy does, before all else that publishes a page, in whatever order", () => {
    const nginx = container("nginx", [port(9000, 8080)]);
    expect(told(mail, web, nginx)).toEqual([
      "http://localhost:9000/",
      "nginx http://localhost:9000/",
      "web http://localhost:8000/",
      "mail http://localhost:8025/",
    ]);
  });

  test("is where the app does, where there is no proxy; asked where several are as good", () => {
    expect(told(mail, web)[0]).toBe("http://localhost:8000/");
    const both = container("web", [port(8000, 8000), port(443, 8443)]);
    expect(told(both)).toEqual([undefined, "web http://localhost:8000/", "web https://localhost/"]);
    expect(told(container("a", [port(8000, 8000)]), container("b", [port(5555, 5555)]))[0]).toBeUndefined();
    expect(told(mail)).toEqual(["http://localhost:8025/", "mail http://localhost:8025/"]);
  });

  test("is at the one address of this machine that it is published at", () => {
    const at = (IP: string) => told(container("web", [{ ...port(8000, 8000), IP }]))[0];
    expect([at("192.168.0.5"), at("127.0.0.1"), at("0.0.0.0"), at("::")]).toEqual([
      "http://192.168.0.5:8000/",
      ...Array(3).fill("http://localhost:8000/"),
    ]);
  });

  test("is wherever something is published, where the services have other names; a database is no page", () => {
    expect(urls(container("app", [port(5000, 5000)]), container("db", [port(5432, 5432)]))).toEqual({
      app: ["http://localhost:5000/"],
      db: [],
    });
  });

  test("the ports of a service that has no address are still told", () => {
    const [mail] = serviceStatuses(
      [],
      [container("mail", [port(1025, 1025)]), container("web", [port(80, 8000)])],
      "x",
    );
    expect(mail?.containers[0]?.ports).toEqual(["1025->1025/tcp"]);
  });
});

describe("what a container is", () => {
  const state = (status: string, restarts: number) =>
    serviceStatuses([], [container("web", [], status, restarts)], "localhost").map(({ state, health }) => [
      state,
      health,
    ]);

  test("that the engine starts again and again is restarting, also while it runs for a moment", () =>
    expect(state("Up 1 second (health: starting)", 3)).toEqual([["restarting", "none"]]));

  test("that starts for the first time is starting", () =>
    expect(state("Up 1 second (health: starting)", 0)).toEqual([["running", "starting"]]));

  test("that came up in the end is healthy", () =>
    expect(state("Up 1 minute (healthy)", 3)).toEqual([["running", "healthy"]]));
});
