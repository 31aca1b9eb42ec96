"""Builders of pages, as an editor would make them: each publishes through a revision, as Wagtail's views do."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model

from wagtail.models import Locale, Page, Site

from events.models import (
    CyclePage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    Organisation,
    OrganisationName,
    SessionOrganisation,
    SessionPage,
    SessionQuestion,
)

LINK = "https://zoom.example/j/81174854920?pwd=planted-token"
OTHER_LINK = "https://us02web.zoom.example/j/81174854920?pwd=another-token"


@dataclass
class Tree:
    """The homes by language, and the Wagtail site."""

    site: Site
    homes: dict[str, HomePage]

    @property
    def home(self) -> HomePage:
        return self.homes["fr"]


def empty_site() -> Page:
    """Instead of the homes, what Wagtail's migrations leave: its welcome page, which is returned."""
    Page.objects.filter(depth=2).delete()
    Site.objects.all().delete()
    welcome = Page(title="Welcome to your new Wagtail site!", slug="home")
    page = Page.get_first_root_node().add_child(instance=welcome)
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True)
    return page


def publish(page: Page, **fields: Any) -> Page:
    """Set fields on a fresh copy of the page's draft, publish it, and return the page as stored."""
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def redraft(page: Page, **fields: Any) -> Page:
    """Give the page a draft with other values, which may be wrong, and return the page as stored."""
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)
    return type(page).objects.get(pk=page.pk)


def read_site() -> Tree:
    """The homes that every test database starts with (tests/database.py)."""
    homes = HomePage.objects.select_related("locale").order_by("pk")
    return Tree(site=Site.objects.get(), homes={home.locale.language_code: home for home in homes})


def make_site() -> Tree:
    """Locales in the order of the settings, one home each; Wagtail's own welcome page goes."""
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(depth=1)
    homes: dict[str, HomePage] = {}
    for code, _name in settings.LANGUAGES:
        locale, _created = Locale.objects.get_or_create(language_code=code)
        key = {"translation_key": homes["fr"].translation_key} if homes else {}
        home = HomePage(
            title=f"Parvis {code}", slug="home" if code == "fr" else f"home-{code}", locale=locale, **key
        )
        homes[code] = root.add_child(instance=home)
        root.refresh_from_db()
    Site.objects.all().delete()
    site = Site.objects.create(
        hostname="parvis.example", port=443, root_page=homes["fr"], is_default_site=True
    )
    return Tree(site=site, homes=homes)


def read_cycle() -> CyclePage | None:
    """The cycle of the test database's state, if it is there."""
    return CyclePage.objects.filter(code="solidarites", locale__language_code="fr").first()


def read_session() -> SessionPage | None:
    """The session of the test database's state, if it is there."""
    return SessionPage.objects.filter(code="solidarites-7", locale__language_code="fr").first()


def make_cycle(tree: Tree, *, language: str = "fr", **fields: Any) -> CyclePage:
    fields = {"title": "Solidarités, musées", "slug": "solidarites", "code": "solidarites"} | fields
    page = CyclePage(locale=tree.homes[language].locale, live=False, **fields)
    tree.homes[language].add_child(instance=page)
    return publish(page)


def make_session(
    cycle: CyclePage, *, live: bool = True, questions: tuple[str, ...] = (), **fields: Any
) -> SessionPage:
    """One session below a cycle; published unless `live` is false."""
    fields = {
        "title": "Construire des solidarités",
        "slug": f"seance-{fields.get('number', 7)}",
        "number": 7,
        "date": datetime.date(2021, 5, 18),
        "link": LINK,
        "meeting_id": "811 7485 4920",
        "passcode": "314159",
        "spoken": ["fr", "en", "es"],
    } | fields
    page = SessionPage(locale=cycle.locale, live=False, **fields)
    page.question_rows = [SessionQuestion(text=text, locale=cycle.locale) for text in questions]
    cycle.add_child(instance=page)
    page.save_revision()
    return publish(page) if live else SessionPage.objects.get(pk=page.pk)


def translate(page: Page, language: str, *, live: bool = True, **fields: Any) -> Page:
    """A hand-made translation (no wagtail-localize record), its parents translated first; published unless told not to."""
    locale = Locale.objects.get(language_code=language)
    parent = page.get_parent().specific
    if parent.depth > 2 and not parent.has_translation(locale):
        translate(parent, language, title=f"{parent.title} [{language}]")
    copy = page.copy_for_translation(locale)
    if not live:
        return type(page).objects.get(pk=copy.pk)
    return publish(copy, **({"title": f"{page.title} [{language}]"} | fields))


def make_organisation(code: str = "icom-greece", **fields: Any) -> Organisation:
    fields = {
        "name_original": "ICOM Ελληνικό Τμήμα",
        "script_language": "el",
        "name_latin": "ICOM Greece",
        "timezone": "Europe/Athens",
    } | fields
    organisation = Organisation(code=code, **fields)
    organisation.names = [OrganisationName(language="fr", name="ICOM Grèce")]
    organisation.save()
    return organisation


def add_organisation(
    session: SessionPage, *organisations: Organisation, role: str = "participant"
) -> SessionPage:
    """Published, with one organisation more, or several."""
    draft = session.get_latest_revision_as_object()
    for organisation in organisations:
        draft.organisation_rows.add(SessionOrganisation(organisation=organisation, role=role))
    draft.save_revision().publish()
    return SessionPage.objects.get(pk=session.pk)


def make_news(tree: Tree, *, language: str = "fr", **fields: Any) -> NewsPage:
    home = tree.homes[language]
    index = NewsIndexPage.objects.child_of(home).first()
    if index is None:
        index = NewsIndexPage(title="Actualités", slug="actualites", locale=home.locale)
        home.add_child(instance=index)
    fields = {"title": "Une nouvelle", "slug": "une-nouvelle", "date": datetime.date(2021, 5, 1)} | fields
    page = NewsPage(locale=home.locale, live=False, **fields)
    index.add_child(instance=page)
    return publish(page)


def make_admin():
    return get_user_model().objects.create_superuser("admin", "admin@parvis.example", "secret")


def make_user(name: str):
    """Somebody without any role."""
    return get_user_model().objects.create_user(name, f"{name}@parvis.example", "secret")
