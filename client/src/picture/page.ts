import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { texts } from "./translated";

/**
 * The page's frame: its landmarks and headings, which the script fills. Nothing but the extension's own script and style
 * may run in it, and nothing may be loaded from anywhere else.
 */
export function page(webview: vscode.Webview, dist: vscode.Uri): string {
  const uri = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  const nonce = randomBytes(16).toString("base64");
  const policy = [`default-src 'none'`, `style-src ${webview.cspSource}`, `script-src 'nonce-${nonce}'`].join("; ");
  const said = texts();
  const html = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const charts = said.charts.map(
    ({ id, title }) =>
      `<figure id="chart-${id}"><figcaption><h3>${html(title)}</h3><ul class="legend"></ul></figcaption><div class="plot" aria-hidden="true"></div></figure>`,
  );
  const head = (columns: readonly string[]) =>
    `<thead><tr>${columns.map((column) => `<th scope="col">${html(column)}</th>`).join("")}</tr></thead>`;
  return `<!DOCTYPE html>
<html lang="${html(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${html(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${html(uri("picture.css"))}">
<title>${html(said.title)}</title>
</head>
<body>
<header>
<h1 id="name"></h1>
<p id="state"></p>
<p id="urls"></p>
</header>
<p id="advice" hidden><span></span> <button type="button"></button></p>
<p id="spoken" class="spoken" aria-live="polite"></p>
<main>
<section id="way" aria-labelledby="way-title">
<h2 id="way-title">${html(said.way)}</h2>
<ol></ol>
</section>
<section id="numbers" aria-labelledby="numbers-title">
<h2 id="numbers-title">${html(said.numbers)}</h2>
<div class="charts">${charts.join("")}</div>
<details><summary>${html(said.table)}</summary>
<table id="table"><caption class="spoken">${html(said.table)}</caption>${head(said.columns)}<tbody></tbody></table>
</details>
</section>
<section id="requests" aria-labelledby="requests-title">
<h2 id="requests-title">${html(said.requests)}</h2>
<button type="button" id="pause" aria-pressed="false">${html(said.pause)}</button>
<div class="log" tabindex="0" role="group" aria-labelledby="requests-title">
<table>${head(said.requestColumns)}<tbody></tbody></table>
<p id="quiet">${html(said.quiet)}</p>
</div>
</section>
</main>
<script type="application/json" id="texts" nonce="${nonce}">${JSON.stringify(said).replace(/</g, "\\u003c")}</script>
<script nonce="${nonce}" src="${html(uri("picture.js"))}"></script>
</body>
</html>`;
}
