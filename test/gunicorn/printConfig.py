"""
What `gunicorn --print-config` prints of whole set-ups, without loading the app. Run with a release's folder as the only
argument; reads a JSON list of {"folder", "words", "environment"} and prints a JSON list of {"settings": {name: text}}
or {"error": message}. Each set-up has a process of its own: variables are read when Gunicorn is imported.
"""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
release = sys.argv[1]
sys.path.insert(0, release)
# What Gunicorn imports is imported once; Gunicorn itself by each set-up.
import gunicorn.app.wsgiapp  # noqa: E402,F401

for module in [name for name in sys.modules if name.split(".")[0] == "gunicorn"]:
    del sys.modules[module]


def settings(setup):
    for name in ("PORT", "WEB_CONCURRENCY", "FORWARDED_ALLOW_IPS", "SENDFILE", "GUNICORN_CMD_ARGS"):
        os.environ.pop(name, None)
    os.environ.update(setup["environment"])
    os.chdir(setup["folder"])
    sys.argv[:] = ["gunicorn", *setup["words"]]
    from gunicorn.app.wsgiapp import WSGIApplication

    found = {}
    for name, setting in WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]").cfg.settings.items():
        value = setting.value
        found[name] = "<{}()>".format(value.__qualname__) if callable(value) else str(value)
    return {"settings": found}


def apart(setup):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        try:
            said = settings(setup)
        except BaseException as error:
            said = {"error": repr(error)}
        with os.fdopen(writer, "w") as out:
            json.dump(said, out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        said = json.load(answer)
    os.waitpid(child, 0)
    return said


print(json.dumps([apart(setup) for setup in json.load(sys.stdin)]))
