"""What the real Gunicorn says, of many questions at once.

Run with the folder of a release as the only argument. Takes JSON on stdin and answers with JSON:
  {"values": [[setting, Python expression], ...]}   -> [[true, value] or [false, error], ...]
  {"files": [text of a config file, ...]}           -> the same, as `gunicorn --check-config -c FILE app:app` would
  {"sources": [text of a Python file, ...]}         -> [true, ""] or [false, line of the first error]
"""

import contextlib
import inspect
import io
import json
import os
import sys
import tempfile
import warnings

release = sys.argv[1]
sys.path.insert(0, release)
sys.argv[1:] = []
warnings.simplefilter("ignore")
# Gunicorn remembers the folder that it is imported in.
folder = tempfile.TemporaryDirectory()
os.chdir(folder.name)

from gunicorn import config  # noqa: E402
from gunicorn.app.wsgiapp import WSGIApplication  # noqa: E402


def plain(value):
    """As our tests write a value; what JSON has no word for is named by its type."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return [type(value).__name__, value]
    if isinstance(value, (list, tuple, set)):
        return [type(value).__name__, [plain(item) for item in value]]
    if isinstance(value, dict):
        return ["dict", [[plain(key), plain(item)] for key, item in value.items()]]
    if inspect.isclass(value):
        return ["class", value.__name__]
    return ["function" if callable(value) else "object", None]


settings = {cls.name: cls for cls in config.KNOWN_SETTINGS}


def judge_value(name, expression):
    value = eval(expression, {})  # The expressions are those of our own tests.
    try:
        return [True, plain(settings[name].validator(value))]
    except Exception as error:  # Gunicorn itself stops at any error.
        return [False, "%s: %s" % (type(error).__name__, error)]


def judge_file(text):
    with open("under_test.py", "w", encoding="utf-8") as file:
        file.write(text)
    sys.argv[1:] = ["--check-config", "-c", "under_test.py", "app:app"]
    said = io.StringIO()
    environment = dict(os.environ)
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]")
        return [True, ""]
    except SystemExit as error:
        return [error.code == 0, said.getvalue()[-2000:]]
    except BaseException as error:
        return [False, repr(error)]
    finally:
        os.chdir(folder.name)
        os.environ.clear()
        os.environ.update(environment)


def judge_source(text):
    try:
        compile(text, "under_test.py", "exec", dont_inherit=True)
        return [True, ""]
    except SyntaxError as error:
        return [False, error.lineno]
    except ValueError:
        return [False, 1]


questions = json.load(sys.stdin)
with contextlib.redirect_stderr(io.StringIO()):
    answers = [judge_value(*each) for each in questions.get("values", [])]
answers += [judge_file(text) for text in questions.get("files", [])]
answers += [judge_source(text) for text in questions.get("sources", [])]
os.chdir("/")
folder.cleanup()
json.dump(answers, sys.stdout)
