"""Routes that tests add to a copy of an app: what a request looks like from inside, and an answer that takes its time."""

import os
import time

from flask import Blueprint, jsonify, request

blueprint = Blueprint("probe", __name__, url_prefix="/probe")


@blueprint.get("/seen")
def seen():
    """What the app is told of the request."""
    return jsonify(
        headers=list(request.headers.items()),
        remote_addr=request.remote_addr,
        scheme=request.scheme,
        host=request.host,
        pid=os.getpid(),
    )


@blueprint.get("/slow/<int:seconds>")
def slow(seconds):
    """Answer late."""
    time.sleep(seconds)
    return f"answered after {seconds} s\n" * 1000


@blueprint.post("/size")
def size():
    """The size of the body, once all of it is there."""
    return str(len(request.get_data()))
