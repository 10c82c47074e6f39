import uPlot from "uplot";
import { type Point, span } from "../history";
import { type Chart, charts, type Texts } from "../texts";
import { element, find } from "./element";
import { type Line, linesOf, numbersOf, written } from "./lines";

/** The theme's colours for lines, in the order in which they are given; each line has a dash of its own, too. */
const colours = ["blue", "yellow", "green", "purple", "red", "orange"].map((name) => `--vscode-charts-${name}`);
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [1, 3]];

const plots = new Map<Chart, { readonly labels: string; readonly plot: uPlot }>();

/** Draws all charts and their legends anew from the points. */
export function drawCharts(points: readonly Point[], texts: Texts): void {
  for (const { id, unit } of texts.charts) {
    const lines = linesOf(id, points, texts.lines);
    drawLegend(id, lines, unit, texts);
    drawPlot(id, points, lines);
  }
}

/** The theme has changed: colours are read once, when a chart is made. */
export function forgetCharts(): void {
  for (const { plot } of plots.values()) plot.destroy();
  plots.clear();
}

/** The page has another width. */
export function resizeCharts(): void {
  for (const id of charts) plots.get(id)?.plot.setSize(sizeOf(id));
}

const sizeOf = (id: Chart) => ({ width: find(`#chart-${id} .plot`).clientWidth, height: 110 });

function drawLegend(id: Chart, lines: readonly Line[], unit: string, { language }: Texts): void {
  find(`#chart-${id} .legend`).replaceChildren(
    ...lines.map((line, at) => {
      const { now } = numbersOf(line);
      return element(
        "li",
        {},
        element("span", { class: `key line-${at % colours.length}`, attributes: { "aria-hidden": "true" } }),
        element("span", { text: line.label }),
        element("b", { text: written(now, unit, language) }),
      );
    }),
  );
}

function drawPlot(id: Chart, points: readonly Point[], lines: readonly Line[]): void {
  const data: uPlot.AlignedData = [points.map(({ time }) => time), ...lines.map(({ values }) => [...values])];
  const labels = lines.map(({ label }) => label).join("\n");
  const known = plots.get(id);
  if (known?.labels === labels) {
    known.plot.setData(data);
    return;
  }
  known?.plot.destroy();
  plots.set(id, { labels, plot: new uPlot(optionsOf(id, lines), data, find(`#chart-${id} .plot`)) });
}

function optionsOf(id: Chart, lines: readonly Line[]): uPlot.Options {
  const style = getComputedStyle(document.body);
  const colour = (name: string, other: string) => style.getPropertyValue(name).trim() || other;
  const text = colour("--vscode-descriptionForeground", "gray");
  // In high contrast a border is as bright as the lines are.
  const isContrast = /\bvscode-high-contrast/.test(document.body.className);
  const faint = "rgba(128, 128, 128, 0.35)";
  const grid = { stroke: isContrast ? faint : colour("--vscode-widget-border", faint), width: 1 };
  const font = `11px ${style.fontFamily}`;
  return {
    ...sizeOf(id),
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: true, range: (_plot, min, max) => shownOf(min, max) },
      y: { range: (_plot, _min, max) => [0, Math.max(max * 1.1, id === "time" ? 10 : 1)] },
    },
    axes: [
      {
        stroke: text,
        grid: { show: false },
        ticks: grid,
        font,
        size: 24,
        values: (plot, ticks) => ticks.map((tick) => ago(plot, tick)),
        splits: ticksIn,
      },
      { stroke: text, grid, ticks: { show: false }, font, size: 44, space: 26 },
    ],
    series: [
      {},
      ...lines.map((line, at) => ({
        label: line.label,
        stroke: colour(colours[at % colours.length] ?? "", text),
        width: 1.5,
        dash: [...(dashes[at % dashes.length] ?? [])],
        spanGaps: id === "time" || id === "errors",
        points: { show: false },
      })),
    ],
  };
}

/** The least that is shown: a line of a few seconds would be a dot in ten minutes. Seconds. */
const least = 120;

/** From the first point, within limits, to the last; uPlot has neither where there are no points. */
function shownOf(first: number | null, last: number | null): [number, number] {
  const end = last ?? Date.now() / 1000;
  const length = Math.min(span, Math.max(least, end - (first ?? end)));
  return [end - length, end];
}

/** About five, at whole half or two minutes before the end. */
const ticksIn = (_plot: uPlot, _axis: number, min: number, max: number): number[] => {
  const every = [30, 60, 120].find((seconds) => (max - min) / seconds <= 5.5) ?? 120;
  return Array.from({ length: Math.floor((max - min) / every) + 1 }, (_, at) => max - at * every).reverse();
};

/** How long before the end, in minutes and seconds: `−2:30`. */
function ago(plot: uPlot, tick: number): string {
  const seconds = Math.round((plot.scales.x?.max ?? tick) - tick);
  return seconds === 0 ? "0" : `−${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
