"""Our model fields on their own: zones, lists of languages, and the mark of a secret."""

from django.core.exceptions import ValidationError
from django.utils.translation import override

import pytest

from events.fields import LanguagesField, SecretMixin, ZoneField
from events.languages import SPOKEN
from events.models import CyclePage, NewsPage, Organisation, Person, SessionPage

pytestmark = pytest.mark.usefixtures("english")

ZONE = ZoneField()
LANGUAGES = LanguagesField()


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Argentina/Ushuaia", "Pacific/Kiritimati", "UTC"])
def test_zone_that_exists_is_kept(zone):
    assert ZONE.clean(zone, None) == zone


@pytest.mark.parametrize(
    "zone", ["Paris", "EST", "europe/paris", "Europe/Pari", "../etc/passwd", "+02:00", "Europe/Paris "]
)
def test_zone_that_does_not_exist_is_refused_with_an_example(zone):
    with pytest.raises(ValidationError) as refusal:
        ZONE.clean(zone, None)

    assert refusal.value.messages == [f"“{zone}” is not a time zone. Use a name such as Europe/Paris."]


def test_languages_are_kept_in_their_order_and_once():
    assert LANGUAGES.clean(["en", "fr", "en"], None) == ["en", "fr"]


@pytest.mark.parametrize("empty", [[], ()])
def test_no_languages_are_an_empty_list(empty):
    assert LANGUAGES.clean(empty, None) == []


@pytest.mark.parametrize(
    "value", ["fr", {"fr": True}, 7, None, ["fr", "tlh"], [None], [["fr"]], [{}], ["\x00"]]
)
def test_what_is_no_list_of_languages_is_refused(value):
    with pytest.raises(ValidationError):
        LANGUAGES.clean(value, None)


def test_unknown_languages_are_named():
    with pytest.raises(ValidationError) as refusal:
        LANGUAGES.clean(["fr", "tlh", "xx"], None)

    assert refusal.value.messages == ["Unknown language: tlh, xx."]


@pytest.mark.parametrize(("language", "first"), [("fr", "français"), ("el", "Γαλλικά"), ("he", "צרפתית")])
def test_check_boxes_are_named_in_the_language_of_the_admin(language, first):
    with override(language):
        choices = list(LANGUAGES.formfield().choices)

    assert (choices[0], len(choices)) == (("fr", first), len(SPOKEN))


def test_secrets_are_the_link_the_id_and_the_passcode_and_nothing_else():
    secrets = {
        (model.__name__, field.name)
        for model in (CyclePage, SessionPage, NewsPage, Organisation, Person)
        for field in model._meta.get_fields()
        if isinstance(field, SecretMixin)
    }

    assert secrets == {("SessionPage", "link"), ("SessionPage", "meeting_id"), ("SessionPage", "passcode")}


@pytest.mark.parametrize("name", ["link", "meeting_id", "passcode"])
def test_secret_is_no_part_of_the_search_index(name):
    assert name not in {field.field_name for field in SessionPage.get_search_fields()}
