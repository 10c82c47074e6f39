import type { Drawing, DrawnFact, DrawnStage } from "../drawing";
import type { FromPage } from "../messages";
import type { Texts } from "../texts";
import { element, filled, find } from "./element";

let last = "";

/** Draws the way: a list of cards, each with its state and with what the files say, which opens where it is said. */
export function drawWay(drawing: Drawing, texts: Texts, say: (message: FromPage) => void): void {
  // What has the focus stays where nothing has changed.
  const now = JSON.stringify(drawing);
  if (now === last) return;
  last = now;
  const focused = document.activeElement?.getAttribute("data-key");
  find("#name").textContent = drawing.name;
  find("#state").replaceChildren(state(drawing.look, drawing.words));
  find("#urls").replaceChildren(
    ...drawing.urls.map((url, at) => {
      const button = element("button", { class: "link", text: url, attributes: { type: "button", "data-key": url } });
      button.addEventListener("click", () => say({ kind: "url", url: at }));
      return button;
    }),
  );
  drawAdvice(drawing.advice, say);
  const isApart = ({ kind }: DrawnStage) => kind === "service";
  const cards = drawing.stages.map((stage) =>
    element(
      "li",
      { class: isApart(stage) ? "apart" : stage.kind },
      element(
        "article",
        {},
        element(
          "header",
          {},
          element("h3", { text: stage.title }),
          ...(stage.subtitle === "" || stage.subtitle === stage.title.toLowerCase()
            ? []
            : [element("span", { class: "service", text: stage.subtitle })]),
          ...(stage.state === undefined ? [] : [state(stage.state.look, stage.state.words)]),
        ),
        element("dl", {}, ...stage.facts.flatMap((fact) => row(fact, texts, say))),
      ),
    ),
  );
  find("#way ol").replaceChildren(...cards);
  if (focused) {
    document.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }
}

/** A state in a word, and a sign of another shape for each. */
const state = (look: string, words: string): HTMLElement =>
  element(
    "span",
    { class: `state ${look}` },
    element("span", { class: "dot", attributes: { "aria-hidden": "true" } }),
    element("span", { text: words }),
  );

function drawAdvice(advice: Drawing["advice"], say: (message: FromPage) => void): void {
  const box = find("#advice");
  box.hidden = advice === undefined;
  find("span", box).textContent = advice?.text ?? "";
  const button = find<HTMLButtonElement>("button", box);
  button.hidden = advice?.label === undefined;
  button.textContent = advice?.label ?? "";
  button.onclick = () => say({ kind: "advice" });
}

function row({ name, value, place, where }: DrawnFact, texts: Texts, say: (message: FromPage) => void): HTMLElement[] {
  if (place === undefined || where === undefined) {
    return [element("dt", { text: name }), element("dd", {}, element("span", { text: value }))];
  }
  const button = element("button", {
    class: "link",
    text: value === "" ? name : value,
    attributes: {
      type: "button",
      title: filled(texts.open, where),
      "aria-label": `${name} ${value}. ${filled(texts.open, where)}`,
      "data-key": `${name} ${where}`,
    },
  });
  button.addEventListener("click", () => say({ kind: "open", place }));
  return [element("dt", { text: name }), element("dd", {}, button)];
}
