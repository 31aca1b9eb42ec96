"""A site that mirrors ours through `changes`: it keeps what it was told, and forgets what is gone."""

from django.test import Client


class Mirror:
    """Everything of one language, by kind and key."""

    def __init__(self, language: str, *, limit: int = 100) -> None:
        self.language, self.limit = language, limit
        self.cursor = ""
        self.items: dict[tuple[str, str], dict] = {}

    def follow(self) -> int:
        """Ask until there is no more; says how many times."""
        for times in range(1, 1000):
            told = self._ask()
            for each in told["items"]:
                if each["is_gone"]:
                    self.items.pop((each["kind"], each["key"]), None)
                else:
                    self.items[each["kind"], each["key"]] = each["item"]
            self.cursor = told["cursor"]
            if told["is_complete"]:
                return times
        raise AssertionError("The changes never end.")

    def _ask(self) -> dict:
        asked = {"lang": self.language, "limit": self.limit} | (
            {"cursor": self.cursor} if self.cursor else {}
        )
        answer = Client().get("/api/v1/changes", asked)
        assert answer.status_code == 200, answer.content
        return answer.json()


def everything(language: str) -> dict[tuple[str, str], dict]:
    """What the lists say, by kind and key."""
    found = {}
    for kind in ("cycles", "sessions", "news", "organisations", "people"):
        answer = Client().get(f"/api/v1/{kind}", {"lang": language, "limit": 100})
        assert answer.status_code == 200, answer.content
        found |= {(kind, each["key"]): each for each in answer.json()["items"]}
    return found
