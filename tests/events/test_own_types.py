"""Types that another project made of ours; .ci/host_content.py tries a whole one, with its table."""

from wagtail.models.pages import PAGE_MODEL_CLASSES

import pytest

from events import own_types
from events.models import CyclePage, NewsPage, SessionPage


class OfAnotherProject(SessionPage):
    """Without a table: a proxy is a model that inherits, too."""

    class Meta:
        proxy = True
        app_label = "another_project"


# It is of these tests only: the admin of others offers no such type.
PAGE_MODEL_CLASSES.remove(OfAnotherProject)


@pytest.fixture
def loaded(monkeypatch):
    monkeypatch.setattr(own_types.apps, "get_models", lambda: [CyclePage, SessionPage, OfAnotherProject])


def test_derived_types_stand_behind_ours_each_once(loaded):
    assert own_types.with_own_types([NewsPage, SessionPage, SessionPage]) == [
        NewsPage,
        SessionPage,
        OfAnotherProject,
    ]


def test_derived_type_stands_where_ours_may(loaded, monkeypatch):
    monkeypatch.setattr(CyclePage, "_clean_subpage_models", [SessionPage])
    monkeypatch.setattr(OfAnotherProject, "_clean_parent_page_models", [CyclePage])

    assert CyclePage.clean_subpage_models() == [SessionPage, OfAnotherProject]
    assert OfAnotherProject.clean_parent_page_models() == [CyclePage]


@pytest.mark.django_db
def test_page_of_our_type_is_taken_as_it_is(session, django_assert_num_queries):
    page = SessionPage.objects.get(pk=session.pk)

    with django_assert_num_queries(0):
        assert own_types.as_own_type(page) is page
