"""Cards as pictures: size, weight, direction; and words of every kind that fit."""

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageDraw

from events.cards.card import HEIGHT, WIDTH, Card
from events.cards.drawing import draw_card
from events.cards.lettering import Line, can_write, lines_of
from events.phrases import Phrase

LIMIT = 200 * 1024
FRENCH = Card(
    language="fr",
    weekday="mardi",
    day="18",
    month="mai 2021",
    above=Phrase("Solidarités, musées : de quoi parle-t-on ?", "fr"),
    number="Séance 7",
    title=Phrase("Construire des solidarités entre musées du monde", "fr"),
    notice="",
    times="13:00-14:30",
    zone="heure de Paris",
    languages=(Phrase("Français", "fr"), Phrase("עברית", "he")),
    site="Parvis",
)
HEBREW = replace(FRENCH, language="he", weekday="יום שלישי", title=Phrase("מתקנים יחד", "he"))
# Right-to-left letters are put in order by FriBidi, which Pango brings along.
bidi = pytest.mark.pango
HEBREW_TITLES = [
    "איקו״ם 2026: ICOM France וסדנאות שימור",
    "א" * 255,
    "ICOM Suomi",
]


def picture(card: Card) -> Image.Image:
    content = draw_card(card)
    assert len(content) < LIMIT
    image = Image.open(io.BytesIO(content)).convert("L")
    assert image.size == (WIDTH, HEIGHT)
    return image


def margins(image: Image.Image) -> tuple[int, int, int, int]:
    """How far what is written stays from the left, top, right and bottom edges."""
    left, top, right, bottom = image.point(lambda value: 255 if value < 200 else 0).getbbox()
    return left, top, WIDTH - right, HEIGHT - bottom


def ink(image: Image.Image) -> int:
    """How much is written: the number of dark points."""
    return sum(image.histogram()[:128])


@pytest.mark.parametrize(
    "title",
    [
        "a",
        "W" * 255,
        "Museumsverbandsvorstandsmitgliederversammlungsprotokoll",
        "mot " * 63,
        "Ελληνικό Τμήμα",
        "漢字",
    ],
)
def test_any_title_stays_between_the_margins(title):
    assert min(margins(picture(replace(FRENCH, title=Phrase(title, "fr"))))) >= 40


@bidi
@pytest.mark.parametrize("title", HEBREW_TITLES)
def test_any_hebrew_title_stays_between_the_margins(title):
    assert min(margins(picture(replace(HEBREW, title=Phrase(title, "he"))))) >= 40


@bidi
def test_hebrew_card_is_a_mirror_of_the_others():
    sides = {}
    for card in (FRENCH, HEBREW):
        image = picture(card)
        day = image.crop((0, 120, WIDTH // 3, 480)), image.crop((WIDTH * 2 // 3, 120, WIDTH, 480))
        sides[card.language] = ink(day[0]) > ink(day[1])

    assert sides == {"fr": True, "he": False}


@bidi
def test_hebrew_is_written_from_right_to_left_and_latin_in_it_from_left_to_right():
    """The first word alone is drawn where the whole line has it: at its right end."""
    whole = _line_picture("שלום ICOM 2026")
    right, rest = (1090, 0, WIDTH, 80), (0, 0, 1090, 80)

    assert likeness(whole.crop(right), _line_picture("שלום").crop(right)) > 0.8
    assert likeness(whole.crop(right), _line_picture("2026 ICOM").crop(right)) < 0.6
    assert ink(whole.crop(rest)) > 0


def likeness(one: Image.Image, other: Image.Image) -> float:
    """From 0 to 1, by eye: letters may stand a part of a pixel elsewhere."""
    small = [
        image.resize((image.width // 8, image.height // 8), Image.Resampling.BOX) for image in (one, other)
    ]
    return 1 - max(ImageChops.difference(*small).getextrema()) / 255


def _line_picture(text: str) -> Image.Image:
    image = Image.new("L", (WIDTH, 80), 255)
    line = Line(Phrase(text, "he"), size=48)
    line.write(ImageDraw.Draw(image), edge=WIDTH - 20, baseline=60, colour="#000", end="right")
    return image


def test_what_no_font_has_is_left_out():
    assert Line(Phrase("a漢b\N{NARROW NO-BREAK SPACE}!", "fr"), size=20).text == "ab\N{NO-BREAK SPACE}!"


def test_words_that_do_not_fit_end_in_an_ellipsis():
    lines, whole = lines_of(Phrase("mot " * 100, "fr"), size=40, width=400, limit=2)

    assert (len(lines), whole, lines[-1].text[-1]) == (2, False, "…")
    assert all(line.width <= 400 for line in lines)


def test_digest_follows_every_word_of_a_card():
    cards = [
        FRENCH,
        replace(FRENCH, day="19"),
        replace(FRENCH, title=Phrase("Autre", "fr")),
        replace(FRENCH, notice="Annulée"),
        replace(FRENCH, times="14:00-15:30"),
    ]

    assert len({card.digest for card in cards}) == len(cards)
    assert FRENCH.digest == replace(FRENCH).digest


def test_languages_of_the_site_can_be_written():
    assert [can_write(code) for code in ("fr", "en", "es", "el", "fi")] == [True] * 5


def test_right_to_left_is_not_written_without_the_library_that_orders_it(monkeypatch):
    monkeypatch.setattr("events.cards.lettering._has_bidi", lambda: False)

    assert (can_write("he"), can_write("fr")) == (False, True)
