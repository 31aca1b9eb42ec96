"""Draft a session through Wagtail's API and translate it, with a token and nothing but Python.

    PARVIS_TOKEN=wagtail_... python write_session.py https://parvis.example < session.json

Input: {"cycle": "solidarites", "facts": {"number": 8, "date": "2021-06-15", ...}, "words": {"fr": {"title": "..."}, "en": {...}}}. The first
language is that of the session's origin: all that it says is written there. The words of the others are taken by what they translate: the
same fields, in plain text. Prints the pages by language; ends with 1 and what the site answered where it refuses.
"""

import json
import os
import sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen


class Site:
    """Wagtail's API of one site."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = f"{address}/api/v3-preview", token

    def call(self, method: str, path: str, body: dict | None = None) -> dict:
        """What the site answers; HTTPError where it refuses."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.address + path, data, headers, method=method), timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    def find_cycle(self, code: str, language: str) -> int:
        """The id of a cycle's page in a language."""
        found = self.call("GET", f"/pages/?type=parvis_events.CyclePage&code={code}&locale={language}")
        if not found["items"]:
            sys.exit(f"{code} has no page in {language}, or the token's user may not see it.")
        return found["items"][0]["id"]

    def write(self, told: dict) -> dict[str, int]:
        """The pages that were drafted, by language."""
        (first, words), *others = told["words"].items()
        meta = {"type": "parvis_events.SessionPage", "parent_id": self.find_cycle(told["cycle"], first)}
        page = self.call("POST", "/pages/", {"meta": meta, **told["facts"], **words})
        pages = {first: page["id"]}
        for language, translated in others:
            pages[language] = self._translate(page["id"], language, translated)
        return pages

    def _translate(self, page_id: int, language: str, words: dict[str, str]) -> int:
        made = self.call("POST", "/translations/", {"page_id": page_id, "locale": language})
        known = [
            {"id": each["id"], "words": words[each["field"]]}
            for each in made["strings"]
            if each["field"] in words
        ]
        return self.call("PATCH", f"/translations/{made['id']}/", {"words": known})["page_id"]


def main() -> int:
    """0 where everything was drafted."""
    site = Site(sys.argv[1].rstrip("/"), os.environ["PARVIS_TOKEN"])
    try:
        pages = site.write(json.load(sys.stdin))
    except HTTPError as error:
        sys.stderr.write(f"{error.url}: {error.code} {error.read().decode()}\n")
        return 1
    sys.stdout.write(json.dumps(pages) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
