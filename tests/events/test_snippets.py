"""The admin's screens of organisations and people."""

from django.urls import NoReverseMatch, reverse

from wagtail.users.models import UserProfile

import pytest

from events.codes import ReservedCode
from events.models import Organisation, OrganisationName, Person, PersonName
from tests import factories
from tests.admin_forms import AdminForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    """Logged in, with the admin in English."""
    user = factories.make_admin()
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


def address(model, view, *arguments):
    return reverse(f"wagtailsnippets_parvis_events_{model}:{view}", args=arguments)


def form(admin, model, view, *arguments):
    return AdminForm(admin, address(model, view, *arguments), form_id="w-editor-form")


def names(*rows):
    """The posted rows of the inline panel of names: (language, name)."""
    fields = {"names-TOTAL_FORMS": str(len(rows))}
    for number, row in enumerate(rows):
        fields |= {
            f"names-{number}-language": row[0],
            f"names-{number}-name": row[1],
            f"names-{number}-ORDER": str(number),
        }
    return fields


def test_organisation_with_names_in_three_scripts_is_created(admin):
    answer = form(admin, "organisation", "add").send(
        None, code="icom-greece", name_original="ICOM Ελληνικό Τμήμα", script_language="el", name_latin="ICOM Greece",
        timezone="Europe/Athens", country="GR", languages=["el", "en"], **names(("he", "אייקום יוון"), ("fr", "ICOM Grèce")),
    )  # fmt: skip

    assert answer.status_code == 302
    organisation = Organisation.objects.get()
    assert [organisation.name_in(language) for language in ("fr", "he", "el", "fi")] == [
        ("ICOM Grèce", "fr"),
        ("אייקום יוון", "he"),
        ("ICOM Ελληνικό Τμήμα", "el"),
        ("ICOM Greece", "en"),
    ]
    assert (organisation.languages, str(organisation)) == (["el", "en"], "ICOM Greece")


def test_organisation_with_mistakes_comes_back_whole(admin):
    factories.make_organisation("taken")

    answer = form(admin, "organisation", "add").send(
        None, code="Taken", name_original="ICOM \0", script_language="Greek", country="Greece", timezone="Athens",
        website="javascript:alert(1)", contact_email="x", languages=["el"], **names(("xx!", "")),
    )  # fmt: skip

    assert (answer.status_code, answer.lost) == (200, {})
    assert answer.errors == {
        "code": ["A code has 2 to 40 lower-case letters a-z, digits and hyphens, such as “solidarites”."],
        "name_original": ["Null characters are not allowed."],
        "script_language": ["Use a language code such as fr, el or he."],
        "country": ["Ensure this value has at most 2 characters (it has 6)."],
        "timezone": ["“Athens” is not a time zone. Use a name such as Europe/Paris."],
        "website": ["Enter a valid URL."],
        "contact_email": ["Enter a valid email address."],
        "names-0-language": ["Use a language code such as fr, el or he."],
        "names-0-name": ["This field is required."],
    }


def test_name_given_twice_in_a_language_is_refused(admin):
    answer = form(admin, "organisation", "add").send(
        None, code="icom", name_original="ICOM", **names(("fr", "ICOM"), ("fr", "Icom"))
    )

    assert (answer.status_code, answer.lost, Organisation.objects.count()) == (200, {}, 0)
    assert "Please correct the duplicate data for organisation and language" in answer.content.decode()


def test_code_of_an_organisation_never_changes(admin):
    organisation = factories.make_organisation()

    answer = form(admin, "organisation", "edit", organisation.pk).send(None, code="another")

    message = "A code never changes: this one is “icom-greece” for ever, because addresses rest on it."
    assert (answer.status_code, answer.errors, answer.lost) == (200, {"code": [message]}, {})


def test_code_of_a_deleted_organisation_is_refused_by_its_field(admin):
    factories.make_organisation().delete()

    answer = form(admin, "organisation", "add").send(None, code="icom-greece", name_original="Another")

    message = "The code “icom-greece” is already used, or was used by a deleted page. Choose another."
    assert (answer.status_code, answer.errors) == (200, {"code": [message]})


