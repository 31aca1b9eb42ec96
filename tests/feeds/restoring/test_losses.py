"""What calendars that outlived the database show to be lost."""

import dataclasses

from feeds.restoring.losses import Known, Loss, LossKind, Told, find_losses
from tests.feeds.world import utc

BEFORE, LATER = utc(2026, 11, 27, 10), utc(2026, 11, 27, 11)
TOLD = Told("a@x", "fr", sequence=2, modified=BEFORE, start="2026-12-01 13:00 Europe/Paris", title="Titre")
# Stored with its microseconds, which calendars have not.
KNOWN = {"a@x": Known("sol-7", 2, {"fr": BEFORE.replace(microsecond=5), "en": BEFORE})}
LANGUAGES = ["fr", "en"]


def told(**fields) -> Told:
    return dataclasses.replace(TOLD, **fields)


def found(*survivors: Told) -> list[tuple[str, str, str, tuple[str, ...]]]:
    losses = find_losses(survivors, known=KNOWN, languages=LANGUAGES)
    return [(loss.kind.value, loss.code, loss.title, loss.languages) for loss in losses]


def test_what_is_known_as_it_was_told_is_no_loss():
    assert found(TOLD, told(language="en")) == []
    assert found(told(sequence=1, modified=LATER)) == []


def test_session_that_nobody_knows_is_named_as_it_was_told():
    assert find_losses([told(uid="b@x")], known=KNOWN, languages=LANGUAGES) == [
        Loss(LossKind.UNKNOWN, "b@x", "", "2026-12-01 13:00 Europe/Paris", "Titre", ("fr",))
    ]


def test_higher_sequence_is_a_change_and_a_later_date_alone_other_words():
    assert found(told(sequence=3, modified=LATER)) == [("changed", "sol-7", "Titre", ("fr",))]
    assert found(told(modified=LATER)) == [("reworded", "sol-7", "Titre", ("fr",))]
    assert found(told(language="es")) == [("reworded", "sol-7", "Titre", ("es",))]


def test_each_session_is_named_once_in_the_sites_first_language_unknown_ones_first():
    both = (told(sequence=3, language="en", title="Title"), told(sequence=3))
    assert found(*both, told(uid="b@x", language="he", title="כותרת")) == [
        ("unknown", "", "כותרת", ("he",)), ("changed", "sol-7", "Titre", ("fr", "en")),
    ]  # fmt: skip
