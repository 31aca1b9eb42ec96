"""Logins: how often somebody may guess, who is counted as one, and that nobody else is shut out (reliability.md T5)."""

import datetime
import logging

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import password_changed, validate_password
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

import pytest
import time_machine
from axes.models import AccessAttempt
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from cms.security.login import client_address, forget_attempts
from tests import factories

pytestmark = pytest.mark.django_db
LIMIT, WAIT = 10, datetime.timedelta(minutes=15)


@pytest.fixture(autouse=True)
def _counted(settings):
    settings.AXES_ENABLED = True
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def editor(site):
    return factories.make_admin()


def log_in(name: str, password: str, *, address: str = "192.0.2.1", **headers: str):
    client = Client(REMOTE_ADDR=address)
    return client.post(reverse("wagtailadmin_login"), {"username": name, "password": password}, **headers)


def guess(times: int, *, name: str = "", **how):
    """That many wrong passwords, for one account or for another one each time; the last answer."""
    for number in range(times):
        answer = log_in(name or f"guest-{number}", f"wrong {number}", **how)
    return answer


def test_tenth_wrong_password_shuts_the_login_for_a_quarter_of_an_hour(editor):
    assert guess(LIMIT - 1, name=editor.username).status_code == 200
    answer = guess(1, name=editor.username)

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (429, "900", "no-store")
    assert "Please wait 15 minutes" in answer.content.decode()
    assert log_in(editor.username, "secret").status_code == 429


def test_login_opens_again_when_the_time_is_over(editor):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        guess(LIMIT, name=editor.username)
        clock.shift(WAIT + datetime.timedelta(seconds=1))

        assert log_in(editor.username, "secret").status_code == 302


def test_tries_while_it_is_shut_do_not_keep_it_shut(editor):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        guess(LIMIT, name=editor.username)
        clock.shift(WAIT - datetime.timedelta(seconds=1))
        guess(5, name=editor.username)
        clock.shift(datetime.timedelta(seconds=2))

        assert log_in(editor.username, "secret").status_code == 302


def test_another_account_every_time_is_counted_all_the_same(editor):
    guess(LIMIT)

    assert log_in(editor.username, "secret").status_code == 429


def test_x_forwarded_for_does_not_dodge_the_count(editor):
    for number in range(25):
        answer = guess(1, name=editor.username, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")

    assert answer.status_code == 429


def test_success_of_one_account_does_not_forgive_guesses_at_another(editor):
    get_user_model().objects.create_user("mole", password="secret")
    guess(LIMIT - 1, name=editor.username)
    log_in("mole", "secret")

    assert guess(1, name=editor.username).status_code == 429


def test_other_networks_and_the_public_site_go_on(editor):
    guess(LIMIT, name=editor.username)
    public = Client(REMOTE_ADDR="192.0.2.1")

    assert log_in(editor.username, "secret", address="198.51.100.7").status_code == 302
    assert [
        public.get(path).status_code for path in ("/", "/fr/", "/feeds/fr/all/sessions.ics", "/admin/login/")
    ] == [200] * 4


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_login_never_leads_to_another_site(editor, elsewhere):
    data = {"username": editor.username, "password": "secret", "next": elsewhere}

    assert Client().post(reverse("wagtailadmin_login"), data)["Location"] == "/admin/"


def test_nothing_of_a_try_is_kept_longer_than_it_counts(editor):
    guess(3, name=editor.username)
    forget_attempts(timezone.now())
    assert AccessAttempt.objects.count() == 1

    forget_attempts(timezone.now() + WAIT + datetime.timedelta(seconds=1))

    assert AccessAttempt.objects.count() == 0


def test_neither_name_nor_address_nor_password_of_a_try_is_logged(editor, caplog):
    with caplog.at_level(logging.DEBUG):
        guess(LIMIT, name=editor.username)

    said = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("axes"))
    assert "Locking out" in said
    assert [word for word in (editor.username, "192.0.2.1", "wrong") if f'"{word}' in said] == []


@pytest.mark.parametrize(
    ("remote", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("", None),
        ("unknown", None),
    ],
)
def test_household_of_ipv6_addresses_is_counted_as_one(remote, counted):
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=remote)) == counted


@pytest.mark.parametrize(
    ("peer", "forwarded", "client", "scheme"),
    [
        ("10.0.0.2", "203.0.113.9", "203.0.113.9", "https"),
        # What a client wrote itself stands to the left of what the proxy added.
        ("10.0.0.2", "198.51.100.1, 203.0.113.9", "203.0.113.9", "https"),
        ("10.0.0.2", "203.0.113.9, 10.1.0.5", "203.0.113.9", "https"),
        ("192.0.2.1", "203.0.113.9", "192.0.2.1", "http"),
    ],
)
def test_only_a_trusted_proxy_says_where_a_request_comes_from(peer, forwarded, client, scheme):
    seen = {}
    application = wrap_wsgi_with_proxy_headers(
        lambda environ, _start: seen.update(environ) or [], ["10.0.0.2", "10.1.0.0/16"]
    )
    application(
        {
            "REMOTE_ADDR": peer,
            "HTTP_X_FORWARDED_FOR": forwarded,
            "HTTP_X_FORWARDED_PROTO": "https",
            "wsgi.url_scheme": "http",
        },
        None,
    )

    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == (client, scheme)


@pytest.mark.parametrize("password", ["elevensigns", "password1234567"[:10], "123456789012", "qwertyuiop"])
def test_short_common_and_numeric_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_long_words_without_signs_are_a_good_password():
    validate_password("correct horse battery staple")
    password_changed("correct horse battery staple")
