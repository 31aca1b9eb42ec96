"""How else a page looks: modes of preview in the page editor, ours and those that other apps add. We import none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

Build = Callable[[Any, HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Preview:
    """One mode. `label` is what editors choose by; `kinds` of pages that have it, as they name themselves: "session", "news".

    `is_offered(page)`: whether the mode says something of a page of these kinds.
    """

    mode: str
    label: str
    build: Build
    kinds: frozenset[str]
    is_offered: Callable[[Any], bool]


_registered: dict[str, Preview] = {}


def register_preview(
    mode: str,
    label: str,
    build: Build,
    *,
    kinds: Iterable[str],
    is_offered: Callable[[Any], bool] = lambda page: True,
) -> None:
    """Offer `build(page, request)` as a preview of pages of these kinds; called once all apps are ready.

    The page is one in memory, perhaps never stored; nothing of it may be kept.
    """
    _registered[mode] = Preview(mode, label, build, frozenset(kinds), is_offered)


def previews_of(kind: str) -> list[Preview]:
    """What is offered for a kind of page, in the order of registration."""
    return [preview for preview in _registered.values() if kind in preview.kinds]


def find_preview(kind: str, mode: str) -> Preview | None:
    """The preview of a mode; None for the page itself, and for a mode that its kind has not."""
    return next((preview for preview in previews_of(kind) if preview.mode == mode), None)
