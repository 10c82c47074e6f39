import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { afterEach, describe, expect, test } from "vitest";
import { stackNodes } from "../../../client/src/stack/model";
import type { Node } from "../../../client/src/stack/model/node";
import { type Facts, noFacts, type StackView } from "../../../client/src/stack/model/view";
import type { ServiceStatus } from "../../../server/src/engine/engine";
import { container, ended, service, view } from "./support";

afterEach(() => l10n.config({ contents: {} }));

const korean = readFileSync(join(import.meta.dirname, "../../../l10n/bundle.l10n.ko.json"), "utf8");

const spoken = (given: StackView, facts: Facts = noFacts): readonly string[] => {
  const all = (node: Node): readonly Node[] => [node, ...node.children.flatMap(all)];
  return stackNodes([given], facts)
    .flatMap(all)
    .map((node) => node.spoken);
};

const onHost = (...services: ServiceStatus[]): StackView => ({
  ...view(),
  status: { project: "shop", engine: "host", services },
});

const ill: ServiceStatus = {
  ...service("web", "running", "unhealthy"),
  containers: [{ ...container("shop-web-1", "running", "unhealthy"), failedCheck: "GET /\n500 Oops" }],
  files: ["/shop/Dockerfile", "/shop/gunicorn.conf.py"],
};
const facts: Facts = { ...noFacts, problems: new Map([["/shop/Dockerfile", { errors: 1, warnings: 2 }]]) };
const problem = { code: "engine-denied", message: "Permission denied." };
const urls = ["http://localhost:8080/"];

/** What is drawn as an icon and a colour is said in words, of each node in its turn. */
const table: readonly (readonly [
  what: string,
  view: StackView,
  english: readonly string[],
  korean: readonly string[],
])[] = [
  [
    "a stack that runs",
    view(service("nginx", "running", "healthy", { ports: ["8080->8080/tcp"], urls })),
    [
      "Stack shop: running",
      "Open http://localhost:8080/ in the browser",
      "Service nginx: healthy · 8080->8080/tcp",
      "Container nginx-1-0123: healthy · 8080->8080/tcp",
    ],
    [
      "스택 shop: 실행 중",
      "브라우저에서 http://localhost:8080/ 열기",
      "서비스 nginx: 정상 · 8080->8080/tcp",
      "컨테이너 nginx-1-0123: 정상 · 8080->8080/tcp",
    ],
  ],
  [
    "one on this machine: processes with the ports that they listen on",
    onHost({
      ...service("web", "running", "healthy"),
      containers: [container("4711", "running", "healthy", ["8000->8000/tcp"])],
    }),
    ["Stack shop: running", "Service web: healthy · port 8000", "Process 4711: healthy · port 8000"],
    ["스택 shop: 실행 중", "서비스 web: 정상 · 8000번 포트", "프로세스 4711: 정상 · 8000번 포트"],
  ],
  [
    "one that is not well, with the last words of its health check and the problems of its files",
    view(ill),
    [
      "Stack shop: degraded: web",
      "Service web: unhealthy",
      "Container web-1: unhealthy",
      "Last health check failed: 500 Oops",
      "File Dockerfile: 1 error · 2 warnings",
      "File gunicorn.conf.py, no problems",
    ],
    [
      "스택 shop: 일부 문제: web",
      "서비스 web: 비정상",
      "컨테이너 web-1: 비정상",
      "마지막 상태 확인 실패: 500 Oops",
      "파일 Dockerfile: 오류 1개 · 경고 2개",
      "파일 gunicorn.conf.py, 문제 없음",
    ],
  ],
  [
    "one that ended for lack of memory",
    view(ended("web", { exitCode: 137, outOfMemory: true })),
    [
      "Stack shop: failed: web",
      "Service web: stopped: out of memory (137)",
      "Container web-1-012345: stopped: out of memory (137)",
    ],
    ["스택 shop: 실패: web", "서비스 web: 중지됨: 메모리 부족(137)", "컨테이너 web-1-012345: 중지됨: 메모리 부족(137)"],
  ],
  [
    "what comes up, is paused, starts again, has not been made",
    view(
      service("a", "running", "starting"),
      service("b", "paused"),
      service("c", "restarting"),
      service("d", "absent"),
    ),
    [
      "Stack shop: degraded: a, b, c, d",
      "Service a: waiting for health",
      "Container a-1-01234567: waiting for health",
      "Service b: paused",
      "Container b-1-01234567: paused",
      "Service c: restarting",
      "Container c-1-01234567: restarting",
      "Service d: not started",
    ],
    [
      "스택 shop: 일부 문제: a, b, c, d",
      "서비스 a: 상태 확인 중",
      "컨테이너 a-1-01234567: 상태 확인 중",
      "서비스 b: 일시 중지됨",
      "컨테이너 b-1-01234567: 일시 중지됨",
      "서비스 c: 재시작 중",
      "컨테이너 c-1-01234567: 재시작 중",
      "서비스 d: 시작 안 됨",
    ],
  ],
  [
    "a stack that is stopped",
    view(service("web", "exited")),
    ["Stack shop: stopped", "Service web: stopped", "Container web-1-012345: stopped"],
    ["스택 shop: 중지됨", "서비스 web: 중지됨", "컨테이너 web-1-012345: 중지됨"],
  ],
  [
    "a stack that a command works on",
    { ...view(), busy: "Building the images" },
    ["Stack shop: Building the images"],
    ["스택 shop: Building the images"],
  ],
  [
    "an engine that refuses",
    { folder: "file:///shop", name: "shop", problem },
    ["Stack shop: engine not available", "Permission denied."],
    ["스택 shop: 엔진을 쓸 수 없음", "Permission denied."],
  ],
];

describe("what a screen reader says of each node", () => {
  test.each(table)("%s", (_, given, english) => {
    expect(spoken(given, facts)).toEqual(english);
  });

  test.each(table)("%s, in Korean", (_, given, __, inKorean) => {
    l10n.config({ contents: korean });
    expect(spoken(given, facts)).toEqual(inKorean);
  });
});
