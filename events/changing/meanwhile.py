"""The way into a meeting, as somebody else changed it while a form was open: whose change it is, and what the form says of it."""

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from django.utils import formats, timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from wagtail.admin.utils import get_user_display_name
from wagtail.models import PageLogEntry

from events.fact_log import ACTION
from events.meeting import ACCESS

# Of many changes since a form was opened, the last ones are enough to say who made one.
LOOKED_THROUGH = 50


class Change(NamedTuple):
    """By whom a fact has the value that it has; `user` is None for a command, and for an account that is gone."""

    user: object | None
    at: datetime.datetime


def newest_access(page) -> dict[str, str]:
    """The four facts of the newest draft, whatever revision is being edited; those of the page where it has no draft."""
    newest = page.latest_revision.content if page.latest_revision_id else {}
    return {name: newest.get(name, getattr(page, name)) for name in ACCESS}


def names_of(access: Mapping[str, str]) -> dict[str, str]:
    """A name for each fact that tells it from another and does not say it."""
    return {
        name: salted_hmac("parvis.access", f"{name}={value}").hexdigest() for name, value in access.items()
    }


def change_of(page, name: str, value: str) -> Change | None:
    """Who gave the fact `name` of a page this value, as far as its history says."""
    stored = page.group().filter(pk=page.pk, live=True).values_list(name, flat=True).first()
    if stored == value and (entry := _logged(page, name)):
        return Change(entry.user, entry.timestamp)
    return _drafted(page, name, value)


def _logged(page, name: str) -> PageLogEntry | None:
    """The last change of a public fact: drafts get it too, without its author."""
    # With the user: the log keeps the number of an account that is gone, and reading it alone would fail.
    entries = PageLogEntry.objects.filter(page=page.pk, action=ACTION).select_related("user")
    newest = entries.order_by("-timestamp")[:LOOKED_THROUGH]
    return next((each for each in newest if name in {fact["name"] for fact in each.data["facts"]}), None)


def _drafted(page, name: str, value: str) -> Change | None:
    """The first of the last revisions in a row that have this value."""
    found = None
    for revision in page.revisions.order_by("-created_at", "-pk").select_related("user")[:LOOKED_THROUGH]:
        if revision.content.get(name) != value:
            break
        found = Change(revision.user, revision.created_at)
    return found


def sentence_of(change: Change | None, *, typed: bool) -> str:
    """What the form says at the fact. `typed`: it holds what the editor typed, not what holds now."""
    return f"{_by_whom(change)} {_what_now(typed=typed)}"


def _by_whom(change: Change | None) -> str:
    if change is None or change.user is None:
        return _("Somebody else changed this meanwhile.")
    when = formats.date_format(timezone.localtime(change.at), "SHORT_DATETIME_FORMAT")
    # Translators: %(name)s is somebody with an account, %(when)s a date with the time of day.
    return _("%(name)s changed this meanwhile (%(when)s).") % {
        "name": get_user_display_name(change.user),
        "when": when,
    }


def _what_now(*, typed: bool) -> str:
    if typed:
        return _("Save again to put yours in its place.")
    return _("What holds now stands here: save again to keep it.")
