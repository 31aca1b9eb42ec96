"""What tests of the programme list: sessions as plain values, and around the first of June 2027 as pages."""

import datetime
import uuid

from django.urls import reverse

from bs4 import BeautifulSoup

from events.programme.listing import Cycle, Session, Version
from tests import factories

NOW = datetime.datetime(2027, 6, 1, 9, 0, tzinfo=datetime.UTC)
LIST = "/admin/programme/"


def version(
    pk: int = 1, language: str = "fr", title: str = "Titre", *, is_live: bool = True, has_draft: bool = False
):
    return Version(
        pk=pk,
        language=language,
        title=title,
        public_title=title if is_live else "",
        is_live=is_live,
        has_draft=has_draft or not is_live,
    )


def a_session(
    *versions: Version, date: str = "2027-06-15", hours: int = 13, cycle: str = "solidarites", **facts
) -> Session:
    """A session at a whole hour, UTC, for one hour."""
    versions = versions or (version(),)
    day, start = datetime.date.fromisoformat(date), datetime.time(hours)
    starts_at = datetime.datetime.combine(day, start, tzinfo=datetime.UTC)
    return Session(
        **{
            "page": versions[0],
            "versions": versions,
            "cycle": Cycle(key=uuid.UUID(int=1), code=cycle, title="Cycle", language="fr"),
            "code": "solidarites-7",
            "number": 7,
            "date": day,
            "start_time": start,
            "end_time": datetime.time(hours + 1),
            "timezone": "UTC",
            "starts_at": starts_at,
            "ends_at": starts_at + datetime.timedelta(hours=1),
            "status": "confirmed",
            "theme_pending": False,
        }
        | facts
    )


def make_season(cycle):
    """Three sessions: May (over), June and July (a draft), 8 to 10."""
    return [
        factories.make_session(
            cycle,
            number=number,
            code=f"solidarites-{number}",
            title=title,
            date=datetime.date(2027, month, 15),
            live=month != 7,
        )
        for number, month, title in ((8, 5, "Échanges"), (9, 6, "Climat"), (10, 7, "Décoloniser"))
    ]


def page(client, *, part: str = "", **query) -> BeautifulSoup:
    answer = client.get(f"{LIST}{part}", query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def table(client, **query) -> list[list[str]]:
    """The cells of each row but the box, as text."""
    rows = page(client, **query).select("form#programme tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("td")][-7:] for row in rows]


def numbers(client, **query) -> list[str]:
    """The numbers of the sessions that are listed."""
    rows = page(client, **query).select("form#programme tbody tr")
    return [row.select("td")[-7].get_text(strip=True) for row in rows]


def press(client, *pages, **query):
    """Choose sessions and press the button, as it is shown."""
    form = page(client, **query).select_one("form#programme")
    return client.post(
        reverse("programme:publish"),
        {"page": [each.pk for each in pages], "next": form.select_one("[name=next]")["value"]},
        follow=True,
    )
