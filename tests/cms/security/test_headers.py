"""Headers of every answer: what a page may load, who may frame it, what it may ask of a browser."""

import json
import re

from django.test import Client

import pytest

from cms.security.policies import content_policies
from tests import factories
from tests.cms.test_settings import ENVIRONMENT, run
from tests.events.logged_in import administrator
from tests.form_values import form_values

PUBLIC = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "media-src 'self' https:; frame-src 'self' https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
EDITORS = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; media-src 'self' https:; frame-src 'self' https:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)


@pytest.mark.parametrize("path", ["/", "/fr/", "/he/subscribe/", "/fr/nowhere/", "/healthz", "/robots.txt"])
def test_public_answer_has_the_strict_policy_without_unsafe_inline(session, path):
    assert Client().get(path)["Content-Security-Policy"] == PUBLIC


def test_login_and_admin_have_the_editors_policy(session):
    assert Client().get("/admin/login/")["Content-Security-Policy"] == EDITORS


@pytest.mark.parametrize("path", ["/", "/fr/", "/admin/login/", "/api/v1/docs", "/embed/fr/all/"])
def test_page_may_not_ask_for_camera_or_place_and_is_not_sniffed(session, path):
    answer = Client().get(path)

    assert answer["Permissions-Policy"] == (
        "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize(
    ("path", "framed"), [("/fr/", "DENY"), ("/", "DENY"), ("/admin/login/", "DENY"), ("/embed/fr/all/", None)]
)
def test_frames_are_denied_but_to_embeds(session, path, framed):
    answer = Client().get(path)

    assert answer.get("X-Frame-Options") == framed


def test_preview_may_be_framed_by_the_admin(session, client):
    administrator(client)
    page = client.get(f"/admin/pages/{session.pk}/edit/")
    address = f"/admin/pages/{session.pk}/edit/preview/"
    client.post(address, form_values(page.content, "page-edit-form"))

    preview = client.get(f"{address}?in_preview_panel=true&mode=")

    assert preview.status_code == 200
    assert session.title in preview.content.decode()
    assert preview["Content-Security-Policy"] == EDITORS
    assert preview["X-Frame-Options"] == "SAMEORIGIN"


def test_files_elsewhere_are_allowed_by_their_origin_and_nothing_else_is():
    policies = content_policies(static_url="https://cdn.example/static/", media_url="/media/")

    own = "'self' https://cdn.example"
    assert policies[""].split("; ")[1:4] == [f"script-src {own}", f"style-src {own}", f"img-src {own}"]


def test_front_end_that_shows_drafts_may_be_framed_by_editors_only():
    policies = content_policies(
        static_url="/static/", media_url="/media/", preview_url="http://front.example:3000/preview?a=b"
    )

    assert [start for start, policy in policies.items() if "front.example" in policy] == ["/admin/"]
    assert "frame-src 'self' https: http://front.example:3000;" in policies["/admin/"]


def test_public_pages_hold_no_script_style_or_handler_of_their_own(session):
    """So that the policy needs no nonce, which a remembered page would repeat."""
    pages = [
        Client().get(path).content.decode()
        for path in ("/", "/fr/", "/en/", "/he/subscribe/", "/fr/nowhere/")
    ]
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)|javascript:"
    )

    assert [found for page in pages for found in inline.findall(page)] == []


# What production says of cookies and of TLS.
OF_PRODUCTION = """
import json
from django.conf import settings
starts = ("SESSION_COOKIE_", "CSRF_COOKIE_", "SECURE_HSTS_", "SECURE_SSL_")
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if name.startswith(starts)}))
"""


@pytest.fixture
def production(settings, tmp_path):
    """The site, with that."""
    said = run(OF_PRODUCTION, tmp_path, **ENVIRONMENT)
    for name, value in json.loads(said.stdout).items():
        setattr(settings, name, value)


@pytest.mark.usefixtures("production", "session")
def test_browsers_come_back_by_tls_only_in_production():
    paths = ("/", "/fr/", "/fr/nowhere/", "/admin/login/", "/api/v1/sessions", "/embed/fr/all/")
    said = {path: Client().get(path, secure=True).get("Strict-Transport-Security") for path in paths}

    assert said == dict.fromkeys(paths, "max-age=31536000; includeSubDomains; preload")


@pytest.mark.usefixtures("production", "session")
def test_cookies_of_production_belong_to_this_host_alone():
    """The prefix asks for Secure, the path / and no domain (RFC 6265bis 4.1.3.2); a browser drops the cookie otherwise."""
    factories.make_admin()
    browser = Client()
    form = {"username": "admin", "password": "secret"}

    given = (
        browser.get("/admin/login/", secure=True).cookies
        | browser.post("/admin/login/", form, secure=True).cookies
    )

    assert set(given) == {"__Host-login", "__Host-csrf"}
    about = ("secure", "path", "domain", "samesite")
    assert {tuple(cookie[name] for name in about) for cookie in given.values()} == {(True, "/", "", "Lax")}
    assert given["__Host-login"]["httponly"] is True
