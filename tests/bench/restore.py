"""How long a backup and a restore on an empty machine take, as an operator runs them. See README.md."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

django.setup()

from events.models import SessionPage  # noqa: E402  (models are importable only now)
from tests.bench.figures import ratio  # noqa: E402
from tests.bench.seeded import ROOT  # noqa: E402

LIMIT_SECONDS = 1800  # docker/BACKUP.md, RTO of the nightly backup
COUNT = (
    "import django; django.setup(); from events.models import SessionPage; print(SessionPage.objects.count())"
)


def timed(*arguments: str, environment: dict[str, str]) -> tuple[float, float]:
    """Seconds by the clock, and of CPU, of a command of the site. Raises where it fails, or goes on for longer than is promised."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
    subprocess.run(  # noqa: S603  (our own command)
        command, env=environment, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, timeout=LIMIT_SECONDS
    )
    after, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - began
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def machine(folder: Path) -> dict[str, str]:
    """The environment of a site of this kind on another disk, which has nothing yet."""
    (folder / "static").mkdir(parents=True)
    return os.environ | {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "VAR_DIR": str(folder)}


def sessions_of(environment: dict[str, str]) -> int:
    command = [sys.executable, "-W", "ignore", "-c", COUNT]
    return int(subprocess.check_output(command, env=environment, cwd=ROOT))  # noqa: S603  (our own command)


def main() -> None:
    """Both, with every feed composed anew."""
    sessions = SessionPage.objects.count()
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as name:
        backups, other = Path(name, "backups"), machine(Path(name, "other"))
        backups.mkdir()
        saving, saving_cpu = timed("backup", str(backups), environment=dict(os.environ))
        (made,) = backups.iterdir()
        size = made.stat().st_size
        restoring, restoring_cpu = timed("restore", str(made), environment=other)
        found = sessions_of(other)
        assert found == sessions, f"{found} sessions came back, of {sessions}"
    about = f"{sessions} pages of sessions"
    ratio("   backup_seconds", saving, costs=f"{about}, {saving_cpu:.1f} s of CPU, {size / 1e6:.1f} MB")
    ratio(
        "   restore_seconds", restoring, costs=f"{about}, {restoring_cpu:.1f} s of CPU", at_most=LIMIT_SECONDS
    )


if __name__ == "__main__":
    main()
