"""What the READMEs tell somebody to type is there: commands with their options, targets, addresses that answer, code that compiles.

The project's own Wagtail lines are run by .ci/prove_wheel.py, `make demo` by .ci/prove_demo.py.
"""

import re
import subprocess
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management import get_commands, load_command_class

import pytest

from tests import factories

ROOT = Path(__file__).parent.parent
LISTED = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
DOCUMENTS = sorted(
    path
    for name in subprocess.run(  # noqa: S603  (our own command)
        LISTED, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    if (path := ROOT / name).exists()
)
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^ {4}(?! )(.+)$", re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")
CURL = re.compile(r"curl '?(https?://[^\s']+)'?")


def name_of(document: Path) -> str:
    return str(document.relative_to(ROOT))


def code_of(document: Path) -> list[str]:
    """Lines of code blocks, and spans of code in sentences; without comments."""
    text = document.read_text()
    fenced = [line for _kind, block in FENCED.findall(text) for line in block.splitlines()]
    prose = FENCED.sub("", text)
    return [
        re.sub(r"\s+#\s.*", "", each) for each in (*fenced, *INDENTED.findall(prose), *SPAN.findall(prose))
    ]


def typed(pattern: str) -> list[tuple[str, ...]]:
    """What is found in the code of every document, each once, with the document's name in front."""
    found = {
        (name_of(document), *match.groups())
        for document in DOCUMENTS
        for code in code_of(document)
        for match in re.finditer(pattern, code)
    }
    return sorted(found)


def options_of(parser: ArgumentParser) -> Iterator[str]:
    """Of a command and of the commands below it."""
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action.choices, dict):
            for each in action.choices.values():
                yield from options_of(each)


COMMANDS = typed(r"manage\.py ([a-z_]+)([^`]*)")
TARGETS = typed(r"(?:^|\$ |&& )make ([a-z]+)\b([^`]*)")
URLS = sorted(
    {(name_of(document), url) for document in DOCUMENTS for url in CURL.findall(document.read_text())}
)
BLOCKS = [
    (name_of(document), block)
    for document in DOCUMENTS
    for kind, block in FENCED.findall(document.read_text())
    if kind == "python"
]


@pytest.mark.parametrize(("document", "command", "arguments"), COMMANDS)
def test_command_is_there_with_these_options(document, command, arguments):
    app = get_commands()[command]
    parser = load_command_class(app, command).create_parser("manage.py", command)

    wanted = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", arguments))

    assert wanted - set(options_of(parser)) == set()


@pytest.mark.parametrize(("document", "target", "arguments"), TARGETS)
def test_target_is_there_with_these_variables(document, target, arguments):
    makefile = (ROOT / "Makefile").read_text()

    assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert [name for name in re.findall(r"([A-Z_]+)=", arguments) if f"$({name})" not in makefile] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("document", "url"), URLS)
def test_address_answers(client, session, document, url):
    factories.make_organisation("icom-france")
    parts = urlsplit(url)

    answer = client.get(f"{parts.path}?{parts.query}" if parts.query else parts.path)

    assert answer.status_code == 200, answer.content[:300]


@pytest.mark.parametrize(("document", "block"), BLOCKS)
def test_python_compiles(document, block):
    compile(block, document, "exec")


def test_lines_for_another_wagtail_are_those_that_the_wheel_is_proved_with():
    programs = "".join(path.read_text() for path in (ROOT / ".ci").glob("*.py"))
    beginnings = re.findall(r"""block\((["'])(.+?)\1\)""", programs)
    used = {beginning for _quote, beginning in beginnings}

    left_out = [
        block
        for name, block in BLOCKS
        if name in ("README.md", "events/abstract/README.md") and not block.startswith(tuple(used))
    ]

    assert (len(used), left_out) == (6, [])


def test_extra_that_is_installed_is_there():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    named = {
        extra
        for document in DOCUMENTS
        for extra in re.findall(r"wagtail-parvis\[([a-z,]+)\]", document.read_text())
    }

    assert named - set(extras) == set()


def test_rules_are_asked_as_their_readme_says(capsys):
    (block,) = [block for name, block in BLOCKS if name == "feeds/rules/README.md"]

    exec(block, {"body": b"BEGIN:VCALENDAR"})  # noqa: S102  (the README's own lines)

    assert capsys.readouterr().out.startswith("error ")


def test_every_kind_of_command_was_found():
    assert [len(COMMANDS) > 15, len(TARGETS) > 8, len(URLS) > 8, len(BLOCKS) > 4] == [True] * 4
