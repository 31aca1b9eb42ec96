"""Somebody who is logged in to the admin, and what the admin tells them."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from wagtail.users.models import UserProfile

from bs4 import BeautifulSoup

from events.models import Organisation
from events.roles import make_roles
from tests import factories


def administrator(client, *, language: str = "en"):
    """The client, logged in as somebody who may do everything and reads the admin in a language."""
    return log_in(client, factories.make_admin(), language=language)


def member(client, group: str, *, language: str = "en"):
    """The client, logged in as a member of one role who reads the admin in a language."""
    if not Organisation.objects.filter(code="icom-greece").exists():
        factories.make_organisation()
    make_roles()
    user = get_user_model().objects.create_user("member", "member@parvis.example", "secret")
    user.groups.add(Group.objects.get(name=group))
    return log_in(client, user, language=language)


def log_in(client, user, *, language: str = "en"):
    UserProfile.objects.create(user=user, preferred_language=language)
    client.force_login(user)
    return client


def told(answer) -> str:
    """The messages above a page."""
    found = BeautifulSoup(answer.content, "lxml").select(".messages li")
    return " ".join(each.get_text(" ", strip=True) for each in found)
