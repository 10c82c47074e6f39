import { familyOf } from "../contexts";
import type { Proposal } from "./completion";
import { groupsFor } from "./groups";
import { variablesThere } from "./usualVariables";
import type { Place, View } from "./view";
import { valuesOfHeader } from "./words";

/** Offset of the `$` whose name is being typed. */
export function variablePrefix(text: string, offset: number): number | undefined {
  let at = offset;
  while (at > 0 && /[A-Za-z0-9_]/.test(text[at - 1] ?? "")) at--;
  if (text[at - 1] === "$") return at - 1;
  return text[at - 1] === "{" && text[at - 2] === "$" ? at - 2 : undefined;
}

/** Arguments that name a variable to be made: what nginx has of itself cannot be made anew. */
const making: Readonly<Record<string, number>> = {
  auth_request_set: 1,
  js_set: 1,
  js_var: 1,
  map: 2,
  perl_set: 1,
  set: 1,
  split_clients: 2,
};

/** Of nginx's own those that a `set` may give another value. */
const settable = new Set(["args", "limit_rate"]);

/** The variables whose name may be meant at an offset. */
export function variables(view: View, place: Place, start: number, offset: number): Proposal[] {
  const { context, directive, index } = place;
  const { config } = view.configuration;
  const world = familyOf(context) === "stream" ? "stream" : "http";
  const own = new Set(
    config.definitions.flatMap((each) => (each.kind === "variable" && each.family === world ? [each.name] : [])),
  );
  const { text } = view.tree;
  const braced = text[start + 1] === "{";
  const end = braced && text[offset] === "}" ? offset + 1 : offset;
  const proposal = (name: string, rank: number, order?: number): Proposal => {
    const open = name.endsWith("_");
    const label = open ? `$${name}name` : `$${name}`;
    const written = open ? `${name}\${1:name}` : name;
    const sign = open ? "\\$" : "$";
    // Behind the brace: an editor compares what it has there with what it writes over.
    return {
      label,
      kind: "variable",
      insert: braced ? `${written}${open ? "\\}" : "}"}` : sign + written,
      snippet: open,
      start: braced ? start + 2 : start,
      end,
      rank,
      about: { name: label, context },
      ...(order === undefined ? {} : { order }),
      ...(braced ? { filter: label.slice(1) } : {}),
    };
  };
  const groups = directive ? groupsFor(directive) : 0;
  const makes = directive !== undefined && making[directive.name.value] === index;
  const there = variablesThere(config, world).filter(({ name }) => !own.has(name) && (!makes || settable.has(name)));
  const meant = meantBy(place);
  const first = groups + own.size + 1;
  return [
    ...(makes ? [] : Array.from({ length: groups }, (_, at) => proposal(`${at + 1}`, 0, at))),
    ...[...own].map((name, at) => proposal(name, 0, groups + at)),
    ...there.map(({ name, place: usual, foreign }) => {
      if (`$${name}` === meant) return proposal(name, 0, 0);
      return foreign
        ? proposal(name, 2)
        : usual === undefined
          ? proposal(name, 1, 0)
          : proposal(name, 0, first + usual);
    }),
  ];
}

/** The variable that a header is usually given. */
function meantBy({ directive, index }: Place): string | undefined {
  if (!directive || index !== 2) return undefined;
  return valuesOfHeader(directive.name.value, directive.args[0]?.value ?? "").find((value) => /^\$\w+$/.test(value));
}
