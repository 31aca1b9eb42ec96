"""A site that mirrors ours through `changes`: it keeps what it was told, and forgets what is gone."""

from collections.abc import Callable

from tests.feeds.api.asking import said

Ask = Callable[..., dict]


class Mirror:
    """Everything of one language, by kind and key. `ask` gives what an address under /api/v1/ says to parameters."""

    def __init__(self, language: str, *, limit: int = 100, ask: Ask = said) -> None:
        self.language, self.limit, self.ask = language, limit, ask
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
        return self.ask("changes", **asked)


def everything(language: str, *, ask: Ask = said) -> dict[tuple[str, str], dict]:
    """What the lists say, by kind and key."""
    return {
        (kind, each["key"]): each
        for kind in ("cycles", "sessions", "news", "organisations", "people")
        for each in ask(kind, lang=language, limit=100)["items"]
    }
