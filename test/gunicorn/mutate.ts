import { gunicornCatalog, type SettingSpec } from "../../server/src/languages/gunicorn/catalog/catalog";

const texts = [
  '"abc"',
  '" x "',
  '""',
  "None",
  '"a:1"',
  "'q'",
  'f"a{1}"',
  'os.environ.get("NOT_SET", "x")',
  '"a" + "b"',
];
const numbers = [
  "0",
  "1",
  "17",
  "2 * 8",
  '"5"',
  "multiprocessing.cpu_count() * 2 + 1",
  'int(os.environ.get("NOT_SET", "3"))',
  "max(2, 3)",
  "True",
  "17000",
];
const right: Readonly<Record<string, readonly string[]>> = {
  pos_int: numbers,
  string: texts,
  class: ['"sync"', '"gthread"', "None"],
  bool: ["True", "False", "None", '"true"', '" FALSE "', 'bool(os.environ.get("NOT_SET"))', "not True"],
  list_string: ['["a", "b"]', '"a"', "[]", "None", '("a",)', '"a,b".split(",")', '["x"] + ["y"]'],
  dict: ["{}", '{"A": "b"}', "dict()"],
  callable: [],
  post_request: [],
};
const wrong: readonly string[] = [
  ...[
    "-1",
    "1.5",
    '"abc"',
    '"-3"',
    '"4 workers"',
    "[1]",
    '{"a": 1}',
    "None",
    "object()",
    "lambda: 1",
    "3",
    '"yes"',
    "b'x'",
  ],
  ...[
    'os.environ.get("NOT_SET", 2.5)',
    '"a" * 2',
    "1 - 5",
    "2 / 1",
    "os",
    "[None, 3]",
    '("a", 1)',
    "1 if True else 2",
    '"010"',
  ],
];

const pick = <T>(from: readonly T[], random: () => number): T => {
  const one = from[Math.floor(random() * from.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
};

const parametersLike = ["server", "worker", "req", "environ", "resp", "x=1", "*args", "**kwargs", "*, key=1", "/"];

function hook({ name, parameters = [] }: SettingSpec, random: () => number): string {
  const own = [...parameters];
  const change = random();
  if (change < 0.15) own.pop();
  else if (change < 0.3) own.push("extra");
  else if (change < 0.5) own.push(pick(parametersLike.slice(5, 9), random));
  const written = own.join(", ");
  if (random() < 0.2) return `${name} = lambda ${written}: None`;
  return `${random() < 0.1 ? "async " : ""}def ${name}(${written}):\n    pass`;
}

/** A config file with settings that are right or wrong, in the ways that people write them. */
export function makeConfigFile(release: string, random: () => number): string {
  const settings = [...gunicornCatalog(release).settings.values()].filter(
    ({ name }) => !["chdir", "user", "group"].includes(name),
  );
  const lines = ["import multiprocessing", "import os", "", "base = 2"];
  const count = 2 + Math.floor(random() * 6);
  for (let i = 0; i < count; i++) {
    const setting = pick(settings, random);
    const valid = right[setting.validator] ?? ["None", '"auto"', '"off"'];
    const value = random() < 0.12 || valid.length === 0 ? pick(wrong, random) : pick(valid, random);
    const line = setting.parameters && random() < 0.85 ? hook(setting, random) : `${setting.name} = ${value}`;
    const way = random();
    if (line.includes("\n") || way < 0.7) lines.push(line);
    else if (way < 0.76) lines.push(`if base == ${pick(["2", "3"], random)}:`, `    ${line}`);
    else if (way < 0.8) lines.push('if os.environ.get("NOT_SET"):', `    ${line}`, "else:", "    base = 3");
    else if (way < 0.84) lines.push("try:", `    ${line}`, "except Exception:", "    pass");
    else if (way < 0.88) lines.push(line, `${setting.name} = ${pick(valid.length > 0 ? valid : ["None"], random)}`);
    else if (way < 0.92) lines.push(`value = ${value}`, `${setting.name} = value`);
    else if (way < 0.96) lines.push('if __name__ == "__main__":', `    ${line}`);
    else lines.push(`unrelated_${setting.name} = ${pick(wrong, random)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** The same text with one slip of the keyboard. */
export function slip(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const rest = text.slice(at + 1);
  const one = text.charAt(at);
  switch (Math.floor(random() * 6)) {
    case 0:
      return text.slice(0, at) + rest;
    case 1:
      return text.slice(0, at) + one + one + rest;
    case 2:
      return (
        text.slice(0, at) +
        pick(["(", ")", "[", "]", "{", "}", '"', "'", ":", ",", "=", " ", "\n", "\\"], random) +
        one +
        rest
      );
    case 3:
      return text.slice(0, at) + text.charAt(at + 1) + one + text.slice(at + 2);
    case 4: {
      const lines = text.split("\n");
      lines.splice(Math.floor(random() * lines.length), 1);
      return lines.join("\n");
    }
    default: {
      const lines = text.split("\n");
      const which = Math.floor(random() * lines.length);
      lines[which] = random() < 0.5 ? `  ${lines[which]}` : (lines[which] ?? "").trimStart();
      return lines.join("\n");
    }
  }
}
