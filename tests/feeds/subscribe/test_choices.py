"""What one can subscribe to: everything, public cycles, and the organisations that these name."""

from django.utils.translation import override

from wagtail.models import PageViewRestriction

import pytest

from events.models import CycleOrganisation, Organisation, OrganisationName
from events.site_tree import read_tree
from feeds.subscribe.choices import read_choices
from tests import factories

pytestmark = pytest.mark.django_db


def choices(site, language: str) -> list[tuple[str, str, str]]:
    """Name, title and language of the title of each choice."""
    with override(language):
        found = read_choices(read_tree(site.site.root_page), language=language)
    return [(each.scope.name, each.title.text, each.title.language) for each in found]


def make_organisation(code: str, name: str) -> Organisation:
    return Organisation.objects.create(code=code, name_original=name, script_language="fr")


def test_site_without_cycles_offers_everything(site):
    assert choices(site, "en") == [("all", "The whole programme", "en")]


def test_cycle_is_offered_in_the_words_of_the_language_or_marked_as_a_fallback(site, cycle):
    factories.translate(cycle, "he", title="סולידריות")

    assert choices(site, "he")[1:] == [("cycle-solidarites", "סולידריות", "he")]
    assert choices(site, "fi")[1:] == [("cycle-solidarites", "Solidarités, musées", "fr")]


def test_organisation_is_offered_by_its_name_in_the_language(site, session):
    factories.add_organisation(session, factories.make_organisation())

    assert choices(site, "fr")[2:] == [("org-icom-greece", "ICOM Grèce", "fr")]
    assert choices(site, "el")[2:] == [("org-icom-greece", "ICOM Ελληνικό Τμήμα", "el")]
    assert choices(site, "he")[2:] == [("org-icom-greece", "ICOM Greece", "en")]


def test_organisations_of_cycles_are_offered_once_and_by_name(site, cycle, session):
    zebra, arles = make_organisation("a-code", "Zoo de Vincennes"), make_organisation("z-code", "arles")
    draft = cycle.get_latest_revision_as_object()
    for organisation in (zebra, arles):
        draft.organisation_rows.add(CycleOrganisation(organisation=organisation, role="organiser"))
    draft.save_revision().publish()
    factories.add_organisation(session, zebra)

    assert [name for name, _title, _language in choices(site, "fr")[2:]] == ["org-z-code", "org-a-code"]


def test_organisation_of_nothing_public_is_not_offered(site, cycle):
    make_organisation("nobody", "Personne")
    draft = factories.make_session(cycle, live=False)
    draft.organisation_rows.add(
        draft.organisation_rows.model(organisation=make_organisation("hidden", "Cachée"), role="organiser")
    )
    draft.save_revision()

    assert [name for name, _title, _language in choices(site, "fr")] == ["all", "cycle-solidarites"]


@pytest.mark.parametrize("hide", ["restrict", "unpublish", "delete"])
def test_cycle_that_is_not_public_is_not_offered_nor_are_its_organisations(site, session, hide):
    factories.add_organisation(session, factories.make_organisation())
    cycle = session.get_parent().specific
    if hide == "restrict":
        PageViewRestriction.objects.create(page=cycle, restriction_type=PageViewRestriction.LOGIN)
    else:
        getattr(cycle, hide)()

    assert [name for name, _title, _language in choices(site, "fr")] == ["all"]


def test_cycle_published_in_one_language_only_is_offered_in_all(site):
    factories.make_cycle(site, language="el", title="Κύκλος", slug="kyklos", code="kyklos")

    assert choices(site, "fr")[1:] == [("cycle-kyklos", "Κύκλος", "el")]


def test_names_are_read_once_for_all_organisations(site, session, django_assert_num_queries):
    organisations = [make_organisation(f"org-{number}", f"Organisation {number}") for number in range(30)]
    for number, organisation in enumerate(organisations):
        OrganisationName.objects.create(organisation=organisation, language="he", name=f"ארגון {number}")
    factories.add_organisation(session, *organisations)
    tree = read_tree(site.site.root_page)

    with override("he"), django_assert_num_queries(3):
        assert len(read_choices(tree, language="he")) == 32
