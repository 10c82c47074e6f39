"""
What one Gunicorn release makes of command lines. Run with the release's folder as the only argument; reads a JSON list
of texts and prints a JSON list: {"ok": [args, {setting: value}]}, {"asks": true} for --help and --version, or
{"error": message}.
"""

import contextlib
import io
import json
import os
import shlex
import sys
import warnings

warnings.simplefilter("ignore")
for name in ("PORT", "WEB_CONCURRENCY", "FORWARDED_ALLOW_IPS", "SENDFILE", "GUNICORN_CMD_ARGS"):
    os.environ.pop(name, None)
sys.path.insert(0, sys.argv[1])
sys.argv[1:] = []

from gunicorn.config import Config  # noqa: E402

parser = Config("%(prog)s [OPTIONS] [APP_MODULE]", prog="gunicorn").parser()


def judge(text):
    words = shlex.split(text)
    try:
        given = vars(parser.parse_args(words))
    except SystemExit as error:
        return {"asks": True} if error.code == 0 else {"error": "argparse"}
    targets = given.pop("args")
    given = {name: value for name, value in given.items() if value is not None}
    cfg = Config()
    for name, value in given.items():
        try:
            cfg.set(name.lower(), value)
        except Exception as error:
            return {"error": "%s: %s" % (name, error)}
    return {"ok": [targets, given], "words": words}


with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    verdicts = [judge(text) for text in json.load(sys.stdin)]
json.dump(verdicts, sys.stdout)
