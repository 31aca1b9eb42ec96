"""A session in four languages, as its editors would have made it: made once per module, rolled back after each test."""

from dataclasses import dataclass, fields

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client, TestCase

from wagtail.images import get_image_model

import pytest

from cms import page_cache
from cms.settings import base
from events.models import SessionPage, SessionPhoto
from feeds import fastpath
from tests import factories
from tests.journeys.desk import Desk
from tests.journeys.looking import assert_facts_equal, stored, translation


@dataclass
class Group:
    """fr: the origin. en: synced by wagtail-localize, live. es: written by hand, live. el: a draft."""

    fr: SessionPage
    en: SessionPage
    es: SessionPage
    el: SessionPage

    @property
    def followers(self) -> list[SessionPage]:
        return [self.en, self.es, self.el]

    @property
    def pages(self) -> list[SessionPage]:
        return [self.fr, *self.followers]


def make_image(title):
    """An image without a file: nothing here draws it."""
    return get_image_model().objects.create(title=title, file=f"{title}.png", width=4, height=4)


@pytest.fixture(scope="module")
def prepared(django_db_setup, django_db_blocker):
    """The group and its administrator, in a transaction around the tests of one module."""
    with django_db_blocker.unblock(), transaction.atomic():
        factories.make_admin()
        yield translate(make_origin(), sit_down())
        transaction.set_rollback(True)


@pytest.fixture
def as_it_runs(settings, tmp_path, monkeypatch):
    """Settings of a web process that remembers pages and feeds, but looks for nothing that other hosts change.

    What it stores lies in folders of the test.
    """
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path / "feeds")}
    settings.MIDDLEWARE = base.MIDDLEWARE
    for module in (page_cache, fastpath):
        monkeypatch.setattr(module, "watch", lambda generation: None)


@pytest.fixture
def everybody(as_it_runs):
    """A browser at such a process."""
    return Client(headers={"host": "parvis.example"})


@pytest.fixture
def desk(prepared, db):
    """The desk of an administrator."""
    return sit_down()


@pytest.fixture
def group(prepared, db):
    """The session in four languages, all of it in line, read afresh."""
    return Group(*(stored(getattr(prepared, field.name)) for field in fields(Group)))


@pytest.fixture
def french_cycle(group):
    """The French cycle of that session."""
    return group.fr.get_parent().specific


def sit_down():
    client = Client()
    client.force_login(get_user_model().objects.get(username="admin"))
    return Desk(client=client, commit=TestCase.captureOnCommitCallbacks, user="admin")


def make_origin():
    """The session in French, with an organisation, a photo and a question."""
    cycle = factories.make_cycle(factories.read_site())
    session = factories.make_session(
        cycle, live=False, introduction="<p>Bonjour</p>", questions=("Quelles solidarités ?",)
    )
    photo = SessionPhoto(
        image=make_image("first"), credit="A. Photographe", caption="Le parvis", locale=session.locale
    )
    return factories.publish(
        factories.add_organisation(session, factories.make_organisation()), photo_rows=[photo]
    )


def translate(origin, desk):
    """Into English through wagtail-localize, into Spanish by hand, into Greek as a draft."""
    desk.submit(origin, "en")
    english = translation(origin, "en")
    desk.write_strings(english, title="Building solidarities", introduction="Hello")
    desk.publish_translation(english.get_parent().specific)
    desk.publish_translation(english)
    spanish = factories.translate(origin, "es", title="Construir solidaridades", slug="sesion-siete")
    greek = factories.translate(origin, "el", live=False)
    group = Group(fr=stored(origin), en=stored(english), es=spanish, el=greek)
    assert_facts_equal(*group.pages)
    return group
