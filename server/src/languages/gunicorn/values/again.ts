import type { Names } from "./names";
import type { Thing } from "./things";

/** What an expression came to, and all that it asked for to come to it. */
interface Known {
  readonly result: Thing;
  readonly names: ReadonlyMap<string, Thing | undefined>;
  readonly variables: ReadonlyMap<string, string | undefined>;
  /** How many processors there are, where it asked. */
  readonly cpus: number | undefined;
}

/** More expressions than this a person has few in the files that are open; then it is begun anew. */
const most = 2000;
const known = new Map<string, Known>();

/**
 * What an expression comes to; one that is written as it was, and asks for what it asked for, is not followed again.
 * After a key that is so for nearly all expressions of a file. One that does anything to the names is always followed.
 * @param key its text, and which of the same text it is: two lists that are written alike are two lists
 */
export function rememberedValue(key: string, names: Names, evaluate: (names: Names) => Thing): Thing {
  const whole = `${names.machine} ${key}`;
  const last = known.get(whole);
  if (last !== undefined && asksTheSame(last, names)) return last.result;
  const asked = new Map<string, Thing | undefined>();
  const variables = new Map<string, string | undefined>();
  let cpus: number | undefined;
  let pure = true;
  const impure =
    <A extends readonly unknown[]>(act: (...args: A) => void) =>
    (...args: A): void => {
      pure = false;
      act(...args);
    };
  const result = evaluate({
    ...names,
    lookup: (name) => noted(asked, name, names.lookup(name)),
    environment: (name) => noted(variables, name, names.environment(name)),
    cpus: () => {
      cpus = names.cpus();
      return cpus;
    },
    bind: impure(names.bind),
    assign: impure(names.assign),
    mutated: impure(names.mutated),
    wiped: impure(names.wiped),
    setEnvironment: impure(names.setEnvironment),
    append: impure(names.append),
  });
  if (known.size >= most) known.clear();
  if (pure) known.set(whole, { result, names: asked, variables, cpus });
  else known.delete(whole);
  return result;
}

function noted<V>(answers: Map<string, V>, name: string, answer: V): V {
  answers.set(name, answer);
  return answer;
}

function asksTheSame({ names: asked, variables, cpus }: Known, names: Names): boolean {
  if (cpus !== undefined && names.cpus() !== cpus) return false;
  for (const [name, thing] of asked) if (names.lookup(name) !== thing) return false;
  for (const [name, value] of variables) if (names.environment(name) !== value) return false;
  return true;
}
