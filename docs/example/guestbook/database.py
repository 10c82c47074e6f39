"""SQLite in the instance folder. The table is made when it is first needed: there is no step to run by hand."""

import os
import sqlite3

from flask import current_app, g

SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    message TEXT NOT NULL,
    colour TEXT NOT NULL,
    written_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M', 'now'))
)
"""


def connection():
    """The connection of this request, opened at its first use."""
    if "connection" not in g:
        path = current_app.config["DATABASE"]
        os.makedirs(os.path.dirname(path), exist_ok=True)
        # Several workers write to one file: wait for a lock rather than fail.
        g.connection = sqlite3.connect(path, timeout=10)
        g.connection.row_factory = sqlite3.Row
        g.connection.execute(SCHEMA)
    return g.connection


def close(_error=None):
    """Close the connection of this request, where one was opened."""
    opened = g.pop("connection", None)
    if opened is not None:
        opened.close()


def init_app(app):
    """Close the connection at the end of each request."""
    app.teardown_appcontext(close)
