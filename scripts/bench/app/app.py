"""What is asked for in the comparison: a view that waits, a view that renders, a static file."""

import time

from flask import Flask, render_template

app = Flask(__name__)

ROWS = [{"name": f"Thing {number}", "price": number * 1.25, "left": number % 7} for number in range(40)]


@app.route("/wait")
def wait():
    time.sleep(0.020)
    return "waited\n"


@app.route("/page")
def page():
    return render_template("page.html", rows=ROWS, title="Things")


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=5000)
