"""What the app sees of a request: the page that shows why Nginx and Gunicorn stand in front of it."""

import os
import socket
import threading
import time

from flask import Blueprint, jsonify, render_template, request

from .database import connection

blueprint = Blueprint("introspection", __name__)

FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "X-Request-ID")

#: A view that waits, as one does that asks a database: it shows how many requests are served at once.
WAIT_SECONDS = 0.05


@blueprint.get("/healthz")
def healthz():
    """Answer `ok` when the app and its database work."""
    connection().execute("SELECT 1 FROM entry LIMIT 1")
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@blueprint.get("/request")
def show():
    """What the app sees, for people."""
    return render_template("request.html", seen=what_flask_sees())


@blueprint.get("/request.json")
def show_json():
    """What the app sees, for programs."""
    time.sleep(WAIT_SECONDS)
    answer = jsonify(what_flask_sees())
    answer.headers["Cache-Control"] = "no-store"
    return answer


def what_flask_sees():
    """The facts of this request, as plain data."""
    environ = request.environ
    before_proxy_fix = environ.get("werkzeug.proxy_fix.orig", {})
    server = environ.get("SERVER_SOFTWARE", "unknown")
    return {
        "remote_addr": request.remote_addr,
        "scheme": request.scheme,
        "host": request.host,
        "url": request.url,
        "peer": before_proxy_fix.get("REMOTE_ADDR", request.remote_addr),
        "forwarded": {name: request.headers.get(name) for name in FORWARDED},
        "server": server,
        "behind_gunicorn": server.startswith("gunicorn"),
        "behind_proxy": "X-Forwarded-For" in request.headers,
        "multiprocess": environ.get("wsgi.multiprocess", False),
        "multithread": environ.get("wsgi.multithread", False),
        "pid": os.getpid(),
        "thread": threading.current_thread().name,
        "machine": socket.gethostname(),
    }
