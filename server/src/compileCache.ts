import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";

/** What a build of all files of the bundle has for a name; `scripts/lib/commonJs.mjs` writes it here. */
const build = "@build@";

/** How Node compiles a module of the kind that the bundle is made of. */
interface Compiling {
  _compile(this: Module, code: string, filename: string): unknown;
}

/**
 * Keeps what V8 compiles of the bundle in the user's cache folder (`$XDG_CACHE_HOME/flask-stack/compiled`) when the process
 * ends: each function that ran, where Node's own `enableCompileCache` keeps what was compiled before any had run. That
 * spares a `check` of a small file a fifth of its time. Where nothing can be written there, all goes on as without;
 * `NODE_DISABLE_COMPILE_CACHE=1` turns it off.
 * @param command what is kept apart: each command runs other functions
 * @param asAtStart does something under the flags that V8 has now, for who sets some later: it takes nothing that was
 * compiled under others
 */
export function rememberCompiled(command = "", asAtStart = <T>(work: () => T): T => work()): void {
  // Node's own names for these; a coverage counts functions that are compiled as it looks.
  if (process.env.NODE_DISABLE_COMPILE_CACHE || process.env.NODE_V8_COVERAGE || build.startsWith("@")) return;
  const folder = cacheFolder(/^[a-z]{1,20}$/.test(command) ? command : "other");
  if (folder === undefined) return;
  const fresh = new Map<string, Script>();
  const modules = Module.prototype as Module & Compiling;
  const compile = modules._compile;
  modules._compile = function (code, filename) {
    if (dirname(filename) !== __dirname) return compile.call(this, code, filename);
    const kept = join(folder, basename(filename));
    const cachedData = readKept(kept);
    const wrapped = `(function (exports, require, module, __filename, __dirname) {${code}\n})`;
    const script = asAtStart(() => new Script(wrapped, { filename, ...(cachedData ? { cachedData } : {}) }));
    if (!cachedData || script.cachedDataRejected) fresh.set(kept, script);
    const require = (path: string): unknown => this.require(path);
    return script.runInThisContext().call(this.exports, this.exports, require, this, filename, __dirname);
  };
  process.on("exit", () => {
    if (fresh.size > 0) asAtStart(() => keep(folder, fresh));
  });
}

/** The build and the Node that compiled it make the name: V8 itself would take what was compiled of another text of the same length. */
function cacheFolder(command: string): string | undefined {
  try {
    const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
    return join(cache, "flask-stack", "compiled", `${build}-${process.version}-${process.arch}`, command);
  } catch {
    // A process without a home can do without a cache.
    return undefined;
  }
}

/**
 * What was kept under a name. It stands there twice: V8 does not look whether it is whole and crashes where it is not, and to
 * compare two halves costs nothing beside a checksum.
 */
function readKept(path: string): Buffer | undefined {
  try {
    const twice = readFileSync(path);
    const half = twice.length / 2;
    const [first, second] = [twice.subarray(0, half), twice.subarray(half)];
    return first.equals(second) ? first : undefined;
  } catch {
    return undefined;
  }
}

function keep(folder: string, fresh: ReadonlyMap<string, Script>): void {
  try {
    const made = mkdirSync(folder, { recursive: true });
    for (const [path, script] of fresh) {
      // Another process may be reading it.
      const whole = `${path}.${process.pid}`;
      const data = script.createCachedData();
      writeFileSync(whole, Buffer.concat([data, data]));
      renameSync(whole, path);
    }
    if (made !== undefined && made !== folder) removeOld(dirname(dirname(folder)));
  } catch {
    // The next start is as slow as this one.
  }
}

/** What is kept of builds: in milliseconds, and how many. One that is still in use after all is compiled once more. */
const month = 30 * 24 * 3_600_000;
const most = 10;

/** With a new build comes the time to remove what earlier ones have left: what nothing was put into for a month, and more than a few. */
function removeOld(compiled: string): void {
  const builds = readdirSync(compiled).map((name) => {
    const folder = join(compiled, name);
    return { folder, touched: lstatSync(folder).mtimeMs };
  });
  builds.sort((a, b) => b.touched - a.touched);
  builds.forEach(({ folder, touched }, at) => {
    if (at >= most || Date.now() - touched > month) rmSync(folder, { recursive: true, force: true });
  });
}
