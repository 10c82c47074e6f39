/** One line of the panel: everything that there is to draw. */
export interface Node {
  /** Unique in the tree, and the same for the same thing over time. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** What a screen reader says instead of the label and the description. */
  readonly spoken: string;
  /** A codicon's name. */
  readonly icon: string;
  /** A theme colour for the icon. */
  readonly colour?: string;
  /** What the menus' conditions look at: `stack.running`, `service.up.scale.reload.gunicorn`, `url`, ... */
  readonly context: string;
  readonly folder: string;
  readonly service?: string;
  readonly container?: string;
  readonly url?: string;
  /** Absolute path of the file that it opens. */
  readonly file?: string;
  /** A text that it opens: what a health check wrote. */
  readonly text?: string;
  /** Drawn open at first. */
  readonly open?: boolean;
  readonly children: readonly Node[];
}

export interface Look {
  readonly icon: string;
  readonly colour?: string;
}

export const [green, yellow, red, grey] = ["testing.iconPassed", "charts.yellow", "charts.red", "disabledForeground"];

/** The parts of a description that there are. */
export const joined = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== "").join(" · ");
