"""The counted text: never longer than networks allow, never cut inside a word, never without date and address."""

from hypothesis import example, given
from hypothesis import strategies as st

from events.announcing.counted import LIMIT, counted, short_text
from events.text import clean_line

WHEN = "mardi 18 mai 2021, 13:00-14:30, heure de Paris"
# What does not stand before an ellipsis.
PUNCTUATION = " ,;:-–—\u00a0\u202f"
ADDRESS = "https://parvis.example/s/solidarites-7"


def shortened(headline: str, **changed) -> list[str]:
    return short_text(**{"headline": headline, "when": WHEN, "address": ADDRESS} | changed).split("\n")


def test_short_headline_stands_as_it_is():
    assert shortened("Séance 7 : Climat") == ["Séance 7 : Climat", WHEN, ADDRESS]


def test_long_headline_ends_behind_a_whole_word():
    headline, when, address = shortened("Séance 7 : " + "solidarités, " * 30)

    assert headline == "Séance 7 : " + "solidarités, " * 13 + "solidarités…"
    assert (when, address) == (WHEN, ADDRESS)
    assert counted(f"{headline}\n{when}\n{address}") == 279


def test_headline_whose_first_word_is_too_long_is_left_out():
    assert shortened("x" * 300) == [WHEN, ADDRESS]


def test_family_or_flag_is_never_parted():
    family = "👩\u200d👩\u200d👧"

    headline, *_rest = shortened(f"Séance {family} " + f"{family}{family} " * 40)

    assert set(headline.removesuffix("…").split(" ")) == {"Séance", family, family * 2}


@given(
    st.text(max_size=500),
    st.text(max_size=60),
    st.from_regex(r"\Ahttps://[a-z]{1,40}\.example/s/[a-z0-9-]{2,40}\Z"),
)
@example("a\r\nBcc: b", WHEN, ADDRESS)
@example("σολ\u0301ιδαρ " * 60, WHEN, ADDRESS)
@example("סולידריות\u05bc " * 60, WHEN, ADDRESS)
def test_text_fits_and_keeps_date_address_and_whole_words(headline, when, address):
    text = short_text(headline=headline, when=when, address=address)

    *beginning, last = text.split("\n")
    assert last == address
    assert counted(text) <= LIMIT
    assert clean_line(when) in ("", beginning[-1] if beginning else "")
    words = clean_line(headline).split(" ")
    kept = beginning[0].split(" ") if len(beginning) - bool(clean_line(when)) else []
    cut = bool(kept) and kept != words
    assert [word for word in kept[: -1 if cut else None] if word not in words] == []
    assert not cut or kept[-1].removesuffix("…") in {word.rstrip(PUNCTUATION) for word in words}


@given(st.text())
def test_count_is_at_least_the_number_of_characters(text):
    assert len(text) <= counted(text) <= 2 * len(text)


def test_greek_and_hebrew_count_once_and_emoji_twice():
    assert [counted(text) for text in ("Αθήνα", "ירושלים", "🎉", "…", "é")] == [5, 7, 2, 2, 1]
