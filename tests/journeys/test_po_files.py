"""A session's words as a PO file: taken by a translator, filled elsewhere, brought back and published; no fact goes along."""

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse

import polib
import pytest
from wagtail_localize.models import StringTranslation

from events import roles
from tests import factories
from tests.events.announced import SECRETS
from tests.events.logged_in import log_in, told
from tests.journeys.desk import Desk, translation_of
from tests.journeys.looking import assert_facts_equal, facts, stored, translation, words

pytestmark = [pytest.mark.django_db, pytest.mark.facts]

ENGLISH = {
    "Construire des solidarités": "Solidarities, built “together”",
    "Bonjour": 'Good <b>morning</b>\n"all"',
    "Quelles solidarités ?": "Which ones? 👩\u200d👧",
    "Le parvis": "The square",
}
# Wagtail's link follows every message of an error.
UNCHANGED = "Nothing was changed. Go to the first error"


@pytest.fixture
def translator(group):
    """The desk of somebody who writes English words and nothing else."""
    roles.make_roles()
    user = factories.make_user("translator")
    user.groups.add(Group.objects.get(name=roles.translators("en")))
    return Desk(client=log_in(Client(), user), commit=TestCase.captureOnCommitCallbacks, user="translator")


def download(desk, page) -> bytes:
    answer = desk.client.get(reverse("wagtail_localize:download_pofile", args=[translation_of(page).pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/x-gettext-translation")
    return answer.content


def upload(desk, page, content: bytes | None) -> str:
    """Bring a file, or none, to a translation; what the editor is told."""
    file = {} if content is None else {"file": SimpleUploadedFile("words.po", content)}
    address = reverse("wagtail_localize:upload_pofile", args=[translation_of(page).pk])
    return told(desk.client.post(address, file | {"next": reverse("wagtailadmin_home")}, follow=True))


def filled(content: bytes) -> bytes:
    po = polib.pofile(content.decode())
    for entry in po:
        entry.msgstr = ENGLISH[entry.msgid]
    return str(po).encode()


def memory() -> list[str]:
    return list(StringTranslation.objects.order_by("pk").values_list("data", flat=True))


def test_words_go_out_and_come_back_by_a_po_file(group, translator):
    before = facts(group.fr)

    said = upload(translator, group.en, filled(download(translator, group.en)))
    translator.publish_translation(group.en)

    assert said == "Successfully imported translations from PO File."
    english = words(group.en)
    assert (english["title"], english["introduction"]) == (
        ENGLISH["Construire des solidarités"],
        '<p>Good <b>morning</b>\n"all"</p>',
    )
    assert english["question_rows"] == [(ENGLISH["Quelles solidarités ?"],)]
    assert [caption for _key, caption, _alt in english["photo_rows"]] == ["The square"]
    assert assert_facts_equal(*group.pages) == before


def test_po_file_holds_the_words_and_nothing_else(group, translator):
    content = download(translator, group.en).decode()

    assert {entry.msgid for entry in polib.pofile(content)} == set(ENGLISH)
    assert [secret for secret in (*SECRETS, "zoom", "2021", "Europe/Paris") if secret in content] == []


BROKEN = {
    "none": lambda po: None,
    "empty": lambda po: b"",
    "a picture": lambda po: b"\x89PNG\r\n\x1a\n\x00\xff",
    "a path": lambda po: b"/etc/hostname",
    "cut off": lambda po: po[:-3],
    "without its header": lambda po: po.partition(b"\n\n")[2],
    "of another encoding than it says": lambda po: po.replace(b"utf-8", b"utf-16"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_file_that_is_no_po_file_is_refused_with_a_message(group, translator, broken):
    content, before = broken(filled(download(translator, group.en))), memory()

    said = upload(translator, group.en, content)

    assert (
        said == "This is not a PO file that was downloaded here. Nothing was changed. Go to the first error"
    )
    assert memory() == before


def test_po_file_of_another_page_or_language_is_refused_with_a_message(group, french_cycle, translator, desk):
    desk.submit(group.fr, "fi")
    others = [translation(french_cycle, "en"), translation(group.fr, "fi")]
    files, before = [download(desk, page) for page in others], memory()

    said = {upload(translator, group.en, content) for content in files}

    assert said == {f"This PO file was made for another page or another language. {UNCHANGED}"}
    assert memory() == before


def test_po_file_is_for_those_who_may_write_the_page(group, translator, desk):
    desk.submit(group.fr, "fi")
    finnish = translation(group.fr, "fi")
    content, before = download(desk, finnish), memory()

    upload(translator, finnish, filled(content))
    address = reverse("wagtail_localize:download_pofile", args=[translation_of(finnish).pk])

    assert translator.client.get(address).status_code == 302
    assert (memory(), stored(finnish).title) == (before, "Construire des solidarités")
