"""Run inside the host project: a home page, a cycle and two sessions in two languages, as editors would leave them; then what depends on it.

Prints nothing; an AssertionError says what is wrong.
"""

import datetime
import io
import sys
from pathlib import Path

import django

django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.template import engines
from django.test import Client
from django.urls import reverse

from wagtail.models import Locale, Page, Site

from talks.models import ExhibitionPage, TalkPage
from wagtail_localize.operations import translate_object

from events.models import CyclePage, HomePage, SessionPage

FRENCH = Locale.objects.get(language_code="fr")
ENGLISH, _made = Locale.objects.get_or_create(language_code="en")
LOOKS = Path("museum/templates")
FOREIGN_BASE = """{% load i18n %}{% get_current_language as LANGUAGE_CODE %}<!doctype html><html lang="{{ LANGUAGE_CODE }}">
<head><title>{% block page_title %}{% endblock %}</title>{% block extra_css %}{% endblock %}</head>
<body><nav>A museum's own menu</nav><main>{% block main %}{% endblock %}</main></body></html>"""


def publish(page: Page, *, below: Page, english: str) -> Page:
    """Published in French, translated, published in English."""
    below.add_child(instance=page)
    page.save_revision().publish()
    translate_object(page, [ENGLISH])
    translation = page.get_translation(ENGLISH)
    translation.title = english
    translation.save_revision().publish()
    return page


def make_content() -> tuple[SessionPage, TalkPage]:
    """What the public finds."""
    home = publish(
        HomePage(title="Musée", slug="musee", locale=FRENCH),
        below=Page.get_first_root_node(),
        english="Museum",
    )
    Site.objects.update(root_page=home)
    Site.clear_site_root_paths_cache()
    cycle = publish(
        CyclePage(title="Solidarités", slug="solidarites", code="solidarites"),
        below=home,
        english="Solidarities",
    )
    soon = datetime.datetime.now(tz=datetime.UTC).date() + datetime.timedelta(days=10)
    session = publish(
        SessionPage(title="Construire des ponts", slug="ponts", date=soon),
        below=cycle,
        english="Building bridges",
    )
    later = soon + datetime.timedelta(days=20)
    talk = publish(
        TalkPage(title="Parler", slug="parler", date=later, room="Salle Rivet", dress="Tenue libre"),
        below=cycle,
        english="To talk",
    )
    publish(ExhibitionPage(title="Masques", slug="masques", intro="Des masques"), below=home, english="Masks")
    return session, talk


def check_own_type(talk: TalkPage) -> None:
    """A fact of the project's own is pushed to every language, and mended; its words are each language's."""
    english = talk.get_translation(ENGLISH)
    english.dress = "As you like"
    english.save_revision().publish()
    talk.room = "Salle Nubar"
    talk.save_revision().publish()
    stored = TalkPage.objects.values_list("locale__language_code", "room", "dress").order_by(
        "locale__language_code"
    )
    assert list(stored) == [("en", "Salle Nubar", "As you like"), ("fr", "Salle Nubar", "Tenue libre")], list(
        stored
    )
    TalkPage.objects.filter(locale=ENGLISH).update(room="wrong")
    call_command("check_facts", fix=True, verbosity=0, stdout=io.StringIO())
    assert set(TalkPage.objects.values_list("room", flat=True)) == {"Salle Nubar"}, (
        "check_facts mended nothing"
    )


def check_admin(session: SessionPage, talk: TalkPage) -> None:
    """Editors type the project's own fact once; translators are shown its words."""
    client = Client()
    user = get_user_model().objects.create_superuser("admin", "admin@museum.example", "x")
    client.force_login(user)
    add = client.get(reverse("wagtailadmin_pages:add", args=("talks", "talkpage", session.get_parent().pk)))
    assert (add.status_code, 'name="room"' in add.text) == (200, True), (
        f"the form of a new talk: {add.status_code}"
    )
    english = talk.get_translation(ENGLISH)
    offered = client.get(reverse("wagtailadmin_pages:edit", args=[english.pk])).text
    assert "Tenue libre" in offered, "translators are not shown the project's own words"
    assert "Salle Nubar" not in offered, "translators are asked to translate a fact"
    fields = TalkPage.get_edit_handler().get_form_class()(instance=english, for_user=user).fields
    assert (fields["room"].disabled, fields["dress"].disabled) == (True, False), (
        "a fact can be typed on a translation"
    )


def check_looks(readme_base: str) -> None:
    """The pages stand on their own; with the README's base in the site's look; and with one whose blocks have other names."""
    pages = [
        "/fr/",
        "/fr/solidarites/",
        "/fr/solidarites/ponts/",
        "/fr/solidarites/parler/",
        "/fr/subscribe/",
        "/fr/partners/",
        "/fr/search/",
    ]
    ours = LOOKS / "parvis_events"
    assert_looks(pages, "events/parvis.css", absent="museum.css")
    ours.mkdir()
    (ours / "base.html").write_text(readme_base)
    assert_looks(pages, "museum.css", "events/within.css", 'rel="canonical"|noindex', "<article|<main|<h1")
    (LOOKS / "base.html").write_text(FOREIGN_BASE)
    nested = "{% block page_title %}{% block title %}{% endblock %}{% endblock %}{% block main %}{% block content %}{% endblock %}{% endblock %}"
    (ours / "base.html").write_text(readme_base + nested)
    assert_looks(pages, "A museum's own menu", "events/within.css", "<article|<main|<h1")


def assert_looks(pages: list[str], *present: str, absent: str = "\0") -> None:
    """Each page has each of these (one of several, by bars), and not that."""
    for loader in engines["django"].engine.template_loaders:
        loader.reset()
    for path in pages:
        text = Client().get(path).text
        missing = [each for each in present if not any(one in text for one in each.split("|"))]
        assert (missing, absent in text) == ([], False), f"{path}: lacks {missing}, or has {absent!r}"


def main(readme_base: str) -> None:
    """All of it."""
    session, talk = make_content()
    check_own_type(talk)
    check_admin(session, talk)
    check_looks(Path(readme_base).read_text())
    call_command("make_roles", verbosity=0, stdout=io.StringIO())
    call_command("tick", verbosity=0, stdout=io.StringIO())
    call_command("update_index", verbosity=0, stdout=io.StringIO())


if __name__ == "__main__":
    main(sys.argv[1])
