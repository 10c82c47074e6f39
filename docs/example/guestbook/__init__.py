"""A guestbook that also shows how a request reached it."""

import os

from flask import Flask, render_template
from werkzeug.middleware.proxy_fix import ProxyFix

from . import database, entries, introspection


def create_app(test_config=None):
    """Make the app. Nothing is opened or written here, so that every worker can do it at the same time."""
    app = Flask(__name__, instance_relative_config=True)
    app.config.from_mapping(
        # Every worker must sign cookies with the same key: a random one would end the session at each request.
        SECRET_KEY=os.environ.get("SECRET_KEY", "development-only"),
        DATABASE=os.path.join(app.instance_path, "guestbook.sqlite"),
        MAX_CONTENT_LENGTH=1024 * 1024,
    )
    if test_config is not None:
        app.config.from_mapping(test_config)

    database.init_app(app)
    app.register_blueprint(entries.blueprint)
    app.register_blueprint(introspection.blueprint)
    app.register_error_handler(404, not_found)
    app.register_error_handler(413, too_large)

    # Behind a proxy the peer of the socket is the proxy. Believe what one proxy, and only one, says of the visitor.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)
    return app


def not_found(_error):
    """Say that there is no such page."""
    return render_template("error.html", title="Not found", text="There is no page at this address."), 404


def too_large(_error):
    """Say that the request was too large. Nginx, where there is one, refuses it before it gets here."""
    return render_template("error.html", title="Too large", text="A request may be 1 MiB at most."), 413
