"""The mail for a new password leads to this site, whatever a request says about where it was sent (reliability.md T7)."""

import re

from django.core import mail
from django.test import Client

import pytest

from tests import factories

RESET = "/admin/password_reset/"
FOREIGN = {
    "X-Forwarded-Host": "evil.example",
    "X-Host": "evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Original-Host": "evil.example",
    "Forwarded": "host=evil.example;proto=http",
    "Origin": "https://evil.example",
    "Referer": "https://evil.example/",
}


@pytest.fixture
def ask(site, settings):
    """Gives a function that asks for a mail to the administrator under a host, and gives the answer."""
    settings.LANGUAGE_CODE = "en"
    factories.make_admin()

    def ask(host: str, **headers: str):
        client = Client(headers={"host": host, **headers})
        return client.post(RESET, {"email": "admin@parvis.example"})

    return ask


@pytest.mark.parametrize("host", ["evil.example", "parvis.example.evil.example", "parvis.example@evil.example", "parvis.example:80@evil.example"])  # fmt: skip
def test_foreign_host_gets_no_mail_sent(ask, host):
    assert (ask(host).status_code, mail.outbox) == (400, [])


def test_mail_comes_from_whom_the_settings_name(ask, settings):
    settings.DEFAULT_FROM_EMAIL = "Museum <sessions@museum.example>"

    ask("parvis.example")

    assert [message.from_email for message in mail.outbox] == ["Museum <sessions@museum.example>"]


@pytest.mark.parametrize("host", ["parvis.example", "localhost", "parvis.example:8443"])
@pytest.mark.parametrize("headers", [{}, FOREIGN], ids=["plain", "foreign"])
def test_link_begins_with_the_address_of_the_site(ask, host, headers):
    answer = ask(host, **headers)

    assert (answer.status_code, len(mail.outbox)) == (302, 1)
    whole = mail.outbox[0].message().as_string()
    (link,) = re.findall(r"https?://\S+", mail.outbox[0].body)
    assert link.startswith("https://parvis.example/admin/password_reset/confirm/")
    assert [name for name in ("evil", "localhost:", "8443") if name in whole] == []
    way_in = Client(headers={"host": "parvis.example"}).get(link.removeprefix("https://parvis.example"))
    assert (way_in.status_code, way_in["Location"].startswith("/admin/")) == (302, True)
