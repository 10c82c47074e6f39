/** The charts, in their order; of `usage` there is a line for each container. */
export const charts = ["rate", "errors", "time", "cpu", "memory"] as const;
export type Chart = (typeof charts)[number];

/** What the page says, in the editor's language. */
export interface Texts {
  readonly language: string;
  readonly title: string;
  readonly way: string;
  readonly numbers: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly requests: string;
  readonly requestColumns: readonly string[];
  readonly quiet: string;
  readonly pause: string;
  readonly open: string;
  readonly charts: readonly { readonly id: Chart; readonly title: string; readonly unit: string }[];
  readonly lines: Readonly<Record<"taken" | "logged" | "failed" | "refused" | "median" | "slow" | "upstream", string>>;
  /** `{0}` and so on are filled in by the page. */
  readonly summary: string;
  readonly idle: string;
}
