"""What no reader of this code should have to look for: clocks in renderers, requests behind feeds, calls to other hosts, hosts in templates."""

import ast
import re
from pathlib import Path

import pytest

from tests import code_rules

ROOT = Path(__file__).parent.parent
# A feed is made of what is stored, and of the moment that its maker was given.
OF_FEEDS = ("feeds/renderers", "feeds/rules", "feeds/documents.py", "feeds/build.py", "feeds/items.py", "feeds/entries.py",
    "feeds/assembly.py", "feeds/channels.py", "feeds/wording.py", "feeds/sources.py", "feeds/tombstones.py", "feeds/changes.py",
    "feeds/opml.py", "feeds/page_sources.py")  # fmt: skip
# What is told to a hub, to a CDN and to the mail server, and what is asked of a translator that the operator has named.
REACHING_OUT = {
    "feeds/posting.py",
    "feeds/websub.py",
    "feeds/mails.py",
    "events/machine_translation.py",
    "cms/cdn/backends.py",
}


def sources(*places: str) -> list[Path]:
    found = [
        path
        for place in places
        for path in ((ROOT / place).rglob("*.py") if (ROOT / place).is_dir() else [ROOT / place])
    ]
    return sorted(path for path in found if "migrations" not in path.parts)


def broken(rule: code_rules.Rule, paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} {each}" for path in paths for each in rule(ast.parse(path.read_text()))
    ]


def test_no_feed_asks_what_time_it_is():
    assert broken(code_rules.clocks, sources(*OF_FEEDS)) == []


def test_no_feed_knows_a_request():
    assert broken(code_rules.requests, sources(*OF_FEEDS)) == []


def test_other_hosts_are_reached_from_named_modules_only():
    everywhere = sources("events", "feeds", "cms")
    found = {line.split(" ")[0] for line in broken(code_rules.network, everywhere)}

    assert found == REACHING_OUT


def test_no_template_names_another_host():
    """No third party learns who reads: links of content are data, and stand in no template."""
    templates = [path for app in ("events", "feeds", "cms") for path in (ROOT / app).rglob("*.html")]
    loaded = re.compile(r"""(?:src|href|srcset|action|data-[a-z-]+)=["'](?:https?:)?//[^"']+""")

    assert [f"{path.name}: {each}" for path in templates for each in loaded.findall(path.read_text())] == []


def test_templates_switch_escaping_off_for_cleaned_html_only():
    """An announcement's text and an item's body: nh3 has cleaned both (events/markup.py)."""
    templates = [path for app in ("events", "feeds", "cms") for path in sorted((ROOT / app).rglob("*.html"))]
    unescaped = re.compile(r"{%\s*autoescape off.*|{{[^}]*\|\s*safe(?:seq)?\b[^}]*}}")
    found = [each for path in templates for each in unescaped.findall(path.read_text())]

    assert found == ["{{ announcement.introduction.html|safe }}", "{{ item.body_html|safe }}"]


@pytest.mark.parametrize(
    ("rule", "source", "found"),
    [
        (
            code_rules.clocks,
            "from django.utils import timezone\nx = timezone.now()",
            ["line 2: timezone.now()"],
        ),
        (code_rules.clocks, "x = datetime.datetime.now(UTC)", ["line 1: datetime.now()"]),
        (code_rules.clocks, "x = now()", ["line 1: now()"]),
        (code_rules.clocks, "x = clock.shift(1), now, document.today", []),
        (code_rules.requests, "def view(request): pass", ["line 1: request"]),
        (code_rules.requests, "from django.http import HttpRequest", ["line 1: django.http"]),
        (code_rules.requests, "from django.utils.http import http_date", []),
        (code_rules.network, "import http.client", ["line 1: http.client"]),
        (code_rules.network, "from urllib.parse import urlsplit", []),
    ],
)
def test_rule_finds_what_breaks_it(rule, source, found):
    assert list(rule(ast.parse(source))) == found
