import type { Logged } from "../accessLog";
import type { Point } from "../history";
import type { Texts } from "../texts";
import { element, find } from "./element";
import { linesOf, numbersOf, written } from "./lines";

/** The same numbers as in the charts, for who cannot see them. */
export function drawTable(points: readonly Point[], texts: Texts): void {
  const rows = texts.charts.flatMap(({ id, title, unit }) =>
    linesOf(id, points, texts.lines).map((line) => {
      const { now, mean, most } = numbersOf(line);
      const cells = [now, mean, most].map((value) => element("td", { text: written(value, unit, texts.language) }));
      return element(
        "tr",
        {},
        element("th", { text: `${title}: ${line.label}`, attributes: { scope: "row" } }),
        ...cells,
      );
    }),
  );
  find("#table tbody").replaceChildren(...rows);
}

/** The requests, the newest on top. */
export function drawRequests(requests: readonly Logged[], { language }: Texts): void {
  const time = new Intl.DateTimeFormat(language, { timeStyle: "medium", hourCycle: "h23" });
  const rows = requests.map(({ time: at, method, path, status, milliseconds }) =>
    element(
      "tr",
      { class: `status-${Math.floor(status / 100)}` },
      element("td", { text: at === undefined ? "" : time.format(at) }),
      element("td", { text: method }),
      element("td", { class: "path", text: path, attributes: { title: path } }),
      element("td", { class: "status", text: String(status) }),
      element("td", { text: milliseconds === undefined ? "" : String(milliseconds) }),
    ),
  );
  find("#requests tbody").replaceChildren(...rows.reverse());
  find("#quiet").hidden = requests.length > 0;
}
