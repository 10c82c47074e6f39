import "uplot/dist/uPlot.min.css";
import "./style.css";
import type { Logged } from "../accessLog";
import type { Drawing } from "../drawing";
import { type Point, withPoint } from "../history";
import type { FromPage, ToPage } from "../messages";
import type { Texts } from "../texts";
import { drawCharts, forgetCharts, resizeCharts } from "./charts";
import { filled, find } from "./element";
import { drawRequests, drawTable } from "./tables";
import { drawWay } from "./way";

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

/** How often a screen reader is told the numbers: milliseconds. A change of the state is told at once. */
const spokenEvery = 60_000;
const mostRequests = 200;

const editor = acquireVsCodeApi();
const texts: Texts = JSON.parse(find("#texts").textContent ?? "");
let drawing: Drawing | undefined;
let points: readonly Point[] = [];
let requests: readonly Logged[] = [];
let paused = false;
let spoken = { at: 0, state: "" };

function drawNumbers(): void {
  drawCharts(points, texts);
  drawTable(points, texts);
  if (!paused) drawRequests(requests, texts);
  speak();
}

function speak(): void {
  if (drawing === undefined) return;
  const state = `${drawing.name}: ${drawing.words}`;
  const now = Date.now();
  if (state === spoken.state && now - spoken.at < spokenEvery) return;
  spoken = { at: now, state };
  const last = points.at(-1);
  const number = (value: number | null | undefined) =>
    (value ?? 0).toLocaleString(texts.language, { maximumFractionDigits: 1 });
  find("#spoken").textContent =
    last?.logged === undefined || last.logged === null || last.logged === 0
      ? filled(texts.idle, state)
      : filled(texts.summary, state, number(last.logged), number(last.failed), number(last.median));
}

window.addEventListener("message", ({ data }: MessageEvent<ToPage>) => {
  switch (data.kind) {
    case "drawing":
      drawing = data.drawing;
      drawWay(drawing, texts, (message) => editor.postMessage(message));
      speak();
      return;
    case "history":
      ({ points, requests } = data);
      return drawNumbers();
    case "point":
      points = withPoint(points, data.point);
      requests = [...requests, ...data.requests].slice(-mostRequests);
      return drawNumbers();
  }
});

const pause = find<HTMLButtonElement>("#pause");
pause.addEventListener("click", () => {
  paused = !paused;
  pause.setAttribute("aria-pressed", String(paused));
  if (!paused) drawRequests(requests, texts);
});

new ResizeObserver(resizeCharts).observe(find("#numbers"));
new MutationObserver(() => {
  forgetCharts();
  drawCharts(points, texts);
}).observe(document.body, { attributeFilter: ["class", "data-vscode-theme-id"] });

editor.postMessage({ kind: "ready" });
