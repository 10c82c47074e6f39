import type { Found, Step } from "./steps";

/** What finally answers. */
export interface Ending {
  /**
   * `status`: nginx itself, with nothing but it; `redirect`: nginx sends the client to `to`; `file`: nginx sends the file
   * `to`; `listing`: nginx lists the folder `to`; `passed`: whoever is at `to`; `module`: a directive of a module;
   * `closed`: nobody, nginx closes the connection; `unknown`: nginx alone knows.
   */
  readonly kind: "status" | "redirect" | "file" | "listing" | "passed" | "module" | "closed" | "unknown";
  /** Undefined where whoever answers says it. */
  readonly status?: number;
  readonly to?: string;
  /** The directive that answers, where one does. */
  readonly by?: Found;
  /** Why it is unknown. */
  readonly because?: Step;
  readonly server: Found;
  /** Where the request is then; undefined in the server itself. */
  readonly location: Found | undefined;
}

/** What comes next. */
export type Next =
  | /** `server`: the directives of the server, `search`: which location it is, `location`: what stands in it. */
  { readonly go: "server" | "search" | "location" }
  /** nginx answers with a status, or the page that there is for it. */
  | { readonly go: "fault"; readonly status: number; readonly by: Found }
  | { readonly end: Ending };
