/** What picture.test.ts has run in the picture's own page, which knows a document and nothing of Node. */

/**
 * Tries what a script from elsewhere would. Gives the directives of the page's policy that refused it, and the page's
 * title, which is "ran" if anything was not refused.
 * @param {string} url of a server that answers
 * @returns {Promise<{ found: string[], title: string }>}
 */
export async function breakPolicy(url) {
  const found = new Set();
  document.addEventListener("securitypolicyviolation", (event) => found.add(event.effectiveDirective));
  const run = "document.title = 'ran'";
  const script = document.createElement("script");
  script.textContent = run;
  const style = document.createElement("style");
  style.textContent = "body { display: none }";
  const image = document.createElement("img");
  image.src = `${url}static/style.css`;
  document.body.append(script, style, image);
  image.setAttribute("onclick", run);
  image.click();
  for (const node of [script, style, image]) node.remove();
  await fetch(url).catch(() => undefined);
  // A text that is run later: `eval` here would have the rights of the test itself.
  setTimeout(run, 0);
  for (let turn = 0; turn < 200 && found.size < 6; turn++) await new Promise((done) => setTimeout(done, 20));
  return { found: [...found].sort(), title: document.title };
}

/**
 * What has the focus: the name of its element, its label, and the stage of the way that it is in.
 * @returns {{ name: string, label: string, stage: string }}
 */
export function focused() {
  const { activeElement } = document;
  return {
    name: activeElement?.tagName ?? "",
    label: activeElement?.getAttribute("aria-label") ?? "",
    stage: activeElement?.closest("#way li")?.querySelector("h3")?.textContent ?? "",
  };
}

/**
 * The faults that axe-core finds, whose source has been run before.
 * @returns {Promise<string[]>}
 */
export async function axeFaults() {
  const { violations } = await globalThis.axe.run(document);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
