"""The guestbook itself."""

import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for

from .database import connection

blueprint = Blueprint("entries", __name__)

COLOURS = ("teal", "amber", "rose", "indigo")
NAME_LIMIT = 40
MESSAGE_LIMIT = 280


@blueprint.get("/")
def index():
    """The newest entries and the form."""
    rows = connection().execute("SELECT * FROM entry ORDER BY id DESC LIMIT 50").fetchall()
    return render_template(
        "index.html",
        entries=rows,
        colours=COLOURS,
        name_limit=NAME_LIMIT,
        message_limit=MESSAGE_LIMIT,
        token=form_token(),
    )


@blueprint.post("/")
def sign():
    """Add an entry."""
    if not secrets.compare_digest(request.form.get("token", ""), form_token()):
        abort(400, "The form is too old. Load the page again.")
    name = request.form.get("name", "").strip()[:NAME_LIMIT]
    message = request.form.get("message", "").strip()[:MESSAGE_LIMIT]
    colour = request.form.get("colour", COLOURS[0])
    if not name or not message or colour not in COLOURS:
        flash("Please write a name and a message.")
        return redirect(url_for("entries.index"))
    database = connection()
    database.execute("INSERT INTO entry (name, message, colour) VALUES (?, ?, ?)", (name, message, colour))
    database.commit()
    flash(f"Thank you, {name}.")
    return redirect(url_for("entries.index"))


def form_token():
    """A secret of this session that another site cannot know, so that it cannot post in the visitor's name."""
    if "token" not in session:
        session["token"] = secrets.token_urlsafe(16)
    return session["token"]
