"""What is stored of the API: one thing that cannot be said costs nothing else, and what changes costs what it must."""

import logging

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.images.tests.utils import get_test_image_file

import pytest

from events.models import CyclePage
from feeds.api import directory, news, sessions, storing, writing
from feeds.api.records import Resource
from feeds.marks import mark_everything
from tests import factories
from tests.feeds.api.asking import codes, said
from tests.feeds.api.mirror import Mirror
from tests.feeds.happenings import look
from tests.feeds.world import make_image, make_press, make_programme, read_all

pytestmark = pytest.mark.django_db


def rows(**fields) -> list[tuple]:
    return list(Resource.objects.filter(**fields).order_by("pk").values_list("language", "is_gone", "body"))


@pytest.mark.parametrize(
    ("module", "kind"),
    [(sessions, "sessions"), (news, "news"), (directory, "organisations"), (directory, "people")],
)
def test_what_cannot_be_said_stays_as_it_was_and_is_logged(world, module, kind, monkeypatch, caplog):
    before = rows(kind=kind)
    mark_everything()
    monkeypatch.setattr(module, "Composed", _fails)
    with caplog.at_level(logging.ERROR, "feeds"):
        look()

    assert before
    assert rows(kind=kind) == before
    assert {record.getMessage().partition(" stays ")[2] for record in caplog.records} == {
        "in the API as it was"
    }


def _fails(**fields):
    raise ValueError("A value that nobody thought of.")


def test_row_that_the_database_refuses_costs_neither_the_others_nor_the_feeds(world, monkeypatch, caplog):
    fill = writing._fill

    def fill_badly(row, each, **fields):
        fill(row, each, **fields)
        row.code = None if row.code == "solidarites-7" else row.code

    monkeypatch.setattr(writing, "_fill", fill_badly)
    with caplog.at_level(logging.ERROR, "feeds"):
        factories.publish(world.cycle, title="Autrement")
        look()

    assert said("sessions/solidarites-7")["cycle"]["title"] == "Solidarités, musées"
    assert said("sessions/solidarites-8")["cycle"]["title"] == "Autrement"
    assert b"Autrement" in read_all(["/feeds/fr/all/sessions.ics"])["/feeds/fr/all/sessions.ics"]
    assert [record.getMessage() for record in caplog.records] == [
        f"sessions {world.session.translation_key} [fr] stays in the API as it was"
    ]


def cost_of_everything() -> int:
    """Queries that it takes to look at everything again, with every resource different from what it was."""
    Resource.objects.update(fingerprint="x")
    mark_everything()
    return cost_of(look)


def cost_of(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        act()
    return sum(
        "parvis_feeds_resource" in each["sql"] or "parvis_feeds_tag" in each["sql"] for each in queries
    )


@pytest.mark.parametrize("size", [1, pytest.param(30, marks=pytest.mark.slow)])
def test_looking_at_everything_costs_no_more_queries_for_more_of_it(cycle, size):
    make_programme(cycle, size=size)
    make_press(factories.read_site(), cycle=cycle, size=size)
    look()

    assert cost_of_everything() == 39


@pytest.mark.parametrize("size", [1, pytest.param(30, marks=pytest.mark.slow)])
def test_publishing_one_session_costs_no_more_queries_among_more_of_them(cycle, size):
    make_programme(cycle, size=size)
    look()
    page = cycle.get_children().first().specific

    assert cost_of(lambda: (factories.publish(page, title="Autrement"), look())) == 19


def test_addresses_of_pages_are_made_once_for_all_languages(cycle, monkeypatch):
    make_press(factories.read_site(), cycle=cycle, size=4)
    asked = []
    monkeypatch.setattr(storing, "page_path", lambda page: asked.append(page) or "/x/")
    mark_everything()
    look()

    assert len(asked) == 5


def test_picture_with_another_file_is_a_change(world):
    mirror = Mirror("fr")
    mirror.follow()
    world.image.file = get_test_image_file(filename="autre.png")
    world.image.save()

    assert sorted(each["code"] or each["kind"] for each in mirror._ask()["items"]) == [
        "news",
        "solidarites-7",
    ]


@pytest.mark.parametrize("kind", ["cycles", "organisations"])
def test_logo_with_another_file_is_a_change(world, kind):
    image = make_image("Logo", "logo.png")
    if kind == "cycles":
        factories.publish(world.cycle, logo=image)
    else:
        world.organisation.logo = image
        world.organisation.save()
    mirror = Mirror("fr")
    mirror.follow()
    image.file = get_test_image_file(filename="autre.png")
    image.save()

    assert [each["kind"] for each in mirror._ask()["items"]] == [kind]


def test_rebuilding_makes_what_is_broken_anew(world, capsys):
    before = rows(is_gone=False)
    Resource.objects.filter(is_gone=False).update(body="{}", text="")
    call_command("rebuild_feeds")

    assert rows(is_gone=False) == before
    assert codes(q="construire") == ["solidarites-7", "solidarites-8"]


def test_contact_address_is_said_of_organisers_only(world):
    for organisation in (world.organisation, factories.make_organisation("icom-france")):
        organisation.contact_email = f"{organisation.code}@museum.example"
        organisation.save()
    factories.add_organisation(world.session, organisation, role="funder")

    assert {each["code"]: each["contact"] for each in said("organisations")["items"]} == {
        "icom-france": "",
        "icom-greece": "icom-greece@museum.example",
    }


def test_contact_address_goes_with_the_role(world):
    world.organisation.contact_email = "office@museum.example"
    world.organisation.save()
    look()
    draft = world.session.get_latest_revision_as_object()
    [row] = draft.organisation_rows.all()
    row.role = "partner"
    draft.organisation_rows = [row]
    draft.save_revision().publish()

    assert said("organisations/icom-greece")["contact"] == ""


def employed(world, organisation) -> dict[str, object]:
    return {
        "session": [each["organisation"] for each in said("sessions/solidarites-7")["people"]],
        "people": [each["organisation"] for each in said("people")["items"]],
        "is_public": organisation.code in codes("organisations"),
    }


def test_organisation_of_a_person_is_named_while_it_takes_part_in_something_public(world):
    employer = factories.make_organisation("cimuset")
    world.person.organisation = employer
    world.person.save()
    mirror = Mirror("fr")
    found = [employed(world, employer)]
    factories.add_organisation(world.second, employer)
    found.append(employed(world, employer))
    mirror.follow()
    world.second.unpublish()
    found.append(employed(world, employer))
    mirror.follow()

    unnamed = {"session": [None], "people": [None], "is_public": False}
    named = {"session": ["cimuset"], "people": ["cimuset"], "is_public": True}
    assert found == [unnamed, named, unnamed]
    assert [
        each["people"][0]["organisation"] for (kind, _key), each in mirror.items.items() if kind == "sessions"
    ] == [None]


def test_news_names_its_cycle_while_that_is_public(world):
    found = [said("news")["items"][0]["cycle"]]
    for page in CyclePage.objects.all():
        page.unpublish()
    found.append(said("news")["items"][0]["cycle"])

    assert found == ["solidarites", None]
