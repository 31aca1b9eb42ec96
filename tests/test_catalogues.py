"""The translators' catalogues: complete, equal in what they hold, and written by the rules of each language."""

import contextlib
import gettext
import io
import re
import shutil
from itertools import chain, product
from pathlib import Path

from django.core.management import call_command

import polib
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
APPS = ("cms", "events", "feeds")
LANGUAGES = ("fr", "es", "el", "he", "fi")
FILES = [f"{app}/locale/{language}/LC_MESSAGES/django.po" for app, language in product(APPS, LANGUAGES)]

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")
SCRIPTS = {"el": r"[\u0370-\u03ff\u1f00-\u1fff]", "he": r"[\u05d0-\u05ea]"}
# A sign that French sets off is behind a no-break space, wide or narrow; a colon inside an address is no such sign.
FRENCH_SPACE = re.compile(
    r"(?<![\u00a0\u202f])[;?!\u00bb]|\u00ab(?![\u00a0\u202f])|(?<![\u00a0\u202f]):(?!\S)"
)

each_file = pytest.mark.parametrize("file", FILES)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def catalogue(file: str) -> polib.POFile:
    return polib.pofile(str(ROOT / file))


def language_of(file: str) -> str:
    return Path(file).parts[2]


def forms(entry: polib.POEntry) -> list[str]:
    """The translation, or one for each plural form in the order of the header."""
    return [text for _index, text in sorted(entry.msgstr_plural.items())] or [entry.msgstr]


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def texts(language: str) -> list[str]:
    files = [file for file in FILES if language_of(file) == language]
    return list(chain.from_iterable(forms(entry) for file in files for entry in catalogue(file)))


@each_file
def test_catalogue_is_complete(file):
    po = catalogue(file)
    left = {
        "untranslated": [entry.msgid for entry in po.untranslated_entries()],
        "fuzzy": [entry.msgid for entry in po.fuzzy_entries()],
        "obsolete": [entry.msgid for entry in po.obsolete_entries()],
    }
    assert len(po) > 0
    assert left == {"untranslated": [], "fuzzy": [], "obsolete": []}


@each_file
def test_catalogue_names_its_language_and_is_not_fuzzy_as_a_whole(file):
    po = catalogue(file)
    assert (po.metadata["Language"], bool(po.metadata_is_fuzzy)) == (language_of(file), False)


@each_file
def test_catalogue_compiles_into_what_it_says(file):
    with (ROOT / file).open("rb") as source:
        read = read_po(source, locale=language_of(file), abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    translations = gettext.GNUTranslations(compiled)
    single = [entry for entry in catalogue(file) if not entry.msgid_plural]
    said = [
        translations.pgettext(entry.msgctxt, entry.msgid)
        if entry.msgctxt
        else translations.gettext(entry.msgid)
        for entry in single
    ]
    assert [(message.id, errors) for message, errors in read.check() if errors] == []
    assert said == [entry.msgstr for entry in single]


@each_file
def test_placeholders_are_those_of_the_english(file):
    """The last plural form, which serves most counts, has all of them; one for a single count may do without it."""
    wrong = []
    for entry in catalogue(file):
        expected = placeholders(entry.msgid_plural or entry.msgid)
        *few, last = [placeholders(text) for text in forms(entry)]
        if last != expected or any(set(form) - set(expected) for form in few):
            wrong.append((entry.msgid, forms(entry)))
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_every_language_has_the_same_messages(app):
    messages = {
        language_of(file): {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue(file)}
        for file in FILES
        if file.startswith(f"{app}/")
    }
    assert messages == dict.fromkeys(LANGUAGES, messages["fr"])


@pytest.mark.debian("gettext")
@pytest.mark.parametrize("app", APPS)
def test_messages_are_those_of_the_code(app, tmp_path):
    """As `make catalogues` collects them: what was forgotten would appear in English."""
    copy = shutil.copytree(ROOT / app, tmp_path / app, ignore=shutil.ignore_patterns("locale", "__pycache__"))
    (copy / "locale").mkdir()

    with contextlib.chdir(copy):
        call_command("makemessages", locale=["fr"], ignore_patterns=["rules"], verbosity=0)

    collected = polib.pofile(str(copy / "locale" / "fr" / "LC_MESSAGES" / "django.po"))
    assert [
        (entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in collected if "fuzzy" not in entry.flags
    ] == [
        (entry.msgctxt, entry.msgid, entry.msgid_plural)
        for entry in catalogue(f"{app}/locale/fr/LC_MESSAGES/django.po")
    ]


@each_language
def test_message_of_two_apps_has_one_translation(language):
    said: dict[tuple[str | None, str], set[tuple[str, ...]]] = {}
    for file in FILES:
        if language_of(file) == language:
            for entry in catalogue(file):
                said.setdefault((entry.msgctxt, entry.msgid), set()).add(tuple(forms(entry)))
    assert {message: ways for message, ways in said.items() if len(ways) > 1} == {}


@pytest.mark.parametrize("language", SCRIPTS)
def test_words_are_in_the_script_of_their_language(language):
    latin_only = [
        text
        for text in texts(language)
        if re.search("[A-Za-z]", PLACEHOLDER.sub("", text)) and not re.search(SCRIPTS[language], text)
    ]
    assert latin_only == []


def test_french_has_its_no_break_spaces_and_apostrophes():
    assert [text for text in texts("fr") if FRENCH_SPACE.search(text) or "'" in text] == []


def test_spanish_opens_its_questions_and_exclamations():
    assert [
        text
        for text in texts("es")
        if (text.count("¿"), text.count("¡")) != (text.count("?"), text.count("!"))
    ] == []
