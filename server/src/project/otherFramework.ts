import { otherMakers } from "./frameworks";
import { layoutOf } from "./layout";
import type { Source, Sources } from "./sources";
import type { Place } from "./uploads";

/** An application of another framework. */
export interface OtherApp extends Place {
  /** `FastAPI` */
  readonly framework: string;
  /** What serves it: `uvicorn main:app`. */
  readonly command: string;
}

const words = new RegExp(`\\b(?:${Object.keys(otherMakers).join("|")})\\s*\\(`);

/** The first application of another framework that the code makes, for who asks of a folder in which there is none of Flask's. */
export function findOtherApp(sources: Sources): OtherApp | undefined {
  const own = sources.all.filter(({ role }) => role === "app");
  for (const source of own) {
    if (!source.matches(words)) continue;
    const { find, lineAt } = source.python();
    for (const [name, { module, framework, server }] of Object.entries(otherMakers)) {
      for (const { call } of find.calls(name)) {
        if (!isFrom(source, call.callee.kind === "attribute" ? call.callee.object : call.callee, module)) continue;
        const target = targetOf(source, call.from, sources);
        return { file: source.path, line: lineAt(call.from), framework, command: `${server} ${target}` };
      }
    }
  }
  return undefined;
}

/** Whether the file has a name from a module of the framework. */
function isFrom(source: Source, named: { readonly kind: string; readonly name?: string }, module: string): boolean {
  const isOf = (path: string) => path === module || path.startsWith(`${module}.`);
  return source
    .python()
    .scope.bindings.some(
      ({ name, value }) =>
        name === named.name &&
        ((value.kind === "imported" && value.source.level === 0 && isOf(value.source.path)) ||
          (value.kind === "module" && isOf(value.path))),
    );
}

/** `main:app`; the usual name where the application is in no variable of the module. */
function targetOf(source: Source, at: number, { tree }: Sources): string {
  const { bindings } = source.python().scope;
  const bound = bindings.find(({ value }) => value.kind === "expression" && value.expression.from === at);
  return `${layoutOf(source, tree)?.module ?? "main"}:${bound?.name ?? "app"}`;
}
