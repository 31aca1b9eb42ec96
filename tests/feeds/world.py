"""A site with one of everything that a feed can show, published as editors do, and readers of all its feeds."""

import datetime
from dataclasses import dataclass, fields

from django.conf import settings
from django.test import Client

from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from events.models import (
    CyclePage,
    NewsPage,
    Organisation,
    Person,
    SessionOrganisation,
    SessionPage,
    SessionPerson,
    SessionQuestion,
)
from tests import factories

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SESSION_FILES = ["sessions.ics", "sessions.rss", "sessions.atom", "sessions.json"]
NEWS_FILES = ["news.rss", "news.atom", "news.json"]
CHANGE_FILES = ["changes.atom", "changes.rss"]


@dataclass
class World:
    """A French cycle with session 7, its news and everybody in it; session and cycle in English too.

    `second`, session 8, links to both in its text, and was moved by a day. Session 9 was withdrawn.
    """

    tree: factories.Tree
    cycle: CyclePage
    session: SessionPage
    second: SessionPage
    english: SessionPage
    news: NewsPage
    organisation: Organisation
    person: Person
    image: object


def make_image(title: str = "Affiche", filename: str = "affiche.png"):
    """An image of 640 by 480 pixels, its size in bytes noted as uploads do."""
    image = get_image_model().objects.create(title=title, file=get_test_image_file(filename=filename))
    image.get_file_size()
    return image


def make_person(name: str = "Νίκη Παπαδοπούλου", **fields) -> Person:
    fields = {"script_language": "el", "name_latin": "Niki Papadopoulou"} | fields
    return Person.objects.create(name_original=name, **fields)


def make_world(tree: factories.Tree) -> World:
    """On a site without content."""
    cycle = factories.make_cycle(tree)
    session = factories.make_session(cycle)
    organisation, person, image = factories.make_organisation(), make_person(), make_image()
    furnish(session, organisation=organisation, person=person, image=image)
    english = factories.translate(session, "en", title="Building solidarities")
    news = factories.make_news(tree, cycle=cycle, image=image, body=links_to(session))
    second = factories.make_session(
        cycle, number=8, date=datetime.date(2021, 6, 14), introduction=links_to(session, news)
    )
    factories.publish(second, date=datetime.date(2021, 6, 15), change_reason="Un jour férié")
    factories.make_session(cycle, number=9, title="Vite oubliée", date=datetime.date(2021, 7, 20)).delete()
    return reread(World(tree, cycle, session, second, english, news, organisation, person, image))


def links_to(*pages) -> str:
    """Rich text as Wagtail stores it."""
    return "".join(f'<p><a linktype="page" id="{page.pk}">{page.title}</a></p>' for page in pages)


def reread(world: World) -> World:
    """The same world as it is stored."""
    parts = {part.name: getattr(world, part.name) for part in fields(world)}
    stored = {name: type(part).objects.get(pk=part.pk) for name, part in parts.items() if name != "tree"}
    return World(tree=factories.read_site(), **stored)


def furnish(session: SessionPage, *, organisation: Organisation, person: Person, image) -> None:
    """Publish the session with an organiser, a speaker and a poster."""
    draft = session.get_latest_revision_as_object()
    draft.organisation_rows.add(SessionOrganisation(organisation=organisation, role="organiser"))
    draft.person_rows.add(SessionPerson(person=person, role="speaker"))
    draft.poster, draft.poster_alt, draft.poster_credit = image, "Deux mains", "M. Durand"
    draft.save_revision().publish()


def feed_paths(
    *,
    scopes=("all", "cycle-solidarites"),
    languages=LANGUAGES,
    files=(*SESSION_FILES, *NEWS_FILES, *CHANGE_FILES),
) -> list[str]:
    return [
        f"/feeds/{language}/{scope}/{file}" for language in languages for scope in scopes for file in files
    ]


def read_all(paths: list[str]) -> dict[str, bytes]:
    """The bytes of each feed, as an anonymous reader gets them; fails unless each is there."""
    client = Client()
    answers = {path: client.get(path) for path in paths}
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {}
    return {path: answer.content for path, answer in answers.items()}


def utc(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=datetime.UTC)


def make_programme(cycle: CyclePage, *, size: int) -> None:
    """So many sessions of a cycle, a week apart; each has people, organisations, questions, a poster, and a link in its text."""
    organisation, person, image = factories.make_organisation(), make_person(), make_image()
    text = f'<p>Suite du <a linktype="page" id="{cycle.pk}">cycle</a>.</p>'
    for number in range(1, size + 1):
        page = SessionPage(
            locale=cycle.locale, live=False, title=f"Séance {number}", slug=f"seance-{number}", number=number, introduction=text,
            date=datetime.date(2021, 1, 5) + datetime.timedelta(weeks=number), poster=image, spoken=["fr", "en"],
        )  # fmt: skip
        page.organisation_rows = [SessionOrganisation(organisation=organisation, role="participant")]
        page.person_rows = [SessionPerson(person=person, role="speaker")]
        page.question_rows = [SessionQuestion(text="Qui ?", locale=cycle.locale)]
        cycle.add_child(instance=page)
        page.save_revision().publish()


def make_press(tree: factories.Tree, *, cycle: CyclePage, size: int) -> None:
    """So many news pages of a cycle, each with a picture and a link in its text."""
    image = make_image()
    text = f'<p><a linktype="page" id="{cycle.pk}">cycle</a></p>'
    for number in range(1, size + 1):
        factories.make_news(tree, slug=f"nouvelle-{number}", cycle=cycle, body=text, image=image)
