"""What happens by time: jobs one by one, and scheduled publishing through `manage.py tick`."""

import datetime
import logging
import os
import subprocess
import sys
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError
from django.utils import timezone

import pytest
import time_machine

from events import ticking
from events.models import JobRun, LedgerEntry, SessionPage
from tests import factories

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def jobs(monkeypatch):
    """No jobs but those that the test registers."""
    monkeypatch.setattr(ticking, "_jobs", {})
    return ticking.register_job


def fail(now):
    raise ValueError("the hub is away")


def test_job_that_fails_is_logged_and_the_next_has_its_turn(jobs, caplog):
    done = []
    jobs("first", fail)
    jobs("second", done.append)

    with caplog.at_level(logging.ERROR):
        failed = ticking.run_jobs()

    assert (failed, len(done)) == (["first"], 1)
    assert dict(JobRun.objects.values_list("name", "error")) == {
        "first": "ValueError: the hub is away",
        "second": "",
    }
    assert caplog.messages == ["Job first failed"]


def test_job_that_is_well_again_forgets_its_error(jobs, caplog):
    jobs("job", fail)
    ticking.run_jobs()
    jobs("job", lambda now: None)

    assert (ticking.run_jobs(), JobRun.objects.get().error) == ([], "")


def test_error_of_any_text_is_kept(jobs, caplog):
    def fail_with_controls(now):
        raise ValueError("a\0b\ud800c\n" + "d" * 5000)

    jobs("job", fail_with_controls)
    # A lone surrogate in captured log text cannot be sent from a worker of the suite to its controller.
    caplog.set_level(logging.CRITICAL + 1, logger="events.ticking")

    assert (ticking.run_jobs(), JobRun.objects.get().error) == (["job"], "ValueError: abc\n" + "d" * 5000)


def test_run_is_noted_with_its_times(jobs):
    told = []
    jobs("job", told.append)
    before = timezone.now()

    ticking.run_jobs()

    run = JobRun.objects.get()
    assert told == [run.started_at]
    assert before <= run.started_at <= run.finished_at <= timezone.now()


def test_same_job_run_twice_has_one_row(jobs):
    jobs("job", lambda now: None)

    ticking.run_jobs()
    ticking.run_jobs()

    assert JobRun.objects.count() == 1


def test_command_fails_when_a_job_did_and_names_it(jobs, caplog):
    jobs("pinging hubs", fail)

    with pytest.raises(CommandError, match="pinging hubs"):
        call_command("tick")


@pytest.mark.parametrize(("hours", "live"), [(2, True), (0, False)])
def test_scheduled_session_goes_live_when_it_is_due(cycle, hours, live):
    session = factories.make_session(cycle, live=False)
    session.go_live_at = timezone.now() + HOUR
    session.save_revision(approved_go_live_at=session.go_live_at).publish()

    with time_machine.travel(timezone.now() + hours * HOUR):
        call_command("tick")
        call_command("tick")

    assert SessionPage.objects.get().live == live
    assert LedgerEntry.objects.filter(withdrawn_at=None).count() == int(live)
    assert JobRun.objects.get(name="publish scheduled pages").error == ""


@pytest.mark.parametrize(("hours", "live"), [(2, False), (0, True)])
def test_expiring_session_is_withdrawn_when_it_is_due(session, hours, live):
    factories.publish(session, expire_at=timezone.now() + HOUR)

    with time_machine.travel(timezone.now() + hours * HOUR):
        call_command("tick")
        call_command("tick")

    entry = LedgerEntry.objects.get()
    assert (SessionPage.objects.get().live, entry.withdrawn_at is None) == (live, live)
    assert (entry.sequence, entry.changes.count()) == ((0, 1) if live else (1, 2))


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_database_that_is_away_stops_no_job(error, jobs, monkeypatch, caplog):
    def away(**_row):
        raise error("server closed the connection")

    jobs("job", lambda now: None)
    monkeypatch.setattr(JobRun.objects, "update_or_create", away)

    assert ticking.run_jobs() == ["job"]
    assert caplog.messages == ["Job job could not be noted"]


class TestOneThatCannot:
    """A session that no save accepts, and another that is due after it."""

    @pytest.fixture
    def broken(self, session):
        SessionPage.objects.filter(pk=session.pk).update(alias_of=session.get_parent())
        return session

    @pytest.fixture
    def other(self, cycle):
        return factories.make_session(cycle, number=8, title="The other")

    def test_page_that_cannot_expire_does_not_hold_up_the_others(self, broken, other, caplog):
        SessionPage.objects.filter(pk=broken.pk).update(expire_at=timezone.now() - 2 * HOUR)
        SessionPage.objects.filter(pk=other.pk).update(expire_at=timezone.now() - HOUR)

        with pytest.raises(CommandError, match="publish scheduled pages"):
            call_command("tick")

        assert dict(SessionPage.objects.values_list("number", "live")) == {7: True, 8: False}
        error = JobRun.objects.get(name="publish scheduled pages").error
        assert error == f"ScheduleError: Not published or withdrawn on time: {broken.title}"

    def test_page_that_cannot_be_published_does_not_hold_up_the_others(self, broken, other, caplog):
        for page, title in ((broken, "Broken"), (other, "New")):
            draft = page.get_latest_revision_as_object()
            draft.title = title
            draft.save_revision(approved_go_live_at=timezone.now() - HOUR)

        with pytest.raises(CommandError, match="publish scheduled pages"):
            call_command("tick")

        assert dict(SessionPage.objects.values_list("number", "title")) == {
            7: "Construire des solidarités",
            8: "New",
        }


def test_clock_that_is_asked_to_end_finishes_what_is_under_way(tmp_path):
    """`tick --every` as the first process of a container: by SIGTERM, with status 0, in the middle of its minute."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.demo", "VAR_DIR": str(tmp_path), "DATABASE_URL": "", "TEST_POSTGRES_URL": "",
    }  # fmt: skip
    program = (
        "import sys, django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from events.management.commands import tick\n"
        "def job():\n"
        "    print('begun', flush=True); sys.stdin.readline(); print('done', flush=True); return []\n"
        "tick.run_jobs = job\n"
        "call_command('tick', every=3600)\n"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", program], cwd=ROOT, env=environment, text=True, **pipes
    ) as clock:
        assert clock.stdout.readline() == "begun\n"
        clock.terminate()
        said, complained = clock.communicate("go on\n", timeout=30)

    assert (clock.returncode, said, complained) == (0, "done\n", "")
