import type { Expr } from "../languages/python/facts";
import type { Source } from "./sources";

/** A place of the code. */
export interface Place {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** Where the app first takes a file that a client sends: `request.files["photo"]`, or a field of a form of Flask-WTF. */
export function findUploads(own: readonly Source[]): Place | undefined {
  for (const source of own) {
    if (!source.mentions("request.files", "FileField(")) continue;
    const { find, lineAt } = source.python();
    const taken = [
      ...find.subscripts("files").flatMap(({ object, from }) => (isFiles(object) ? from : [])),
      ...find.memberships("files").flatMap(({ container }) => (isFiles(container) ? container.from : [])),
      ...["get", "getlist", "values", "items"]
        .flatMap(find.calls)
        .flatMap(({ call: { callee, from } }) => (callee.kind === "attribute" && isFiles(callee.object) ? from : [])),
      ...["FileField", "MultipleFileField"]
        .flatMap(find.calls)
        .flatMap(({ call: { callee, from } }) =>
          callee.kind === "name" && isOfForms(callee.name, source) ? from : [],
        ),
    ];
    if (taken.length > 0) return { file: source.path, line: lineAt(Math.min(...taken)) };
  }
  return undefined;
}

const isFiles = (object: Expr): boolean =>
  object.kind === "attribute" &&
  object.name === "files" &&
  (object.object.kind === "name" || object.object.kind === "attribute") &&
  object.object.name === "request";

const isOfForms = (name: string, source: Source): boolean =>
  source
    .python()
    .scope.bindings.some(
      (binding) =>
        binding.name === name && binding.value.kind === "imported" && /^(flask_)?wtf/.test(binding.value.source.path),
    );
