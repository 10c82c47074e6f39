interface Given {
  readonly class?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Makes an element. What comes from outside gets in as text alone. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  { class: className, text, attributes = {} }: Given = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className !== undefined) made.className = className;
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** The element of the frame with this id or below it; the frame has them all. */
export function find<E extends Element = HTMLElement>(selector: string, of: ParentNode = document): E {
  const found = of.querySelector<E>(selector);
  if (found === null) throw new Error(`${selector} is not in the page`);
  return found;
}

/** Fills `{0}`, `{1}`, ... */
export const filled = (text: string, ...values: readonly (string | number)[]): string =>
  text.replace(/\{(\d)\}/g, (whole, at) => String(values[Number(at)] ?? whole));
