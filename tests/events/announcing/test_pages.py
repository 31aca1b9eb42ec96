"""Announcements in the admin: how one gets there, what one finds, who may, and what it costs."""

import email
from email import policy

from django.urls import reverse

import pytest
import time_machine
from bs4 import BeautifulSoup

from events import roles
from events.announcing import files, views
from events.announcing.mail_text import mail_text
from tests import factories
from tests.events import announced as fixture
from tests.events.announced import DAY_BEFORE, SECRETS
from tests.events.announcing.made import LANGUAGES, announced
from tests.events.logged_in import administrator, member

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FILES = ("mail", "mail_download", "poster")


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(DAY_BEFORE, tick=False):
        yield


@pytest.fixture(autouse=True)
def _no_pdf(monkeypatch):
    for module in (files, views):
        monkeypatch.setattr(module, "makes_pdf", lambda: False)


def address(session, *language: str, name: str = "announcement") -> str:
    return reverse(f"announcing:{name}", args=[session.pk, *language])


def read(client, session) -> BeautifulSoup:
    answer = client.get(address(session))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


# What one finds


def test_page_has_every_language_and_opens_that_of_the_page(admin, session):
    shown = read(admin, factories.translate(session, "he"))

    sections = shown.select("details")
    assert [section["id"] for section in sections] == LANGUAGES
    assert [section["id"] for section in sections if section.has_attr("open")] == ["he"]
    assert [(title["lang"], title["dir"]) for title in shown.select("summary h2")][3:5] == [
        ("el", "ltr"),
        ("he", "rtl"),
    ]


def test_texts_are_ready_to_be_copied(admin, announcement):
    shown = read(admin, announcement)

    found = announced(announcement, "he")
    texts = {field["id"]: field for field in shown.select("#he textarea")}
    assert list(texts) == ["subject-he", "mail-he", "long-he", "short-he"]
    # HTML drops the first line break of a text area; a browser gives the others back.
    assert texts["subject-he"].get_text() == found.subject
    assert texts["mail-he"].get_text() == mail_text(found)
    assert {field["lang"] for field in texts.values()} == {"he"}
    assert all(field.has_attr("readonly") for field in texts.values())
    assert [label["for"] for label in shown.select("#he label")] == list(texts)


def test_page_leads_to_every_file(admin, session):
    links = {link["href"] for link in read(admin, session).select("main a[href*=announcing]")}

    assert links == {
        address(session, name="archive"),
        *(
            address(session, language, name=name)
            for language in LANGUAGES
            for name in ("mail_download", "poster")
        ),
    }


def test_pdf_is_offered_where_it_can_be_made(admin, session, monkeypatch):
    monkeypatch.setattr(views, "makes_pdf", lambda: True)
    monkeypatch.setattr(views, "poster_pdf", lambda found: b"%PDF-" + found.language.encode())
    pdf = address(session, "he", name="poster_download")

    assert read(admin, session).select(f'a[href="{pdf}"]') != []
    answer = admin.get(pdf)
    assert (answer["Content-Type"], answer.content) == ("application/pdf", b"%PDF-he")


def test_without_weasyprint_there_is_no_pdf_and_the_poster_says_how_to_print(admin, session):
    assert admin.get(address(session, "fr", name="poster_download")).status_code == 404
    assert "Ctrl+P" in admin.get(address(session, "fr", name="poster")).content.decode()


@pytest.mark.parametrize(
    ("language", "title", "name"),
    [
        ("el", "Αλληλεγγύη", "%CE%91%CE%BB%CE%BB%CE%B7%CE%BB%CE%B5%CE%B3%CE%B3%CF%8D%CE%B7.eml"),
        ("he", "סולידריות", "%D7%A1%D7%95%D7%9C%D7%99%D7%93%D7%A8%D7%99%D7%95%D7%AA.eml"),
    ],
)
def test_mail_is_a_file_with_a_name_in_its_script(admin, session, language, title, name):
    factories.translate(session, language, title=title)

    answer = admin.get(address(session, language, name="mail_download"))

    assert answer["Content-Type"] == "message/rfc822"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Disposition"].endswith(name)
    message = email.message_from_bytes(answer.content, policy=policy.default)
    assert title in message["Subject"]


def test_archive_is_a_file(admin, session):
    answer = admin.get(address(session, name="archive"))

    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="Announcement solidarites-7.zip"'
    assert answer.content.startswith(b"PK")


