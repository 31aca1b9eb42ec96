"""What the API says, as Pydantic models: they are the documentation, and every answer is made of them."""

import datetime as dt
from typing import Annotated, Generic, Literal, TypeVar
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

Code = Annotated[
    str, Field(description="Short name, the same in every language, for ever.", examples=["solidarites-7"])
]
Language = Annotated[str, Field(description="BCP 47.", examples=["fr"])]
Url = Annotated[str, Field(description="Absolute.", examples=["https://museum.example/fr/"])]
Moment = Annotated[dt.datetime, Field(description="RFC 3339, UTC.", examples=["2021-05-18T11:00:00Z"])]
LocalMoment = Annotated[
    str, Field(description="RFC 3339 with the offset of its zone.", examples=["2021-05-18T13:00:00+02:00"])
]
TimeOfDay = Annotated[
    str, Field(description="Hours and minutes in the zone.", pattern=r"^\d{2}:\d{2}$", examples=["13:00"])
]
Zone = Annotated[str, Field(description="IANA name.", examples=["Europe/Paris"])]
Addresses = Annotated[
    dict[str, str],
    Field(
        description="Pages with words of their own, by language.",
        examples=[{"fr": "https://museum.example/fr/"}],
    ),
]
Status = Literal["tentative", "confirmed", "postponed", "cancelled"]
State = Literal["scheduled", "soon", "open", "live", "ended", "replay"]
OrganisationRole = Literal["organiser", "partner", "participant", "moderator", "funder"]
PersonRole = Literal["speaker", "moderator", "interpreter"]


class Said(Schema):
    """A schema that refuses what it does not name, so that nothing is said that is not documented."""

    model_config = ConfigDict(extra="forbid")


class Text(Said):
    """Rich text twice: as HTML of a few plain elements with absolute addresses, and as plain text."""

    html: str
    text: str


class Picture(Said):
    """An image in a size for the web (pixels)."""

    url: Url
    width: int
    height: int
    alt: str = Field(
        description='What it shows, in the language of the words; "" where nobody has written it.'
    )
    credit: str
    caption: str


class Name(Said):
    """A name for readers of the language asked for."""

    name: str
    language: Language = Field(description="That of the name itself.")
    original: str = Field(description="As it is written at home, in its own script.")
    original_language: Language


class OrganisationInRole(Said):
    """An organisation that takes part."""

    code: Code
    name: str
    language: Language = Field(description="That of the name itself.")
    role: OrganisationRole
    url: Url


class PersonInRole(Said):
    """Somebody who takes part."""

    key: UUID
    name: str
    language: Language = Field(description="That of the name itself.")
    role: PersonRole
    title: str = Field(
        description='What they are, such as "director"; "" where it is not known in this language.'
    )
    organisation: str | None = Field(description="Code of the organisation.")


class Channel(Said):
    """The language channel of the meeting platform."""

    language: Language
    name: str


class Document(Said):
    """What a session leaves behind: slides, a report."""

    title: str
    url: Url


class CycleOfSession(Said):
    """The cycle that a session belongs to."""

    code: Code
    title: str
    url: Url


class Words(Said):
    """What everything has that is written per language."""

    key: UUID = Field(description="Identity: the same in every language.")
    language: Language = Field(description="That of the words; not always the one asked for.")
    is_fallback: bool = Field(description="Whether the words are in another language than the one asked for.")
    title: str
    url: Url
    available_languages: Addresses
    published: Moment
    modified: Moment


