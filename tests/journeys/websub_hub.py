"""A real hub, Flask-WebSub, as a program: `python websub_hub.py FOLDER` prints its address, and serves until it is ended.

Flask-WebSub hands its work to Celery. Here each task runs where it is called, so one process is the whole hub.
"""

import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import requests.utils
from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage
from werkzeug.serving import make_server


class AtOnce:
    """The part of Celery that the hub uses. A task that fails is not tried again."""

    def task(self, *, bind: bool = False, max_retries: int = 0):
        def decorate(work):
            return SimpleNamespace(delay=partial(work, None) if bind else work)

        return decorate


def make_hub(folder: Path) -> Flask:
    """A hub at /hub that keeps its subscriptions in this folder, signs with SHA-512, and may be told of changes."""
    app = Flask(__name__)
    app.config["PUBLISH_SUPPORTED"] = True
    hub = Hub(SQLite3HubStorage(str(folder / "hub.sqlite3")), celery=AtOnce())
    app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
    return app


if __name__ == "__main__":
    # The hub passes on a topic's headers with its decoded body, which is wrong of a compressed one.
    requests.utils.DEFAULT_ACCEPT_ENCODING = "identity"
    server = make_server("127.0.0.1", 0, make_hub(Path(sys.argv[1])), threaded=True)
    sys.stdout.write(f"http://127.0.0.1:{server.port}/hub\n")
    sys.stdout.flush()
    server.serve_forever()
