import { describe, expect, test } from "vitest";
import { adviceCommand, drawingOf, placesOf, untrusted } from "../../../client/src/picture/drawing";
import type { StackView } from "../../../client/src/stack/model/view";
import type { ServiceStatus } from "../../../server/src/engine/engine";
import type { PictureResult } from "../../../server/src/protocol";

const place = (line: number) => ({ path: "nginx.conf", start: { line, character: 4 }, end: { line, character: 9 } });
const picture: PictureResult = {
  stages: [
    { kind: "port", name: "", service: "nginx", facts: [{ name: "ports", value: "80 → 8080", place: place(0) }] },
    {
      kind: "nginx",
      name: "nginx",
      service: "nginx",
      facts: [
        { name: "listen", value: "8080", place: place(7) },
        { name: "client_max_body_size", value: "1m (default)" },
      ],
    },
    { kind: "upstream", name: "app", facts: [{ name: "server", value: "web:8000", place: place(9) }] },
    { kind: "gunicorn", name: "Gunicorn", service: "web", facts: [] },
    { kind: "service", name: "db", service: "db", facts: [] },
  ],
};

const service = (name: string, more: Partial<ServiceStatus> = {}): ServiceStatus => ({
  name,
  state: "running",
  health: "healthy",
  containers: [{ id: name, state: "running", health: "healthy", ports: [] }],
  urls: [],
  ...more,
});
const view = (services: readonly ServiceStatus[], more: Partial<StackView> = {}): StackView => ({
  folder: "file:///shop",
  name: "shop",
  status: { project: "shop", engine: "docker", services },
  ...more,
});
const running = view([service("nginx", { urls: ["http://localhost/"] }), service("web"), service("db")]);
const states = (of: StackView) =>
  drawingOf(picture, of).stages.map(({ title, state }) => `${title}: ${state?.look ?? "-"} ${state?.words ?? "-"}`);

describe("the drawing of a stack", () => {
  test("that runs", () => {
    const drawing = drawingOf(picture, running);
    expect(drawing).toMatchObject({ name: "shop", look: "good", words: "running", urls: ["http://localhost/"] });
    expect(drawing.advice).toBeUndefined();
    expect(states(running)).toEqual([
      "Published port: - -",
      "Nginx: good healthy",
      "Upstream app: - -",
      "Gunicorn: good healthy",
      "db: good healthy",
    ]);
  });

  test("numbers its places in the order in which they are asked for", () => {
    const facts = drawingOf(picture, running).stages.flatMap((stage) => stage.facts);
    expect(facts.map((fact) => fact.place)).toEqual([0, 1, undefined, 2]);
    expect(facts[3]?.where).toBe("nginx.conf:10");
    expect(placesOf(picture)).toEqual([place(0), place(7), place(9)]);
  });

  test.each<[string, says: string, ReadonlyMap<string, number>, drawn: string]>([
    ["a number, and as many run", "2", new Map([["web", 2]]), "2 · 2 running"],
    ["something that is known when it starts", "decided when it starts", new Map([["web", 3]]), "3 running"],
    ["that, and nobody counts", "decided when it starts", new Map(), "decided when it starts"],
    [
      "a number, in two containers",
      "2",
      new Map([
        ["web", 2],
        ["web-2", 1],
      ]),
      "2 · 2 + 1 running",
    ],
    ["a number, and another service's run", "2", new Map([["db", 2]]), "2"],
  ])("says how many workers run where the files say %s", (_, says, workers, drawn) => {
    const stages = picture.stages.map((stage) =>
      stage.kind === "gunicorn" ? { ...stage, facts: [{ name: "workers", value: says }] } : stage,
    );
    const [web, second] = ["web", "web-2"].map(
      (id) => ({ id, state: "running", health: "healthy", ports: [] }) as const,
    );
    const of = view([service("web", { containers: [web, second].filter((one) => one !== undefined) })]);
    const stage = drawingOf({ stages }, of, workers).stages.find(({ kind }) => kind === "gunicorn");
    expect(stage?.facts[0]?.value).toBe(drawn);
  });

  const down = { state: "absent" as const, health: "none" as const, containers: [] };
  const ill: Partial<ServiceStatus> = { health: "unhealthy" };
  test.each<[string, StackView, look: string, says: RegExp | undefined, command: string | undefined]>([
    ["down", view([service("nginx", down), service("web", down)]), "off", /Nothing runs/, "flaskStack.start"],
    ["degraded", view([service("nginx"), service("web", ill)]), "bad", /logs say why/, "flaskStack.logs"],
    [
      "without an engine",
      { folder: "", name: "shop", problem: { code: "engine-missing", message: "No Docker here: install it." } },
      "off",
      /^No Docker here: install it\.$/,
      "flaskStack.refresh",
    ],
    [
      "not trusted",
      { folder: "", name: "shop", problem: untrusted() },
      "off",
      /not trusted.*what the files say/,
      "workbench.trust.manage",
    ],
    ["being asked for", { folder: "", name: "shop" }, "off", undefined, undefined],
    ["being worked on", view([service("nginx")], { busy: "Building" }), "busy", undefined, undefined],
  ])("%s", (_, of, look, says, command) => {
    const drawing = drawingOf(picture, of);
    expect(drawing.look).toBe(look);
    if (says === undefined) expect(drawing.advice).toBeUndefined();
    else expect(drawing.advice?.text).toMatch(says);
    expect(drawing.stages).toHaveLength(5);
    expect(adviceCommand(of)).toBe(command);
  });

  test("what was known before the engine went is not shown as if it were so", () => {
    const gone = view([service("nginx"), service("web")], { problem: { code: "engine-lost", message: "Gone." } });
    expect(states(gone).filter((state) => state.includes("healthy"))).toEqual([]);
    expect(drawingOf(picture, gone).urls).toEqual([]);
  });

  test("several containers are counted, and one that crashed is bad", () => {
    const two = [0, 1].map((id) => ({ id: `${id}`, state: "running" as const, health: "healthy" as const, ports: [] }));
    expect(states(view([service("nginx"), service("web", { containers: two })]))[3]).toBe(
      "Gunicorn: good healthy, 2 containers",
    );
    const crashed = [{ id: "w", state: "exited" as const, health: "none" as const, ports: [], exitCode: 3 }];
    expect(
      states(view([service("nginx"), service("web", { state: "exited", health: "none", containers: crashed })]))[3],
    ).toMatch(/^Gunicorn: bad /);
  });

  test("without a Gunicorn says what to do", () => {
    expect(drawingOf({ stages: [] }, running).advice?.text).toMatch(/containerize the project first/);
  });
});
