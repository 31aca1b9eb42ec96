"""Actions in the editor's words: what a button says, and what subscribers will see. Speaks the active language."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.changing.actions import Action
from events.languages import language_name, medium_date
from events.states import CALLED_OFF_KEPT


def kept_until(date: datetime.date) -> datetime.date:
    """Until when calendars show what was called off on a date."""
    return date + min(CALLED_OFF_KEPT, datetime.date.max - date)


@dataclass(frozen=True)
class Wording:
    """`title` of the page and of the button that leads there, `button` that does it, `done` afterwards; `icon` of Wagtail."""

    title: str
    button: str
    done: str
    icon: str


WORDINGS = {
    Action.RESCHEDULE: Wording(
        _("Reschedule"), _("Move the session"), _("The session was moved, in every language."), "date"
    ),
    Action.POSTPONE: Wording(
        _("Postpone"), _("Postpone the session"), _("The session is postponed, in every language."), "time"
    ),
    Action.CANCEL: Wording(
        _("Cancel the session"),
        _("Yes, cancel it"),
        _("The session is cancelled, in every language."),
        "cross",
    ),
    Action.RESTORE: Wording(
        _("Restore"),
        _("Restore the session"),
        _("The session takes place after all, in every language."),
        "undo",
    ),
}


def effects_of(action: Action, *, date: datetime.date, language: str) -> list[str]:
    """What the public and subscribers will see, line by line. `date`: of the session as it stands."""
    kept = {"date": medium_date(kept_until(date), language=language)}
    struck = (
        gettext("Subscribed calendars show it as cancelled, without a way to join, until %(date)s.") % kept
    )
    effects = {
        Action.RESCHEDULE: [
            gettext("Subscribed calendars move the same entry; nobody gets a second one."),
            gettext("The pages say for when it was planned. The join address stays the same."),
        ],
        Action.POSTPONE: [
            gettext("The pages and feeds say “Postponed”, and that the new date is not known yet."),
            struck,
            gettext("As soon as you know the new date, reschedule it: the same entry comes back."),
        ],
        Action.CANCEL: [gettext("The pages and feeds say “Cancelled”, with your reason."), struck],
        Action.RESTORE: [
            gettext("The pages and feeds say that it takes place after all."),
            gettext("Subscribed calendars show the same entry again, with the way to join."),
        ],
    }
    return effects[action]


def withdrawal_words(
    *, sessions: int, languages: Iterable[str], kept_until: datetime.date | None, language: str
) -> list[str]:
    """What the public will see when pages leave it, line by line; nothing where no announced session leaves.

    `sessions`: how many leave in every language; `languages`: in which ones readers get other words instead; `kept_until`: until
    when calendars show the sessions as cancelled, None where that is over.
    """
    lines = []
    if sessions:
        text = ngettext(
            "%(count)s session that subscribers have seen leaves the public.",
            "%(count)s sessions that subscribers have seen leave the public.",
            sessions,
        )
        lines.append(text % {"count": sessions})
    if sessions and kept_until:
        kept = {"date": medium_date(kept_until, language=language)}
        lines.append(
            gettext("Subscribed calendars show them as cancelled, without a way to join, until %(date)s.")
            % kept
        )
        lines.append(
            gettext(
                "What does not take place is better cancelled: then pages and feeds say so, with a reason."
            )
        )
    for code in languages:
        name = {"language": language_name(code, language=language)}
        lines.append(
            gettext("Readers of %(language)s get the words of another language, marked as such.") % name
        )
    return lines
