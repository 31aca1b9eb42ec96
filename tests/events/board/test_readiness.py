"""The checklist of a session: what is missing, what only warns, and when a board is red."""

import pytest

from events.board.cells import State
from events.board.readiness import Item, Level, Name, Subject, is_red, readiness

READY = {
    "origin": "fr",
    "is_public": True,
    "has_link": True,
    "has_moderator": True,
    "spoken": ("fr",),
    "interpreted": ("en",),
    "channels": {"fr": frozenset({"en"}), "el": frozenset({"en"})},
    "has_poster": True,
    "has_credit": True,
    "alts": frozenset({"fr", "el"}),
    "theme_pending": False,
    "states": {"fr": State.LIVE, "el": State.LIVE},
}


def trouble(**changed) -> list[Item]:
    """The lines that are not in order."""
    return [item for item in readiness(Subject(**(READY | changed))) if item.level is not Level.OK]


def test_session_that_has_everything_has_a_checklist_in_order():
    items = readiness(Subject(**READY))

    assert [item.name for item in items] == [
        Name.PUBLISHED, Name.LINK, Name.MODERATOR, Name.SPOKEN, Name.CHANNELS, Name.POSTER, Name.CREDIT, Name.ALT,
        Name.THEME, Name.TRANSLATION,
    ]  # fmt: skip
    assert {item.level for item in items} == {Level.OK}


@pytest.mark.parametrize(
    ("changed", "item"),
    [
        ({"is_public": False}, Item(Name.PUBLISHED, Level.MISSING, ("fr",))),
        ({"has_link": False}, Item(Name.LINK, Level.MISSING)),
        ({"has_moderator": False}, Item(Name.MODERATOR, Level.WARNING)),
        ({"spoken": ()}, Item(Name.SPOKEN, Level.WARNING)),
        ({"interpreted": ("en", "he")}, Item(Name.CHANNELS, Level.WARNING, ("fr", "el"))),
        ({"channels": {"fr": frozenset({"en"})}}, Item(Name.CHANNELS, Level.WARNING, ("el",))),
        ({"has_poster": False, "alts": frozenset()}, Item(Name.POSTER, Level.WARNING)),
        ({"has_credit": False}, Item(Name.CREDIT, Level.WARNING)),
        ({"alts": frozenset({"fr"})}, Item(Name.ALT, Level.WARNING, ("el",))),
        ({"theme_pending": True}, Item(Name.THEME, Level.WARNING)),
    ],
)
def test_what_a_session_lacks_is_one_line(changed, item):
    assert trouble(**changed) == [item]


@pytest.mark.parametrize("state", [State.MISSING, State.DRAFT, State.STALE])
def test_language_that_is_not_up_to_date_warns(state):
    states = READY["states"] | {"he": state}

    lines = [item for item in trouble(states=states, interpreted=(), has_poster=False) if item.state]

    assert lines == [Item(Name.TRANSLATION, Level.WARNING, ("he",), state)]


def test_words_of_drafts_are_not_asked_for_channels_and_alternative_texts():
    assert [item.name for item in trouble(states=READY["states"] | {"he": State.DRAFT})] == [Name.TRANSLATION]


def test_words_of_an_origin_are_asked_for_before_it_is_published():
    states = {"fr": State.DRAFT, "el": State.MISSING}

    lines = trouble(states=states, is_public=False, alts=frozenset())

    assert [item.name for item in lines] == [Name.PUBLISHED, Name.ALT, Name.TRANSLATION]
    assert lines[1].languages == ("fr",)


def test_session_without_interpretation_has_no_line_about_channels():
    assert Name.CHANNELS not in [item.name for item in readiness(Subject(**(READY | {"interpreted": ()})))]


@pytest.mark.parametrize(
    ("levels", "red"),
    [
        ([], False),
        ([Level.OK, Level.WARNING], False),
        ([Level.OK, Level.MISSING], True),
    ],
)
def test_board_is_red_when_something_is_missing(levels, red):
    assert is_red(levels) is red