def test_name_can_be_corrected_without_touching_the_code(admin):
    organisation = factories.make_organisation()

    answer = form(admin, "organisation", "edit", organisation.pk).send(None, name_latin="ICOM Hellas")

    assert (answer.status_code, Organisation.objects.get().name_latin) == (302, "ICOM Hellas")


@pytest.mark.parametrize("model", ["organisation", "person"])
def test_directory_offers_no_copies(model):
    with pytest.raises(NoReverseMatch):
        address(model, "copy", 1)


@pytest.mark.parametrize("many", [False, True])
def test_organisation_that_takes_part_is_not_deleted_and_the_page_says_so(admin, session, many):
    organisation = factories.make_organisation()
    factories.add_organisation(session, organisation)
    one = address("organisation", "delete", organisation.pk)
    url = f"/admin/bulk/parvis_events/organisation/delete/?id={organisation.pk}" if many else one

    page = admin.get(url)
    answer = admin.post(url)

    assert (page.status_code, answer.status_code, Organisation.objects.count()) == (200, 302, 1)
    assert "prevent it from being deleted" in page.content.decode()


def test_organisation_that_takes_no_part_is_deleted_and_its_code_stays(admin):
    organisation = factories.make_organisation()

    answer = admin.post(address("organisation", "delete", organisation.pk))

    assert (answer.status_code, Organisation.objects.count(), OrganisationName.objects.count()) == (302, 0, 0)
    assert ReservedCode.objects.get().code == "icom-greece"


def test_person_with_a_hebrew_name_and_role_titles_is_created(admin):
    organisation = factories.make_organisation()

    answer = form(admin, "person", "add").send(
        None, name_original="נעמי כהן", script_language="he", name_latin="Naomi Cohen", organisation=str(organisation.pk),
        **names(("fr", "Naomi Cohen"), ("el", "Ναόμι Κοέν")), **{"names-0-role_title": "Conservatrice"},
    )  # fmt: skip

    assert answer.status_code == 302
    person = Person.objects.get()
    assert (person.name_in("he"), person.name_in("el"), person.organisation) == (
        ("נעמי כהן", "he"),
        ("Ναόμι Κοέν", "el"),
        organisation,
    )
    assert list(PersonName.objects.values_list("role_title", flat=True)) == ["Conservatrice", ""]


def test_directory_is_searched_by_every_name_and_code(admin):
    factories.make_organisation()
    listing = address("organisation", "list")

    found = {
        query: "icom-greece" in admin.get(listing, {"q": query, "ordering": "code"}).content.decode()
        for query in ("Ελληνικό", "Greece", "icom-gre", "Grèce", "Finland")
    }

    assert found == {"Ελληνικό": True, "Greece": True, "icom-gre": True, "Grèce": True, "Finland": False}


def test_directory_is_filtered_while_it_is_searched(admin):
    factories.make_organisation(country="GR")

    answer = admin.get(address("organisation", "list"), {"q": "ICOM", "country": "GR"})

    assert answer.status_code == 200
    assert "icom-greece" in answer.content.decode()


class TestModifiedAt:
    def test_organisation_saved_unchanged_keeps_its_date(self):
        organisation = factories.make_organisation()
        before = organisation.modified_at

        Organisation.objects.get().save()

        assert Organisation.objects.get().modified_at == before

    @pytest.mark.parametrize("change", ["column", "name"])
    def test_organisation_shown_otherwise_has_a_newer_date(self, change):
        before = factories.make_organisation().modified_at
        organisation = Organisation.objects.get()

        if change == "column":
            organisation.name_latin = "ICOM Hellas"
        else:
            organisation.names.add(OrganisationName(language="fi", name="ICOM Kreikka"))
        organisation.save()

        assert Organisation.objects.get().modified_at > before
