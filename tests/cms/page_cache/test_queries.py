"""What stands behind the question mark: a page is remembered by the parameters that it reads, and by no other."""

from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict

import pytest

from cms.page_cache import LONGEST
from tests import factories
from tests.cms.page_cache.asking import JOIN, PAGE, queries

pytestmark = pytest.mark.django_db


def test_page_with_a_query_is_remembered_by_itself(client, session):
    both = [client.get(f"/fr/subscribe/{query}") for query in ("", "?scope=cycle-solidarites")]

    assert both[0].content != both[1].content
    assert [queries(client, "/fr/subscribe/"), queries(client, "/fr/subscribe/?scope=cycle-solidarites")] == [
        0,
        0,
    ]


# Every kind of page, with the parameters that change it.
KINDS = {
    "/fr/": (), "/fr/solidarites/": (), PAGE: (), "/he/solidarites/seance-7/": (), JOIN: (), "/fr/actualites/": ("page",),
    "/fr/actualites/une-nouvelle/": (), "/fr/organisations/icom-greece/": (), "/fr/search/": ("q",),
    "/fr/archive/": ("year", "language", "organisation", "replay", "page"), "/fr/subscribe/": ("scope",),
    "/fr/partners/": ("site", "language", "scope", "layout", "theme", "accent", "untranslated"),
    "/fr/card/solidarites-7.png": (), "/embed/fr/all/": ("layout", "theme", "accent", "untranslated"),
}  # fmt: skip
# Those that are asked for most, and those that read most; the audit tries them all.
OFTEN = {PAGE, "/fr/archive/", "/fr/partners/", "/embed/fr/all/"}


@pytest.fixture
def everything(session, site):
    """A page of each kind."""
    factories.add_organisation(session, factories.make_organisation())
    factories.make_news(site)
    factories.translate(session.get_parent().specific, "he")


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize(
    "path", [pytest.param(path, marks=[] if path in OFTEN else pytest.mark.slow) for path in KINDS]
)
def test_parameter_that_changes_nothing_costs_nothing(client, path):
    """Those that count visits; else whoever makes some up has a page rendered for each."""
    first = client.get(path)

    answers = [
        client.get(f"{path}?{name}=zqx{number}") for number, name in enumerate(["utm_source", "fbclid", "a"])
    ]

    assert first.status_code == 200
    assert {(each.status_code, each.content, each["ETag"]) for each in answers} == {
        (200, first.content, first["ETag"])
    }
    assert [queries(client, f"{path}?x{number}=zqx") for number in range(5)] == [0] * 5


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("path", KINDS)
def test_page_reads_no_parameter_but_those_that_it_is_remembered_by(client, path, monkeypatch):
    read = set()

    class Noted(QueryDict):
        def get(self, name, default=None):
            read.add(name)
            return super().get(name, default)

        def __getitem__(self, name):
            read.add(name)
            return super().__getitem__(name)

        def getlist(self, name, default=None):
            read.add(name)
            return super().getlist(name, default)

        def urlencode(self, safe=None):
            raise AssertionError("The whole query is put into the page.")

        items = lists = __iter__ = urlencode

    monkeypatch.setattr(WSGIRequest, "GET", property(lambda request: Noted(request.META["QUERY_STRING"])))

    answer = client.get(f"{path}?x=zqx")

    assert (answer.status_code, b"zqx" in answer.content) == (200, False)
    assert read == set(KINDS[path])


def test_parameters_are_remembered_by_in_whatever_order_and_the_others_left_out(client, session):
    client.get("/fr/archive/")
    first = client.get("/fr/partners/?theme=dark&layout=table")

    assert queries(client, "/fr/partners/?layout=table&x=y&theme=dark") == 0
    assert client.get("/fr/partners/?layout=table&theme=dark").content == first.content
    assert client.get("/fr/partners/?theme=light&layout=table").content != first.content


def test_address_that_is_too_long_is_answered_and_not_remembered(client, session):
    path = f"/fr/search/?q={'x' * LONGEST}"

    assert client.get(path).status_code == 200
    assert queries(client, path) > 0
