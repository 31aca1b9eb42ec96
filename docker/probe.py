"""`python docker/probe.py web|tick`: whether this container does its work. Ends with 0, or with 1 and words. Starts no Django."""

import http.client
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

SECONDS = 4
# tick runs once a minute; a run may take its time.
LATEST_TICK = (
    "SELECT coalesce(max(finished_at) > now() - interval '10 minutes', false) FROM parvis_events_jobrun"
)


def setting(name: str) -> str:
    """A variable, or what its NAME_FILE holds."""
    file = os.environ.get(f"{name}_FILE")
    return Path(file).read_text().strip() if file else os.environ.get(name, "")


def web() -> str:
    """What is wrong with the server on this host; "" for nothing. Asked by the site's name, as by a reader."""
    link = http.client.HTTPConnection(
        "127.0.0.1", int(os.environ.get("GRANIAN_PORT", "8000")), timeout=SECONDS
    )
    link.request("GET", "/healthz", headers={"Host": urlsplit(setting("SITE_URL")).netloc})
    status = link.getresponse().status
    return "" if status == 200 else f"/healthz answers {status}"


def tick() -> str:
    """What is wrong with the clock, as the database (PostgreSQL) has it; "" for nothing."""
    import psycopg  # noqa: PLC0415  (web is asked every ten seconds, without it)

    with psycopg.connect(setting("DATABASE_URL"), connect_timeout=SECONDS) as link:
        row = link.execute(LATEST_TICK).fetchone()
    return "" if row and row[0] else "tick has not ended a run for ten minutes"


def main(what: str) -> int:
    """The exit status."""
    try:
        wrong = {"web": web, "tick": tick}[what]()
    except Exception as error:  # noqa: BLE001  (whatever it is, the container is not well)
        wrong = f"{type(error).__name__}: {error}"
    if wrong:
        sys.stderr.write(f"{wrong}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
