"""One session as a line of a spreadsheet. Never the way into the meeting: no link, ID or passcode is read here.

Speaks the active language, which `language` names.
"""

from collections.abc import Mapping

from django.utils.text import capfirst
from django.utils.translation import gettext

from events.abstract.rows import OrganisationRole
from events.abstract.session import Status
from events.addresses import absolute, join_path
from events.conf import languages
from events.models import Organisation
from events.programme.listing import Session


def headings() -> dict[str, str]:
    """Names of the columns -> what stands above them, in the order of the columns."""
    words = {
        "number": gettext("number"),
        "code": gettext("code"),
        "date": gettext("date"),
        "start": gettext("start"),
        "end": gettext("end"),
        "zone": gettext("time zone"),
        "status": gettext("status"),
        "theme_pending": gettext("theme to come"),
        "cycle": gettext("cycle"),
        **{f"title_{code}": f"{gettext('title')} ({code})" for code in languages()},
        "join": gettext("join address"),
        "spoken": gettext("spoken languages"),
        "interpreted": gettext("interpreted languages"),
        "captioned": gettext("captioned languages"),
        "organisations": gettext("organisations"),
    }
    return {name: capfirst(text) for name, text in words.items()}


def line_of(
    session: Session, *, organisations: Mapping[int, Organisation], language: str
) -> dict[str, object]:
    """The cells of a session by the name of their column. Titles are public ones; roles and status in words."""
    titles = {version.language: version.public_title for version in session.versions}
    return {
        "number": session.number,
        "code": session.code,
        "date": session.date,
        "start": session.start_time,
        "end": session.end_time,
        "zone": session.timezone,
        "status": str(Status(session.status).label),
        "theme_pending": gettext("yes") if session.theme_pending else gettext("no"),
        "cycle": session.cycle.title,
        **{f"title_{code}": titles.get(code, "") for code in languages()},
        "join": absolute(join_path(session.code, language=session.page.language)),
        "spoken": ", ".join(session.spoken),
        "interpreted": ", ".join(session.interpreted),
        "captioned": ", ".join(session.captioned),
        "organisations": "; ".join(
            f"{organisations[pk].name_in(language)[0]} ({OrganisationRole(role).label})"
            for pk, role in session.organisations
        ),
    }