class Session(Words):
    """One dated meeting of a cycle. Its link, ID and passcode are never here: `join_url` leads there while it is open."""

    code: Code
    uid: str = Field(description="UID of the event in calendars.")
    number: int | None
    cycle: CycleOfSession
    theme_pending: bool = Field(
        description="The title is not known yet; it says so in the language asked for."
    )
    status: Status
    state: State = Field(
        description="At the moment of the answer: live from start to end, open in the rest of the join window."
    )
    date: dt.date
    starts_at: LocalMoment
    ends_at: LocalMoment
    timezone: Zone
    opens_at: Moment = Field(description="When the join window opens.")
    closes_at: Moment = Field(description="When it closes.")
    previous_starts: list[Moment] = Field(
        description="Where it was announced for before, in the order of the moves."
    )
    change_reason: str = Field(description='Why it was moved or called off; "" for no reason given.')
    sequence: int = Field(description="SEQUENCE in calendars: goes up with each material change.")
    join_url: Url | None = Field(
        description="The permanent way into the meeting; null where nothing takes place."
    )
    calendar_url: Url = Field(description="The session as an iCalendar file.")
    platform: str
    spoken: list[str] = Field(description="Languages (BCP 47).")
    interpreted: list[str] = Field(description="Languages (BCP 47).")
    captioned: list[str] = Field(description="Languages (BCP 47).")
    slides: list[str] = Field(description="Languages (BCP 47).")
    channels: list[Channel]
    introduction: Text
    questions: list[str]
    body: Text
    organisations: list[OrganisationInRole]
    people: list[PersonInRole]
    more_to_come: bool = Field(description="More participants will be named.")
    poster: Picture | None
    photos: list[Picture]
    replay: Url | None
    minutes: Text
    transcript: Text = Field(description="What is said in the replay.")
    captions: Url | None = Field(
        description="Captions of the replay in the language of the words, as WebVTT."
    )
    documents: list[Document]


class Rhythm(Said):
    """When a cycle usually meets."""

    sentence: str = Field(
        description="In the language asked for.", examples=["every third Tuesday of the month"]
    )
    rrule: str = Field(description="RFC 5545, 3.3.10.", examples=["FREQ=MONTHLY;BYDAY=3TU"])
    start_time: TimeOfDay
    end_time: TimeOfDay
    timezone: Zone


class Cycle(Words):
    """A series of sessions under one title."""

    code: Code
    kind: str = Field(description='What it is, such as "debates".')
    introduction: Text
    initiative: str = Field(description="Whose initiative it is, a sentence.")
    funding: str = Field(description="Who supports it, a sentence.")
    rhythm: Rhythm
    spoken: list[str]
    interpreted: list[str]
    captioned: list[str]
    slides: list[str]
    organisations: list[OrganisationInRole]
    logo: Picture | None
    feeds: dict[str, str] = Field(
        description="Addresses of its feeds in the language asked for, by file name."
    )


class News(Words):
    """A dated article. It never falls back: a language has its own news."""

    date: dt.date
    cycle: str | None = Field(description="Code of the cycle.")
    summary: str
    body: Text
    organisations: list[OrganisationInRole]
    image: Picture | None


class Organisation(Name):
    """A committee, a museum or a funder that takes part in something public."""

    key: UUID
    code: Code
    url: Url
    website: str
    country: str = Field(description='ISO 3166-1 alpha-2, "" where unknown.')
    timezone: Zone
    languages: list[str]
    contact: str = Field(description='Mail address, "" for none.')
    logo: Picture | None
    feeds: dict[str, str] = Field(
        description="Addresses of its feeds in the language asked for, by file name."
    )


class Person(Name):
    """Somebody who takes part in a public session."""

    key: UUID
    title: str = Field(description='What they are; "" where it is not known in this language.')
    website: str
    organisation: str | None = Field(description="Code of the organisation.")


class SiteLanguage(Said):
    """A language that the site offers."""

    code: Language
    name: str = Field(description="In itself.", examples=["Ελληνικά"])
    direction: Literal["ltr", "rtl"]
    url: Url


ItemT = TypeVar("ItemT")


class Listed(Said, Generic[ItemT]):
    """A part of a list."""

    count: int = Field(description="How many there are in all.")
    next: Url | None = Field(description="The next part; null behind the last one.")
    items: list[ItemT]


class Languages(Said):
    """Every language of the site, in the site's order."""

    items: list[SiteLanguage]


class Change(Said, Generic[ItemT]):
    """Something that is new, different, or gone, for readers of the language asked for."""

    kind: Literal["cycles", "sessions", "news", "organisations", "people"]
    key: UUID
    code: str
    is_gone: bool = Field(description="It left the public: forget it. Then `item` is null.")
    item: ItemT | None


class Changes(Said):
    """What changed behind a cursor, oldest first; each thing once, as it is now."""

    cursor: str = Field(description="Ask with it the next time.", examples=["17-4031"])
    is_complete: bool = Field(description="False: ask again at once, there is more.")
    items: list[Change[Session | Cycle | News | Organisation | Person]]


class Problem(Said):
    """What is wrong, where, and what to do (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str
    status: int
    detail: str
    parameter: str | None = Field(description="The parameter that is wrong.")
