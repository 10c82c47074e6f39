import { describe, expect, test } from "vitest";
import { sortBySection } from "../../../../server/src/languages/gunicorn/features/sort";

const ranks: Readonly<Record<string, number>> = {
  bind: 0,
  backlog: 0,
  workers: 1,
  threads: 1,
  loglevel: 2,
  post_fork: 3,
};

function sorted(text: string): string {
  const edits = sortBySection(text, (name) => ranks[name]);
  return [...edits]
    .reverse()
    .reduce((done, edit) => done.slice(0, edit.start) + edit.text + done.slice(edit.end), text);
}

describe("sorting by section", () => {
  test.each([
    [
      "settings change places",
      "loglevel = 'info'\nworkers = 2\nbind = ':80'\n",
      "bind = ':80'\nworkers = 2\nloglevel = 'info'\n",
    ],
    [
      "comments go with their setting, blank lines stay",
      "# how loud\nloglevel = 'info'  # or debug\n\n# where\n# we listen\nbind = [\n    ':80',\n]\nworkers = 2\n",
      "# where\n# we listen\nbind = [\n    ':80',\n]\n\nworkers = 2\n# how loud\nloglevel = 'info'  # or debug\n",
    ],
    [
      "hooks and imports stay",
      "import os\nworkers = os.cpu_count()\ndef post_fork(server, worker):\n    pass\n\n\nbind = ':80'",
      "import os\nbind = ':80'\ndef post_fork(server, worker):\n    pass\n\n\nworkers = os.cpu_count()",
    ],
    [
      "the order within a section stays",
      "workers = 1\nbacklog = 5\nthreads = 1\nbind = ''\n",
      "backlog = 5\nbind = ''\nworkers = 1\nthreads = 1\n",
    ],
    [
      "what another statement reads stays, and the reader stays below it",
      "workers = 2\nthreads = workers * 2\nloglevel = 'info'\nbind = ':80'\n",
      "workers = 2\nbind = ':80'\nthreads = workers * 2\nloglevel = 'info'\n",
    ],
    [
      "what reads a name that is defined later stays",
      "loglevel = 'info'\nport = 80\nbind = f':{port}'\nworkers = 1\n",
      "workers = 1\nport = 80\nbind = f':{port}'\nloglevel = 'info'\n",
    ],
    [
      "the line for the system stays at the top",
      "#!/usr/bin/env python\n# loud\nloglevel = 'info'\nbind = ''\n",
      "#!/usr/bin/env python\nbind = ''\n# loud\nloglevel = 'info'\n",
    ],
  ])("%s", (_, text, expected) => expect(sorted(text)).toBe(expected));

  test.each([
    ["in order", "bind = ''\nworkers = 2\n"],
    ["set twice", "workers = 1\nbind = ''\nworkers = 2\n"],
    ["changed later", "workers = 1\nbind = ''\nworkers += 2\n"],
    ["in a branch", "if x:\n    workers = 1\nbind = ''\n"],
    ["two on a line", "workers = 1; bind = ''\n"],
    ["not whole", "workers = (1\nbind = ''\n"],
    ["not settings", "zebra = 1\napple = 2\n"],
    ["read by a function", "workers = 1\nbind = ''\ndef f():\n    return workers + bind\n"],
  ])("but nothing moves that is %s", (_, text) => expect(sorted(text)).toBe(text));

  test("what is sorted stays so", () => {
    const once = sorted("loglevel = 'a'\n\n# c\nworkers = 1\nbind = ''\n");
    expect(sorted(once)).toBe(once);
  });
});
