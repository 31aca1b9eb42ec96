"""What tests of the planner plan: a cycle with partners, from 1 May 2027 on."""

import datetime

from django.urls import reverse

from bs4 import BeautifulSoup

from events.models import CycleOrganisation, CyclePage, SessionPage
from tests import factories
from tests.form_values import form_values

MAY, JUNE, JULY = datetime.date(2027, 5, 18), datetime.date(2027, 6, 15), datetime.date(2027, 7, 20)
SPAN = {"first": "2027-05-01", "last": "2027-07-31"}


def with_partners(cycle: CyclePage) -> CyclePage:
    """Organised by France and Israel, with Greece as a partner, paid for by Finland; spoken in French and English."""
    partners = [
        ("icom-france", "FR", "Europe/Paris", "organiser"),
        ("icom-israel", "IL", "Asia/Jerusalem", "organiser"),
        ("icom-greece", "GR", "Europe/Athens", "partner"),
        ("fund", "FI", "Europe/Helsinki", "funder"),
    ]
    rows = [
        CycleOrganisation(
            organisation=factories.make_organisation(code, country=country, timezone=zone), role=role
        )
        for code, country, zone, role in partners
    ]
    return factories.publish(cycle, organisation_rows=rows, spoken=["fr", "en"], captioned=["en"])


def drafts() -> list[SessionPage]:
    """Sessions that were never published, in the order of their dates."""
    return list(SessionPage.objects.filter(first_published_at__isnull=True).order_by("date"))


def address(cycle, action: str = "planner") -> str:
    return reverse(f"planning:{action}", args=[cycle.pk])


def page(client, cycle, **span) -> BeautifulSoup:
    answer = client.get(address(cycle), span)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def table(client, cycle, **span) -> list[list[str]]:
    """The cells of each date but the first, as text."""
    rows = page(client, cycle, **span).select("table.parvis-plan tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])][1:] for row in rows]


def chosen(client, cycle, **span) -> list[str]:
    """The dates that are checked."""
    return [box["value"] for box in page(client, cycle, **span).select("[name=date][checked]")]


def press(client, cycle, action: str, *, days=None, **span):
    """Press a button as it is shown, with the dates that are checked or others."""
    fields = form_values(client.get(address(cycle), span).content, "plan")
    if days is not None:
        fields.setlist("date", [day.isoformat() for day in days])
    return client.post(address(cycle, action), dict(fields.lists()), follow=True)
