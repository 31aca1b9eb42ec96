"""Sessions of plain values, made of a seed: who gives the same numbers gets the same sessions. Knows no model and no clock."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

# How many a cycle may have, and the highest number that a session can bear.
MOST, HIGHEST_NUMBER = 10_000, 9_999
FIRST_DAY, DAYS = datetime.date(2021, 1, 4), 3_650
ANNOUNCED = datetime.datetime(2020, 11, 2, 9, 30, 12, 345678, tzinfo=datetime.UTC)
CALLED_OFF = datetime.datetime(2020, 12, 7, 16, 5, 48, 765432, tzinfo=datetime.UTC)
# One that is called off leaves the feeds 90 days after its date: only those far ahead are, so that every feed holds all sessions.
CALLED_OFF_FROM = datetime.date(2029, 1, 1)
CALLED_OFF_ONE_IN = 4
ZONES = ["Europe/Paris", "Europe/Athens", "Asia/Jerusalem", "America/Sao_Paulo", "Asia/Kathmandu", "UTC"]
HOURS, MINUTES = (9, 13, 18), (0, 30)
LENGTHS = [datetime.timedelta(minutes=each) for each in (45, 60, 90)]
REASON = "La salle est prise, hélas ; nous chercherons une autre date."
# Subjects and places of each language: a title is one of each, an introduction several.
WORDS = {
    "fr": (["Musées solidaires, musées ouverts", "Accueillir : écouter ; répondre", "Réserves, dépôts & œuvres"],
           ["à Évreux", "en Île-de-France", "au musée des Œuvres"]),
    "en": (["Museums, neighbours; and friends", "Welcome: who is missing?", "Collections & communities"],
           ["in a small town", "across the Channel", "at the “old” dock"]),
    "es": (["Museos, vecindad y memoria", "¿Quién falta?; quién llega", "Colecciones & niñez"],
           ["en Cádiz", "al otro lado del río", "en el museo del Año"]),
    "el": (["Μουσεία, γειτονιές· και φίλοι", "Υποδοχή: ποιος λείπει;", "Συλλογές & κοινότητες"],
           ["στην Αθήνα", "στο Αιγαίο", "στο παλιό λιμάνι"]),
    "he": (["מוזיאונים, שכנים; וחברים", "קבלת פנים: מי חסר?", "אוספים וקהילות"],
           ["בירושלים", "בגליל", "בנמל הישן"]),
    "fi": (["Museot, naapurit; ja ystävät", "Tervetuloa: kuka puuttuu?", "Kokoelmat & yhteisöt"],
           ["Jyväskylässä", "Itämeren äärellä", "vanhassa satamassa"]),
}  # fmt: skip
SENTENCES, QUESTIONS = 6, 2


@dataclass(frozen=True)
class Words:
    """What one language says of a session. `introduction` is rich text."""

    title: str
    introduction: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """One session: wall-clock times in an IANA zone, words by language; `is_called_off` after it was announced.

    `place` counts from 1; `number` is None behind the highest.
    """

    place: int
    number: int | None
    code: str
    key: UUID
    question_keys: tuple[UUID, ...]
    date: datetime.date
    start_time: datetime.time
    end_time: datetime.time
    timezone: str
    is_called_off: bool
    words: dict[str, Words]


def cycle_code(size: int) -> str:
    """The code of the cycle with so many sessions."""
    return f"bench-{size}"


def key_of(name: str, *, seed: int) -> UUID:
    """The translation key of what has this name."""
    return _key(_random(f"{seed}/{name}"))


def samples(*, size: int, languages: Sequence[str], seed: int) -> Iterator[Sample]:
    """So many sessions, spread evenly over ten years, in the order of their dates. What a language says does not depend on the others."""
    for place in range(1, size + 1):
        code = f"{cycle_code(size)}-{place}"
        random = _random(f"{seed}/{code}")
        date = FIRST_DAY + datetime.timedelta(days=place * DAYS // size)
        start = datetime.datetime.combine(date, datetime.time(random.choice(HOURS), random.choice(MINUTES)))
        yield Sample(
            place=place,
            number=place if place <= HIGHEST_NUMBER else None,
            code=code,
            key=_key(random),
            question_keys=tuple(_key(random) for _each in range(QUESTIONS)),
            date=date,
            start_time=start.time(),
            end_time=(start + random.choice(LENGTHS)).time(),
            timezone=random.choice(ZONES),
            is_called_off=random.randrange(CALLED_OFF_ONE_IN) == 0 and date >= CALLED_OFF_FROM,
            words={each: _words(each, _random(f"{seed}/{code}/{each}")) for each in languages},
        )


def _words(language: str, random: Random) -> Words:
    subjects, places = WORDS[language]
    lines = [
        f"{random.choice(subjects)} {random.choice(places)}" for _each in range(SENTENCES + QUESTIONS + 1)
    ]
    title, *rest = lines
    return Words(
        title=title,
        introduction=f"<p>{'. '.join(rest[QUESTIONS:]).replace('&', '&amp;')}.</p>",
        questions=tuple(rest[:QUESTIONS]),
    )


def _random(name: str) -> Random:
    return Random(name)  # noqa: S311  (it keeps no secret)


def _key(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
