"""`python -m cms.demo.serve`: the demonstration's web server and its clock, as two child processes that live and end together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from cms.demo.accounts import ACCOUNTS, PASSWORD

GRACE_SECONDS = 10
TICK_SECONDS = 60
WATCH_SECONDS = 0.2


def commands(*, port: int) -> list[list[str]]:
    """The two children: granian over WSGI, and what happens by time."""
    # One worker: the demo's cache lies in a process's own memory, and every thread must see the same one.
    server = [
        *("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *(
            "--workers",
            "1",
            "--blocking-threads",
            "4",
            "--respawn-failed-workers",
            "--workers-kill-timeout",
            str(GRACE_SECONDS),
        ),
        *("--no-ws", "--log-level", "warning", "cms.wsgi:application"),
    ]
    clock = ["manage.py", "tick", "--every", str(TICK_SECONDS)]
    return [[sys.executable, *server], [sys.executable, *clock]]


def greeting(*, port: int) -> str:
    """What the user needs to know, in four lines."""
    return (
        f"\nParvis: http://127.0.0.1:{port}/\n"
        f"Admin:  http://127.0.0.1:{port}/admin/\n"
        f"Users:  {', '.join(ACCOUNTS)}; password {PASSWORD}\n"
        "Ctrl-C ends it.\n\n"
    )


def supervise(children_commands: Sequence[Sequence[str]]) -> int:
    """Run commands side by side until SIGINT, SIGTERM or the end of one; then end them all.

    Returns 0 when asked to end, 1 when a child ended by itself. A child that does not end in GRACE_SECONDS is killed.
    """
    asked = []
    # Ctrl-C reaches the whole process group; children are told by SIGTERM, and inherit that SIGINT is ignored.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children = [subprocess.Popen(command) for command in children_commands]  # noqa: S603  (our own commands)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: asked.append(received))
    while not asked and all(child.poll() is None for child in children):
        time.sleep(WATCH_SECONDS)
    ended = [child.args for child in children if child.poll() is not None]
    _end(children)
    if asked:
        return 0
    sys.stderr.write(f"This process ended by itself, so the demo ends: {' '.join(ended[0])}\n")
    return 1


def _end(children: Sequence[subprocess.Popen]) -> None:
    deadline = time.monotonic() + GRACE_SECONDS + 2
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def main() -> int:
    """Serve on PORT (default 8000) with the demo's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.demo")
    port = int(os.environ.get("PORT", "8000"))
    sys.stdout.write(greeting(port=port))
    sys.stdout.flush()
    return supervise(commands(port=port))


if __name__ == "__main__":
    sys.exit(main())
