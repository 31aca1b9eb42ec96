"""The operators' pages: their indented lines, which are commands, and their blocks of YAML, which are overrides of compose.yaml."""

import re
import textwrap
from pathlib import Path

DOCKER = Path(__file__).parents[2] / "docker"
_INDENTED = re.compile(r"(?:^    .*\n)+", re.MULTILINE)
_YAML = re.compile(r"^ *```yaml\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def commands(page: str, *, beginning: str) -> str:
    """The one block of indented lines that begins so, as a script."""
    blocks = [re.sub("(?m)^    ", "", found) for found in _INDENTED.findall((DOCKER / page).read_text())]
    (script,) = (block for block in blocks if block.startswith(beginning))
    return script


def overrides(page: str) -> list[str]:
    """In the order of the page."""
    return [textwrap.dedent(found) for found in _YAML.findall((DOCKER / page).read_text())]
