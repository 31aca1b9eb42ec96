"""A form that is sent after the login has expired: what was typed is kept, and sent again after a new login."""

from django.test import Client
from django.urls import reverse

import pytest
from bs4 import BeautifulSoup

from events.models import SessionPage
from tests import factories
from tests.events.logged_in import log_in
from tests.form_values import form_values

pytestmark = pytest.mark.django_db

ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


def form_of(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def typed(client, page, **fields) -> dict:
    """The page's form as a browser posts it, with its token."""
    form = sent_by(client.get(form_of(page)), "page-edit-form")
    return {name: value for name, value in form.items() if value} | {"action-publish": ["1"]} | fields


def sent_by(answer, form: str = "kept") -> dict:
    """What the button of a form sends."""
    return dict(form_values(answer.content, form).lists()) | {"csrfmiddlewaretoken": [token_of(answer)]}


def log_in_again(client, editor) -> None:
    """By the page for it, which makes the tokens of older pages void."""
    address = reverse("wagtailadmin_login")
    token = token_of(client.get(address))
    client.post(
        address,
        {"username": editor.username, "password": "secret", "csrfmiddlewaretoken": token},
        **ORIGIN,
    )


def token_of(answer) -> str:
    return BeautifulSoup(answer.content, "lxml").select_one("[name=csrfmiddlewaretoken]")["value"]


@pytest.fixture
def client():
    """A browser: it has to send the token of the page that it shows."""
    return Client(enforce_csrf_checks=True, headers={"accept-language": "en"})


@pytest.fixture
def editor(db):
    return factories.make_admin()


def test_form_that_is_sent_after_the_login_expired_is_published_after_a_new_login(client, editor, session):
    log_in(client, editor)
    form = typed(client, session, title=["«Écrit <b>longtemps</b>» שלום"])
    client.cookies.pop("sessionid")

    kept = client.post(form_of(session), form, **ORIGIN)

    assert (kept.status_code, kept["Cache-Control"]) == (403, "private, no-store")
    assert SessionPage.objects.get(pk=session.pk).title == "Construire des solidarités"
    log_in_again(client, editor)
    again = client.post(form_of(session), sent_by(kept), **ORIGIN)
    assert (again.status_code, b"You are logged in again" in again.content) == (403, True)
    client.post(form_of(session), sent_by(again), **ORIGIN)
    assert SessionPage.objects.get(pk=session.pk).title == "«Écrit <b>longtemps</b>» שלום"


def test_everything_that_was_typed_is_kept(client, editor, session):
    log_in(client, editor)
    form = typed(client, session)
    client.cookies.pop("sessionid")

    kept = sent_by(client.post(form_of(session), form, **ORIGIN))

    assert {**kept, "csrfmiddlewaretoken": ""} == {**form, "csrfmiddlewaretoken": ""}


def test_page_that_keeps_a_form_says_what_to_do(client, editor, session):
    log_in(client, editor)
    form = typed(client, session, title=["Un titre"])
    client.cookies.pop("sessionid")

    page = BeautifulSoup(client.post(form_of(session), form, **ORIGIN).content, "lxml").main

    assert [each.get_text(" ", strip=True) for each in page.select("h1, main > p, li")] == [
        "What you typed is kept",
        "Your login has expired. Nothing was saved, and nothing is lost as long as this tab stays open.",
        "Un titre",
        "Log in again, in another tab",
        "Come back to this tab.",
        "Send it again",
    ]
    assert page.a["href"] == reverse("wagtailadmin_login")


@pytest.mark.parametrize(
    "origin", [{}, {"HTTP_ORIGIN": "https://elsewhere.example"}, {"HTTP_ORIGIN": "null"}]
)
def test_form_of_another_site_is_refused_and_not_shown(client, editor, session, origin):
    client.force_login(editor)

    answer = client.post(form_of(session), {"title": "Planté"}, **origin)

    assert (answer.status_code, b"Plant" in answer.content) == (403, False)


def test_page_with_a_password_is_not_kept(client, editor):
    address = reverse("wagtailadmin_account")
    log_in(client, editor)
    token = token_of(client.get(address))
    client.cookies.pop("sessionid")

    answer = client.post(address, {"password-new_password1": "geheim", "csrfmiddlewaretoken": token})

    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{reverse('wagtailadmin_login')}?next={address}",
    )


def test_who_logs_out_after_the_login_expired_comes_to_the_login(db):
    address = reverse("wagtailadmin_logout")

    answer = Client().post(address)

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, reverse("wagtailadmin_login"))


def test_wrong_password_is_told_by_the_login(client, db):
    address = reverse("wagtailadmin_login")
    token = token_of(client.get(address))

    answer = client.post(address, {"username": "x", "password": "y", "csrfmiddlewaretoken": token}, **ORIGIN)

    assert (answer.status_code, b'id="kept"' in answer.content) == (200, False)


def test_page_is_read_without_a_login_by_logging_in(db, session):
    answer = Client().get(form_of(session))

    assert answer["Location"] == f"{reverse('wagtailadmin_login')}?next={form_of(session)}"
