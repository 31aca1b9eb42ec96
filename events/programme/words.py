"""The programme in the editor's words: rows of its table. Speaks the active language, which `language` names."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from events.abstract.session import Status
from events.languages import endonym, long_date, time_range, zone_city
from events.models import Organisation
from events.phrases import Phrase
from events.programme.listing import PAST, UPCOMING, Session, Version
from events.programme.publishing import Outcome, Reason
from events.programme.sessions import Powers


@dataclass(frozen=True)
class Chip:
    """A session's page in one language. `state` in words; `kind`: "live", "changed" (live, with a draft) or "draft"; `url` of
    its form, "" for a user who may not edit it.
    """

    code: str
    name: Phrase
    state: str
    kind: str
    url: str


@dataclass(frozen=True)
class Way:
    """A link to a part of the list, with the number of its sessions."""

    label: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True)
class Row:
    """One session. `choice`: what is sent to have its draft published, "" where there is none or the user may not."""

    choice: str
    number: int | None
    date: str
    time: str
    title: Phrase
    url: str
    history_url: str
    status: str
    is_off: bool
    theme_pending: bool
    is_past: bool
    cycle: Phrase
    chips: tuple[Chip, ...]
    organisations: tuple[Phrase, ...]


def build_row(
    session: Session,
    *,
    powers: Powers,
    organisations: Mapping[int, Organisation],
    language: str,
    now: datetime.datetime,
) -> Row:
    """A session as the table shows it."""
    page = session.page
    can_choose = page.has_draft and page.is_origin and page.pk in powers.publishable
    return Row(
        choice=str(page.pk) if can_choose else "",
        number=session.number,
        date=long_date(session.date, language=language),
        time=f"{time_range(session.start_time, session.end_time)} {zone_city(session.timezone, language=language)}",
        title=Phrase(page.title, page.language),
        url=_form_of(page, powers),
        history_url=_history_of(page, powers),
        status=str(Status(session.status).label),
        is_off=session.status in (Status.POSTPONED, Status.CANCELLED),
        theme_pending=session.theme_pending,
        is_past=session.is_past(now=now),
        cycle=Phrase(session.cycle.title, session.cycle.language),
        chips=tuple(_chip(version, powers) for version in session.versions),
        organisations=tuple(_names(session, organisations, language=language)),
    )


def _history_of(version: Version, powers: Powers) -> str:
    """Wagtail shows the history of a page to whoever may edit or publish it."""
    may = version.pk in powers.editable | powers.publishable
    return reverse("wagtailadmin_pages:history", args=[version.pk]) if may else ""


def _form_of(version: Version, powers: Powers) -> str:
    return reverse("wagtailadmin_pages:edit", args=[version.pk]) if version.pk in powers.editable else ""


def _chip(version: Version, powers: Powers) -> Chip:
    states = {
        "live": pgettext("state of a page", "published"),
        "changed": pgettext("state of a page", "published, with a draft"),
        "draft": pgettext("state of a page", "draft"),
    }
    kind = ("changed" if version.has_draft else "live") if version.is_live else "draft"
    name = Phrase(endonym(version.language), version.language)
    return Chip(version.language, name, states[kind], kind, _form_of(version, powers))


def _names(session: Session, organisations: Mapping[int, Organisation], *, language: str) -> list[Phrase]:
    keys = dict.fromkeys(pk for pk, _role in session.organisations)
    return [Phrase(*organisations[pk].name_in(language)) for pk in keys]


def ways_to(*, chosen: str, counts: Mapping[str, int], addresses: Mapping[str, str]) -> list[Way]:
    """The ways to all sessions, to those to come and to those that are over, by "", UPCOMING and PAST."""
    labels = {
        "": pgettext("sessions", "All"),
        UPCOMING: pgettext("sessions", "To come"),
        PAST: pgettext("sessions", "Over"),
    }
    return [Way(label, counts[when], addresses[when], when == chosen) for when, label in labels.items()]


def why_left(outcome: Outcome) -> list[str]:
    """A sentence for each reason, with the codes of the sessions that were left for it."""
    sentences = {
        Reason.FORBIDDEN: gettext("Not published, because you may not publish them: %(sessions)s"),
        Reason.LOCKED: gettext("Not published, because they are locked or being reviewed: %(sessions)s"),
        Reason.NOTHING: gettext("Nothing to publish, because they have no draft: %(sessions)s"),
        Reason.PLANNED: gettext(
            "Not published, because their drafts have a date of publication: %(sessions)s"
        ),
        Reason.ANNOUNCED: gettext(
            "Not published, because the draft changes what was announced. Reschedule, postpone, cancel or restore them instead: %(sessions)s"
        ),
    }
    lines = [
        sentences[reason] % {"sessions": ", ".join(codes)}
        for reason, codes in outcome.left.items()
        if reason in sentences
    ]
    error = gettext("Not published, because of errors in the draft: %(session)s (%(errors)s)")
    return [
        *lines,
        *(error % {"session": code, "errors": " ".join(errors)} for code, errors in outcome.errors.items()),
    ]