@pytest.mark.parametrize("disclosure", ["public", "window"])
def test_nothing_of_the_meeting_stands_on_the_page_or_in_a_file(admin, announcement, disclosure):
    session = factories.publish(announcement, disclosure=disclosure)
    addresses = [address(session), *(address(session, "fr", name=name) for name in FILES)]

    for moment in (DAY_BEFORE, fixture.STARTS):
        with time_machine.travel(moment, tick=False):
            written = "".join(admin.get(each).content.decode() for each in addresses)
        assert [secret for secret in SECRETS if secret in written] == []


def test_draft_is_to_be_published_first(admin, cycle):
    draft = factories.make_session(cycle, live=False)

    shown = read(admin, draft)

    assert "Nobody may see this session yet." in shown.select_one("main").get_text(" ", strip=True)
    assert shown.select("details, textarea") == []
    for name in FILES:
        assert admin.get(address(draft, "fr", name=name)).status_code == 404
    assert admin.get(address(draft, name="archive")).status_code == 404


def test_changes_that_are_not_published_are_pointed_out(admin, session):
    draft = session.get_latest_revision_as_object()
    draft.title = "Autre titre"
    draft.save_revision()

    shown = read(admin, session)

    said = "The draft has changes: the announcement says what is published."
    assert said in shown.select_one("main").get_text(" ", strip=True)
    assert [section for section in shown.select("details") if "Autre titre" in section.get_text()] == []


@pytest.mark.parametrize("language", ["de", "xx"])
def test_language_that_the_site_does_not_offer_is_not_found(admin, session, language):
    assert {admin.get(address(session, language, name=name)).status_code for name in FILES} == {404}


@pytest.mark.parametrize("interface", ["fr", "he"])
def test_texts_are_in_their_own_language_whatever_the_editor_reads(client, session, interface):
    shown = read(administrator(client, language=interface), session)

    assert shown.html["lang"] == interface
    assert shown.select_one("#mail-el").get_text() == mail_text(announced(session, "el"))


# How one gets there, and who may


@pytest.mark.parametrize(
    ("view", "above"),
    [("wagtailadmin_explore", True), ("wagtailadmin_pages:edit", False)],
)
def test_session_leads_to_its_announcement(admin, session, view, above):
    shown = session.get_parent() if above else session

    answer = admin.get(reverse(view, args=[shown.pk]))

    assert f'href="{address(session)}"' in answer.content.decode()


def test_form_leads_to_the_announcement_without_a_menu(admin, session):
    form = admin.get(reverse("wagtailadmin_pages:edit", args=[session.pk]))

    links = BeautifulSoup(form.content, "lxml").select(f'#page-edit-form a[href="{address(session)}"]')
    assert len(links) == 1


def test_cycle_has_no_announcement(admin, cycle):
    assert "/announcing/" not in admin.get(reverse("wagtailadmin_explore", args=[cycle.pk])).content.decode()
    assert admin.get(reverse("announcing:announcement", args=[cycle.pk])).status_code == 404


@pytest.mark.parametrize("role", [roles.EDITORS, roles.PUBLISHERS, roles.translators("fr")])
def test_who_may_edit_or_publish_may_announce(client, session, role):
    client = member(client, role)

    assert client.get(address(session)).status_code == 200
    assert {client.get(address(session, "he", name=name)).status_code for name in FILES} == {200}


@pytest.mark.parametrize("role", [roles.contributors("icom-greece"), roles.translators("en")])
def test_who_may_do_neither_may_not(client, session, role):
    factories.make_organisation("icom-greece")
    client = member(client, role)
    addresses = [
        address(session), address(session, name="archive"), *(address(session, "fr", name=name) for name in FILES),
    ]  # fmt: skip

    # Wagtail leads away, with a message, whoever lacks a permission.
    assert {client.get(each).status_code for each in addresses} == {302}


def test_nobody_gets_in_without_logging_in(client, session):
    answer = client.get(address(session, name="archive"))

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize("name", ["announcement", "archive"])
def test_announcement_is_only_read(admin, session, name):
    assert admin.post(address(session, name=name)).status_code == 405


# What it costs


def test_six_languages_cost_the_same_for_any_number_of_sessions(
    admin, announcement, django_assert_num_queries
):
    for code in LANGUAGES[1:]:
        factories.translate(announcement, code)
    costs = {
        address(announcement): 15,
        address(announcement, name="archive"): 12,
        address(announcement, "he", name="mail_download"): 12,
    }

    for others in (0, 29):
        fixture.clone_sessions(announcement, others)
        for path, number in costs.items():
            admin.get(path)
            with django_assert_num_queries(number):
                admin.get(path)
