"""The OpenAPI document where django-ninja cannot know better: in which media type errors come, and which languages there are."""

from collections.abc import Iterator, Sequence

from ninja import NinjaAPI

from events.conf import languages
from feeds.api.problems import PROBLEM


class DocumentedAPI(NinjaAPI):
    """An API whose document says what it does."""

    def get_openapi_schema(self, **kwargs) -> dict:
        """OpenAPI 3.1."""
        document = super().get_openapi_schema(**kwargs)
        describe(document, languages=languages())
        return document


def describe(document: dict, *, languages: Sequence[str]) -> None:
    """Say in place that errors are problems (RFC 9457), and that `lang` is one of the site's languages, by default the first."""
    for operation in _operations(document):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                answer["content"] = {PROBLEM: answer["content"].pop("application/json")}
        for parameter in operation["parameters"]:
            if parameter["name"] == "lang":
                parameter["schema"] |= {"enum": list(languages), "default": languages[0]}


def _operations(document: dict) -> Iterator[dict]:
    for methods in document["paths"].values():
        yield from methods.values()
