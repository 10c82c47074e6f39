"""Prints as JSON what one Gunicorn release says of its settings. Run with the release's folder as the only argument."""

import ast
import inspect
import json
import os
import sys

# Defaults are those of a machine on which nothing is set.
for name in ("PORT", "WEB_CONCURRENCY", "FORWARDED_ALLOW_IPS", "XDG_RUNTIME_DIR", "SENDFILE"):
    os.environ.pop(name, None)
sys.path.insert(0, sys.argv[1])
sys.argv[1:] = []

from gunicorn import config, workers  # noqa: E402

# What a default is made of where it is another one on another machine; that of a platform is told for Linux.
ON_THE_MACHINE = {"getcwd", "geteuid", "getegid", "_get_default_control_socket"}
# Read once: `inspect.getsource` parses the whole file for each class.
CLASSES = {node.name: node for node in ast.walk(ast.parse(inspect.getsource(config))) if isinstance(node, ast.ClassDef)}


def literal(value):
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, (list, tuple)):
        return [literal(item) for item in value]
    if isinstance(value, dict):
        return {key: literal(item) for key, item in value.items()}
    raise TypeError("no literal: %r" % (value,))


def computed(cls):
    """The environment variable that the default reads, and the names in it."""
    parts = [node for node in CLASSES[cls.__name__].body if isinstance(node, ast.If) or is_default(node)]
    names, strings = set(), []
    for node in (inner for part in parts for inner in ast.walk(part)):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.append(node.value)
    variable = next((text for text in strings if text.isidentifier()), None) if "environ" in names else None
    return variable, names


def is_default(node):
    return isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "default" for target in node.targets)


def facts(cls):
    fact = {"section": cls.section}
    if cls.cli:
        fact["flags"] = list(cls.cli)
    for key in ("action", "meta", "nargs"):
        if getattr(cls, key) is not None:
            fact[key] = getattr(cls, key)
    if cls.action == "store_const" or cls.const is not None:
        fact["const"] = cls.const
    if cls.type in (int, config.auto_int):
        fact["type"] = cls.type.__name__
    validator = cls.validator
    if validator.__name__ == "_validate_callable":
        fact["validator"] = "callable"
        fact["arity"] = inspect.getclosurevars(validator).nonlocals["arity"]
    else:
        fact["validator"] = validator.__name__[len("validate_"):]
    if inspect.isfunction(cls.default):
        fact["parameters"] = list(inspect.signature(cls.default).parameters)
    else:
        variable, names = computed(cls)
        if names & {"PLATFORM", *ON_THE_MACHINE}:
            fact["machine"] = True
        if variable:
            fact["variable"] = variable
        if not names & ON_THE_MACHINE and cls.default is not None:
            fact["default"] = literal(cls.default)
    return fact


print(json.dumps({
    "settings": [[cls.name, facts(cls), cls.desc] for cls in config.KNOWN_SETTINGS],
    "workers": workers.SUPPORTED_WORKERS,
}))
