"""Everything that happens by time. Apps register jobs; `manage.py tick` runs them once a minute, and each is idempotent."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import Error, models
from django.utils import timezone

from events.text import clean_text

logger = logging.getLogger(__name__)

Job = Callable[[datetime], None]
_jobs: dict[str, Job] = {}


class JobRun(models.Model):
    """When a job last began and ended (UTC), and what went wrong: "" after a good run."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


def register_job(name: str, job: Job) -> None:
    """Have `job(now)` run at every tick; called while apps load."""
    _jobs[name] = job


def run_jobs() -> list[str]:
    """Run every job once and note it; one that fails is logged and does not stop the others. Returns those that failed."""
    return [name for name, job in _jobs.items() if not _run(name, job)]


def _run(name: str, job: Job) -> bool:
    try:
        run, _created = JobRun.objects.update_or_create(
            name=name, defaults={"started_at": timezone.now(), "finished_at": None}
        )
        run.error = _error_of(name, job, run.started_at)
        run.finished_at = timezone.now()
        run.save()
    except Error:
        logger.exception("Job %s could not be noted", name)
        return False
    return not run.error


def _error_of(name: str, job: Job, now: datetime) -> str:
    try:
        job(now)
    except Exception as error:
        logger.exception("Job %s failed", name)
        return clean_text(f"{type(error).__name__}: {error}")
    return ""
