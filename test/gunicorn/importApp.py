"""What the real Gunicorn makes of what it is told to serve, of many projects at once.

Run with the folder of a release as the only argument. Takes a JSON list of [target, {path: text}] on stdin and answers
with a list of [true, ""] or [false, error].
"""

import importlib
import json
import os
import sys
import tempfile

release = sys.argv[1]
sys.path.insert(0, release)
sys.dont_write_bytecode = True

from gunicorn import util  # noqa: E402


def judge(target, files):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            whole = os.path.join(folder, path)
            os.makedirs(os.path.dirname(whole), exist_ok=True)
            with open(whole, "w", encoding="utf-8") as file:
                file.write(text)
        before = set(sys.modules)
        os.chdir(folder)
        sys.path.insert(0, folder)
        importlib.invalidate_caches()
        try:
            util.import_app(target)
            return [True, ""]
        except BaseException as error:
            return [False, "%s: %s" % (type(error).__name__, error)]
        finally:
            sys.path.remove(folder)
            os.chdir("/")
            for name in set(sys.modules) - before:
                del sys.modules[name]


json.dump([judge(*each) for each in json.load(sys.stdin)], sys.stdout)
