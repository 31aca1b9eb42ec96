"""What operators are told of figures is what /metrics says: every name in the rules and in the paper is there, and every one there is in the paper."""

import datetime
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from django.utils import timezone

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from events.ticking import JobRun
from feeds import figures
from feeds.outbox import Delivery
from tests.database import ensure_states, state_path
from tests.docker.pages import commands
from tests.journeys.web import web

DOCKER = Path(__file__).parent.parent.parent.parent / "docker"
RULES = yaml.safe_load((DOCKER / "alerts.yml").read_text())["groups"][0]["rules"]
PAPER = (DOCKER / "WATCHING.md").read_text()
NAME = re.compile(r"\bparvis_[a-z_]+")
SELECTOR = re.compile(r"(parvis_[a-z_]+)\{([^}]*)\}")
SUFFIXES = ("_total", "_bucket", "_sum", "_count", "_created")


@pytest.fixture
def samples(client, sums):
    """Every sample, once each thing that has a label has happened."""
    for outcome in (200, 304, "miss"):
        figures.count("feed_answers", "ics", outcome)
    figures.count("feed_renders", "ics")
    for outcome in ("sent", "failed", "given_up"):
        figures.count("deliveries", "websub", outcome)
    figures.count("requests", "pages", "5xx")
    figures.observe_freshness(1)
    now = timezone.now()
    JobRun.objects.create(name="feeds", started_at=now, finished_at=now)
    Delivery.objects.create(
        kind="cdn", target="x", topic="y", changed_at=now, due_at=now + datetime.timedelta(1)
    )
    families = text_string_to_metric_families(client.get("/metrics").content.decode())
    return [sample for family in families for sample in family.samples]


@pytest.mark.django_db
def test_every_rule_asks_for_figures_that_there_are(samples):
    names = {sample.name for sample in samples}
    asked = {name for rule in RULES for name in NAME.findall(rule["expr"])}

    assert len(RULES) == 12
    assert asked - names == set()


@pytest.mark.django_db
def test_every_label_that_a_rule_selects_is_one_of_the_figure(samples):
    labels = {}
    for sample in samples:
        labels.setdefault(sample.name, set()).update(sample.labels)

    selected = {
        (name, part.split("=")[0].strip("!~ "))
        for rule in RULES
        for name, parts in SELECTOR.findall(rule["expr"])
        for part in parts.split(",")
    }
    assert [each for each in sorted(selected) if each[1] not in labels[each[0]]] == []


@pytest.mark.django_db
def test_paper_names_every_figure_and_no_other(samples):
    def family(name: str) -> str:
        return next((name.removesuffix(end) for end in SUFFIXES if name.endswith(end)), name)

    there = {family(sample.name) for sample in samples}
    section = PAPER[PAPER.index("## Figures") : PAPER.index("## Is it alive")]
    told = {family(name) for row in section.splitlines() if row.startswith("|") for name in NAME.findall(row)}

    assert told == there


def test_every_rule_says_how_urgent_it_is_and_what_happened():
    assert {rule["labels"]["severity"] for rule in RULES} == {"page", "ticket"}
    assert all(rule["annotations"]["summary"] for rule in RULES)


@pytest.mark.slow
@pytest.mark.sqlite
def test_command_of_the_paper_shows_the_figures(tmp_path):
    """Within the container, whose server has the port 8000."""
    ensure_states()
    shutil.copy(state_path("session"), tmp_path / "site.sqlite3")
    line = commands("WATCHING.md", beginning="docker compose exec -T web-1 python -c")
    with web(tmp_path / "host", database=f"sqlite:///{tmp_path}/site.sqlite3") as server:
        script = line.removeprefix("docker compose exec -T web-1 ").replace(":8000", f":{server.port}")
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        said = subprocess.check_output(["sh", "-ec", script], text=True, env={"PATH": path})  # noqa: S603, S607  (the page's own)

    samples = {
        sample.name: sample.value
        for family in text_string_to_metric_families(said)
        for sample in family.samples
    }
    assert samples["parvis_database_up"] == 1
