"""Which release runs: its version, for figures and reports of errors."""

import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from django.conf import settings


@cache
def release() -> str:
    """That of the checkout; where only the packages are there, that of the installed distribution; else "unknown"."""
    try:
        project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
        return str(project["project"]["version"])
    except (OSError, ValueError, KeyError):
        pass
    try:
        return version("wagtail-parvis")
    except PackageNotFoundError:
        return "unknown"
