"""Material changes as entries of the changes feed: what was, what is, and the editor's reason, in the reader's language."""

from collections.abc import Mapping
from uuid import UUID, uuid5

from django.utils.translation import gettext, override, pgettext

from events.conf import fallbacks, languages
from events.history import Kind, Material
from events.ledger import LedgerChange, LedgerEntry
from events.words import choose_words
from feeds import wording
from feeds.channels import Head
from feeds.documents import CALLED_OFF, Article

WHEN = frozenset({"date", "start_time", "end_time", "timezone"})


def change_key(entry: LedgerEntry, change: LedgerChange) -> UUID:
    """The identity of a change: each has a SEQUENCE of its own."""
    return uuid5(entry.translation_key, str(change.sequence))


def change_article(
    change: LedgerChange, *, entry: LedgerEntry, title: tuple[str, str], url: str, language: str, head: Head
) -> Article:
    """One change for readers of `language`. `title`: the session's, behind the language that it is in.

    `url` is the session's page, or where its programme stands. Raises DocumentError for what no format could publish.
    """
    lang, words = title
    after = Material.from_json(change.after)
    before = Material.from_json(change.before) if change.before else after
    with override(language):
        name = wording.numbered(words, entry.last_shown.get("number"))
        headline = _headline(change, before, after) % {"title": name}
        lines = [
            *_lines(change, before, after, language=language),
            _reason(change.reasons, language=language),
        ]
    return Article(
        key=change_key(entry, change),
        url=url,
        lang=language,
        title=headline if lang == language else f"{wording.mark(lang)} {headline}",
        excerpt=" ".join(filter(None, lines)),
        content_html=wording.paragraphs_html(lines),
        published=change.at,
        # What happened stays as it was: a new title in its words is no news of an old change.
        last_modified=change.at,
        authors=(head.publisher_name,),
    )


def _headline(change: LedgerChange, before: Material, after: Material) -> str:
    """What the change means, before the title: the most important of several. Speaks the active language."""
    if change.kind == Kind.WITHDRAWN:
        return pgettext("before a session's title", "Withdrawn: %(title)s")
    if "status" in change.fields and (after.status in CALLED_OFF or before.status not in CALLED_OFF):
        return (
            wording.status_prefix(after.status, "%(title)s")
            if after.status != "confirmed"
            else gettext("Confirmed: %(title)s")
        )
    if change.kind == Kind.RESTORED or "status" in change.fields:
        return gettext("Takes place after all: %(title)s")
    if "date" in change.fields:
        return gettext("New date: %(title)s")
    return (
        gettext("New time: %(title)s")
        if WHEN.intersection(change.fields)
        else gettext("New title: %(title)s")
    )


def _lines(change: LedgerChange, before: Material, after: Material, *, language: str) -> list[str]:
    """Before and now of everything that differs; what a withdrawal or a return says when nothing does."""
    lines = []
    if WHEN.intersection(change.fields):
        lines += _before_and_now(
            *(wording.when_sentence(each, language=language) for each in (before, after))
        )
    if "status" in change.fields:
        lines += _before_and_now(wording.status_name(before.status), wording.status_name(after.status))
    if "title" in change.fields:
        lines += _before_and_now(before.title, after.title)
    return lines or [wording.when_sentence(after, language=language)]


def _before_and_now(before: str, now: str) -> list[str]:
    return [gettext("Before: %(value)s") % {"value": before}, gettext("Now: %(value)s") % {"value": now}]


def _reason(reasons: Mapping[str, str], *, language: str) -> str:
    """The editor's reason, marked where it is in another language; "" without one."""
    chosen = choose_words(
        reasons,
        language=language,
        fallbacks=fallbacks(language),
        origin=None,
        languages=[*languages(), *reasons],
    )
    if chosen is None:
        return ""
    lang, text = chosen
    words = gettext("Reason: %(reason)s") % {"reason": text}
    return words if lang == language else f"{wording.mark(lang)} {words}"
