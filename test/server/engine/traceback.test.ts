import { expect, test } from "vitest";
import { ownFrames } from "../../../server/src/engine/traceback";

const flask = `  File "/usr/local/lib/python3.13/site-packages/flask/app.py", line 917, in full_dispatch_request
    rv = self.dispatch_request()
         ^^^^^^^^^^^^^^^^^^^^^^^`;
const own = `  File "/app/shop/views.py", line 12, in cart
    return 1 / 0
           ~~^~~`;
const frozen = `  File "<frozen importlib._bootstrap>", line 1387, in _gcd_import
  File "<frozen importlib._bootstrap>", line 1360, in _find_and_load`;
const importlib = `  File "/usr/local/lib/python3.13/importlib/__init__.py", line 88, in import_module
    return _bootstrap._gcd_import(name[level:], package, level)`;
const head = "Traceback (most recent call last):";
const error = "ZeroDivisionError: division by zero";

test.each([
  ["the project's line among the libraries'", [head, flask, own, flask, error], [head, own, error]],
  ["a line that failed while it was imported", [head, importlib, frozen, own, error], [head, own, error]],
  ["libraries alone, without how they were imported", [head, flask, importlib, frozen, error], [head, flask, error]],
  [
    "each of two tracebacks that belong together",
    [head, own, error, "", "During handling of it:", "", head, flask, own, "KeyError: 'x'"],
    [head, own, error, "", "During handling of it:", "", head, own, "KeyError: 'x'"],
  ],
  [
    "a repeated frame with its count",
    [head, flask, own, "  [Previous line repeated 990 more times]", "RecursionError: too deep"],
    [head, own, "  [Previous line repeated 990 more times]", "RecursionError: too deep"],
  ],
  [
    "a mistake of syntax, whose frame has no function",
    [head, frozen, '  File "/app/app.py", line 3', "    def (:", "        ^", "SyntaxError: invalid syntax"],
    [head, '  File "/app/app.py", line 3', "    def (:", "        ^", "SyntaxError: invalid syntax"],
  ],
  [
    "a log without a traceback",
    ["  indented", "    more", "File x, line 3"],
    ["  indented", "    more", "File x, line 3"],
  ],
])("%s", (_, log, shown) => expect(ownFrames(log.join("\n"))).toBe(shown.join("\n")));
