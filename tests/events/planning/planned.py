"""What tests of the planner plan: a cycle with partners, from 1 May 2027 on."""

import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from wagtail.users.models import UserProfile

from events.models import CycleOrganisation, CyclePage, SessionPage
from events.roles import make_roles
from tests import factories

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


def administrator(client, *, language: str = "en"):
    """The client, logged in as somebody who may do everything and reads the admin in a language."""
    return log_in(client, factories.make_admin(), language=language)


def member(client, group: str):
    """The client, logged in as a member of one role."""
    make_roles()
    user = get_user_model().objects.create_user("member", "member@parvis.example", "secret")
    user.groups.add(Group.objects.get(name=group))
    return log_in(client, user)


def log_in(client, user, *, language: str = "en"):
    UserProfile.objects.create(user=user, preferred_language=language)
    client.force_login(user)
    return client
