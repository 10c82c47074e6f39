import { describe, expect, test } from "vitest";
import { readConfigFile } from "../../../../server/src/languages/gunicorn/configFile/file";
import { checkConfigFile, type Environment } from "../../../../server/src/languages/gunicorn/diagnostics/check";
import type { Finding } from "../../../../server/src/languages/gunicorn/diagnostics/model";

const check = (text: string, environment?: Environment): readonly Finding[] =>
  checkConfigFile(readConfigFile("gunicorn.conf.py", text), environment);

/** `code severity: the words it is on`. */
const said = (text: string, environment?: Environment): string[] =>
  check(text, environment).map(
    ({ code, severity, start, end }) => `${code.slice(9)} ${severity}: ${text.slice(start, end)}`,
  );

/** The text after the first fix of the first finding. */
function fixed(text: string): string | undefined {
  const edits = check(text)[0]?.fixes?.[0]?.edits.toSorted((a, b) => b.start - a.start);
  return edits?.reduce((now, edit) => now.slice(0, edit.start) + edit.text + now.slice(edit.end), text);
}

describe("values", () => {
  test.each<[string, string[]]>([
    ["workers = 4", []],
    ['workers = "4"', []],
    ['workers = "four"', ['invalid-value error: "four"']],
    ["workers = 2.5", ["invalid-value error: 2.5"]],
    ["workers = -1", ["invalid-value error: -1"]],
    ["workers = 3 - 4", ["invalid-value error: 3 - 4"]],
    [
      "import multiprocessing\nworkers = multiprocessing.cpu_count() / 2",
      ["invalid-value error: multiprocessing.cpu_count() / 2"],
    ],
    ["import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1", []],
    ["count = -3\nworkers = count", ["invalid-value error: count"]],
    ["from a import unknown\nworkers = unknown()", []],
    ["workers, threads = 2, -1", ["invalid-value error: threads"]],
    ["reload = 1", ["invalid-value error: 1"]],
    ["import config", ["invalid-value error: config"]],
    ["from settings import workers", []],
    ["bind = 8000", ["invalid-value error: 8000"]],
    ['bind = ["a", 1]', ['invalid-value error: ["a", 1]']],
    ['bind = ["a"]\nbind.append(1)', ['invalid-value error: ["a"]']],
    ['from a import change\nbind = ["a"]\nchange(bind)\n', []],
    ['from a import secret\nraw_env = ["A=" + secret]', []],
    // Only the last value counts.
    ['workers = "four"\nworkers = 4\nprint(workers)', []],
    ['workers = "four"\nfrom local import *', []],
    // A branch or a variable may give another value.
    ['import os\nworkers = os.environ.get("W", 2.5)', ['invalid-value warning: os.environ.get("W", 2.5)']],
    ['import os\nworkers = os.environ.get("W")', []],
    ['import os\nworkers = int(os.environ.get("W") or 4)', []],
    ['import os\nif os.path.exists("x"):\n    workers = 2.5', ["invalid-value warning: 2.5"]],
    ['if __name__ == "__main__":\n    workers = 2.5', []],
    ["try:\n    workers = 2.5\nexcept E:\n    workers = 3", ["invalid-value warning: 2.5"]],
    ["try:\n    workers = [2]\nexcept Exception:\n    pass", ["invalid-value warning: [2]"]],
    ['try:\n    raw_env = [2]\nexcept Exception:\n    pass\nraw_env[0] = "A=1"', []],
    ["for workers in range(3):\n    pass", []],
    // Functions and classes.
    ["def on_starting(server):\n    pass", []],
    ["def on_starting(server, *args, extra=1):\n    pass", []],
    ["def on_starting():\n    pass", ["hook-parameters error: on_starting"]],
    ["def on_starting(server, worker):\n    pass", ["hook-parameters error: on_starting"]],
    ["async def on_starting():\n    pass", ["hook-parameters error: on_starting"]],
    ["on_starting = lambda: None", ["hook-parameters error: lambda: None"]],
    ["post_fork = print", ["hook-parameters error: print"]],
    ["post_worker_init = id", []],
    ["pre_fork = setattr", ["hook-parameters error: setattr"]],
    ["@wrap\ndef on_starting():\n    pass", []],
    ["on_starting = None", ["invalid-value error: None"]],
    ["def post_request(worker, req):\n    pass", []],
    ["def post_request(worker):\n    pass", ["hook-parameters error: post_request"]],
    ["class Log:\n    pass\nlogger_class = Log", []],
  ])("%j", (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test("of the release that is told", () => {
    const text = 'forwarded_allow_ips = "10.0.0.0/8"';
    expect(said(text, { version: "23.0.0" })).toHaveLength(1);
    expect(said(text, { version: "24.1.1" })).toEqual([]);
    expect(said("proxy_protocol = 'v1'", { version: "23.0.0" })).toHaveLength(1);
    expect(said("proxy_protocol = 'v1'")).toEqual([]);
  });

  test("with what is known of the environment", () => {
    const text = 'import os\nworkers = os.environ.get("W")';
    expect(said(text, { environment: new Map([["W", "x"]]) })).toEqual(['invalid-value warning: os.environ.get("W")']);
    expect(said(text, { environment: new Map([["W", "3"]]) })).toEqual([]);
  });
});

describe("names", () => {
  test.each<[string, string[]]>([
    ["worker = 4", ["unknown-setting warning: worker"]],
    ["workes = 4", ["unknown-setting warning: workes"]],
    ["timeout: 30", ["unknown-setting warning: timeout: 30"]],
    ['bind: "0.0.0.0:8000"', ['unknown-setting warning: bind: "0.0.0.0:8000"']],
    ["timeout: 30\ntimeout = 3", []],
    ["timeout: int\nbind: 'list[str]'\nother: 3", []],
    ["def f():\n    timeout: 30", []],
    ["worker_conections = 4", ["unknown-setting warning: worker_conections"]],
    ["keep_alive = 4", ["unknown-setting warning: keep_alive"]],
    ['log_level = "info"', ["unknown-setting warning: log_level"]],
    ['access_logfile = "-"', ["unknown-setting warning: access_logfile"]],
    ['logfile = "-"', ["unknown-setting warning: logfile"]],
    ["def pre_forkk(server, worker):\n    pass", ["unknown-setting warning: pre_forkk"]],
    ["num_workers = 4", ["unknown-setting warning: num_workers"]],
    ['worker_type = "gevent"', ["unknown-setting warning: worker_type"]],
    ["Workers = 4\nlogLevel = 'info'", ["unknown-setting warning: Workers", "unknown-setting warning: logLevel"]],
    ["request_timeout = 5", ["unknown-setting warning: request_timeout"]],
    ["def before_fork(server, worker):\n    pass", ["unknown-setting warning: before_fork"]],
    ["port = 5000", ["unknown-setting hint: port"]],
    ['import os\nport = os.environ.get("P", "5000")', ["unknown-setting hint: port"]],
    // Ordinary variables.
    ["num_workers = 4\nworkers = 3", []],
    ["num_workers = 4\nworkers = num_workers", []],
    ['host = "0.0.0.0"\nport = 5000\nbind = f"{host}:{port}"', []],
    ['host = "0.0.0.0"\nport = 5000\nbind = "0.0.0.0:5000"', []],
    ["before_fork = 3", []],
    ["Config = 3\nPORT = 3\nclass Workers:\n    pass", []],
    ["WORKERS = 4", []],
    ["_worker = 4", []],
    ["worker = 4\nworkers = worker", []],
    ["worker = 4\ndef on_starting(server):\n    print(worker)", []],
    ['worker = 4\nbind = f"a:{worker}"', []],
    ["from settings import worker", []],
    ["import worker", []],
    ["host = 1\nport = 2\nname = 3\nenv = 4\napp = 5\ncores = 6\nlogger = 7", []],
    ["for worker in range(3):\n    pass", []],
    ["worker_id = 3\nprefork = True", []],
    ["pre_frk = lambda server, worker: None", ["unknown-setting warning: pre_frk"]],
    ["class worker:\n    pass", []],
    ["def worker():\n    pass", []],
    ["worker = 4\nglobals().update(more())", []],
    ["tolerate_dangerous_framing = True", ["not-in-version warning: tolerate_dangerous_framing"]],
  ])("%j", (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test("of a host and a port, with the address that they are", () => {
    const mended = (text: string) => {
      const [{ fixes = [] } = {}] = checkConfigFile(readConfigFile("gunicorn.conf.py", text));
      return fixes
        .flatMap(({ edits }) => edits)
        .reduceRight((now, edit) => now.slice(0, edit.start) + edit.text + now.slice(edit.end), text);
    };
    expect(mended('host = "127.0.0.1"\nport = 5000\nworkers = 2\n')).toBe('bind = "127.0.0.1:5000"\nworkers = 2\n');
    expect(mended("workers = 2\nport = 5000\n")).toBe('workers = 2\nbind = "0.0.0.0:5000"\n');
    expect(mended("num_workers = 2")).toBe("workers = 2");
  });

  test("of other releases", () => {
    expect(said("control_socket_disable = True", { version: "23.0.0" })).toEqual([
      "not-in-version warning: control_socket_disable",
    ]);
    expect(said("control_socket_disable = True", { version: "25.1" })).toEqual([]);
    expect(said("tolerate_dangerous_framing = True", { version: "22.0.0" })).toEqual([]);
    expect(said("debug = True")).toEqual(["not-in-version warning: debug"]);
    expect(said("debug = True", { version: "19.0.0" })).toEqual([]);
    expect(said("debug = True\nworkers = 1 if debug else 4")).toEqual([]);
    expect(said('import os\ndebug = os.environ.get("DEBUG")')).toEqual([]);
    expect(said('root_path = "/x"\nprint(root_path)', { version: "23.0.0" })).toEqual([]);
  });
});

describe("a setting that is set twice", () => {
  test.each<[string, string[]]>([
    ["timeout = 1\ntimeout = 2", ["duplicate-setting warning: timeout"]],
    ["def when_ready(server):\n    pass\ndef when_ready(server):\n    pass", ["duplicate-setting warning: when_ready"]],
    ["timeout = 1\ntimeout = timeout + 2", []],
    ["timeout = 1\ntimeout += 2", []],
    ["timeout = 1\nif x:\n    timeout = 2", []],
    ["if x:\n    timeout = 1\nelse:\n    timeout = 2", []],
    ["if x:\n    timeout = 1\n    timeout = 2", ["duplicate-setting warning: timeout"]],
    ["value = 1\nvalue = 2", []],
    ["timeout = 1\nprint(timeout)\ntimeout = 2", []],
  ])("%j", (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe("Python that cannot be read", () => {
  test.each<[string, string[]]>([
    ["workers = (1", ["syntax error: ("]],
    ["workers = 1)", ["syntax error: )"]],
    ["workers = (1]", ["syntax error: ]"]],
    ['bind = "a\nworkers = 2', ['syntax error: "a']],
    ['bind = """a\nworkers = 2', ['syntax error: """a']],
    ["workers = 1 2", ["syntax error: 2"]],
    ["workers := 4", ["syntax error: :"]],
    ["workers 4", ["syntax error: 4"]],
    ["def on_starting(server)\n    pass", ["syntax error: )"]],
    ["def on_starting(server):\npass", ["syntax error: pass"]],
    ["  workers = 1", ["syntax error: workers = 1"]],
    ["if x:\n    a = 1\n  b = 2", ["syntax error: b = 2"]],
    ['print "x"', ['syntax error: print "x"']],
    ["umask = 0022", ["syntax error: 0022"]],
    ["return 3", ["syntax error: return 3"]],
    ["workers = \nthreads = 4 4\n", ["syntax error: =", "syntax error: 4"]],
    ['from a import a\nbind = f"{a["b"]}" # 3.12', []],
    ['bind = t"{a}" # 3.14', []],
    ["match x:\n    case {}:\n        workers = 1", []],
    ["with open(a) as (b, c):\n    pass", []],
    ["timeout = 30.", []],
    ["type X = int", []],
    ["def f[T](x: T): pass", []],
    ["x = a[*b]", []],
    ["try:\n    pass\nexcept* E:\n    pass", []],
    ["\ufeffworkers = 1", []],
    ["if x:\n\tworkers = 1\n        \n", []],
  ])("%j", (text, expected) => {
    expect(said(text).filter((one) => !one.startsWith("unknown"))).toEqual(expected);
  });
});

describe("fixes", () => {
  test.each<[string, string | undefined]>([
    ["worker = 4\n", "workers = 4\n"],
    ['bind : "0.0.0.0:8000"\n', 'bind = "0.0.0.0:8000"\n'],
    ["workers == 4\n", "workers = 4\n"],
    ["print(1)\nif 1: workers == 4\n", undefined],
    ["worker = 4\nworkers = 3\n", undefined],
    ["reload = 1\n", "reload = True\n"],
    ['daemon = "no"\n', "daemon = False\n"],
    ['timeout = "30s"\n', "timeout = 30\n"],
    ["timeout = 30.0\n", "timeout = 30\n"],
    ["timeout = 2.5\n", undefined],
    ["bind = 8000\n", 'bind = "127.0.0.1:8000"\n'],
    ['reload_engine = "inotfy"\n', 'reload_engine = "inotify"\n'],
    ["count = 1\nreload = count\n", undefined],
    ["def post_fork(server):\n    pass\n", "def post_fork(server, worker):\n    pass\n"],
    ["def post_fork(a, b, c):\n    pass\n", undefined],
    ["timeout = 1\nbind = 'a'\ntimeout = 2\n", "bind = 'a'\ntimeout = 2\n"],
    ["timeout = f(1)\ntimeout = 2\n", undefined],
  ])("%j", (text, expected) => {
    expect(fixed(text)).toBe(expected);
  });
});
