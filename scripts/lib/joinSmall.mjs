import { basename, dirname, join } from "node:path";

/** In bytes. Such a file costs more to find and open than to read. */
const small = 6_000;

/**
 * Joins the small files of a minified build into one, `parts.js`, as functions that run when they are first required:
 * an extension of a hundred files starts slower, and packs worse, than one of thirty.
 * @param files CommonJS by path; they require each other as `require("./name.js")`
 * @param isEntry says of a path that it has to stay a file of its own
 */
export function joinSmall(files, isEntry) {
  const early = new Set([...files].flatMap(([path, code]) => (isEntry(path) && starts(code) ? required(code) : [])));
  const joined = new Map(
    [...files]
      .filter(([path, code]) => code.length < small && !isEntry(path) && !early.has(name(path)))
      .map(([path, code]) => [name(path), code]),
  );
  const redirect = (code) =>
    code.replace(/\brequire\(("\.\/[\w.-]+\.js")\)/g, (call, path) =>
      joined.has(JSON.parse(path)) ? `require("./parts.js")(${path})` : call,
    );
  const others = [...files].filter(([path]) => !joined.has(name(path))).map(([path, code]) => [path, redirect(code)]);
  if (joined.size === 0) return files;
  const [anyPath = ""] = files.keys();
  return new Map([...others, [join(dirname(anyPath), "parts.js"), registry(joined)]]);
}

/**
 * Whether an entry is a process's own: it has Node keep what it compiles, then loads the rest. What it needs for that stays
 * apart, else all parts would be compiled before anything is kept, 5 ms at each start.
 */
const starts = (code) => !code.includes('require("vscode")');
const required = (code) => [...code.matchAll(/\brequire\("(\.\/[\w.-]+\.js)"\)/g)].map(([, path]) => path);

const name = (path) => `./${basename(path)}`;

/** Node's own way of loading modules, in small: what requires itself in a circle sees what is there so far. */
const registry = (parts) => `"use strict";
const loaded = new Map();
const parts = {
${[...parts].map(([path, code]) => `${JSON.stringify(path)}(module, exports, require) {${code}\n}`).join(",\n")}
};
const load = (path) => {
  if (!(path in parts)) return require(path);
  const known = loaded.get(path);
  if (known) return known.exports;
  const module = { exports: {} };
  loaded.set(path, module);
  parts[path](module, module.exports, load);
  return module.exports;
};
module.exports = load;
`;
