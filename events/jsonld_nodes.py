"""The nodes of our structured data that several pages have: series, organisations, people, pictures, replays, breadcrumbs."""

from collections.abc import Iterable
from typing import Any

from events.addresses import absolute
from events.phrases import Name
from events.pictures import Picture
from events.presentation_social import Social
from events.text import excerpt, plain_from_html

DESCRIPTION = 300
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Node = dict[str, Any]


def without_empty(values: Node) -> Node:
    """What has a value; zero and True are values."""
    return {key: value for key, value in values.items() if value or value is True or value == 0}


def reference(url: str, name: str) -> Node:
    """To a node that stands elsewhere in the graph, or in another page's."""
    return {"@id": f"{url}#{name}"}


def series(cycle: Any, *, url: str, logo: str, organisers: Iterable[Name], funders: Iterable[Name]) -> Node:
    """A cycle: title, kind, rhythm, who carries it and who pays."""
    texts = [cycle.kind, plain_from_html(cycle.introduction)]
    return without_empty(
        {
            "@type": "EventSeries",
            "@id": f"{url}#cycle",
            "url": url,
            "name": cycle.title,
            "description": excerpt(". ".join(filter(None, texts)), limit=DESCRIPTION),
            "disambiguatingDescription": " ".join(filter(None, [cycle.initiative, cycle.funding])),
            "image": logo,
            "organizer": organisations(organisers),
            "funder": organisations(funders),
            "eventSchedule": _schedule(cycle),
        }
    )


def organisations(names: Iterable[Name]) -> list[Node]:
    """References with the names, so that a program that follows none still reads them."""
    return [
        without_empty(
            {"@type": "Organization", "@id": _identifier(name), "name": name.shown.text, "url": name.website}
        )
        for name in names
    ]


def organisation(name: Name, *, logo: str = "") -> Node:
    """All that we say of an organisation."""
    return without_empty(
        {
            "@type": "Organization",
            "@id": _identifier(name),
            "name": name.shown.text,
            "alternateName": _original(name),
            "url": name.website,
            "logo": logo,
        }
    )


def person(name: Name) -> Node:
    """Somebody who takes part."""
    affiliation = {"@type": "Organization", "name": name.organisation.text} if name.organisation else {}
    person = {
        "@type": "Person", "name": name.shown.text, "alternateName": _original(name), "jobTitle": name.title, "url": name.website,
        "affiliation": affiliation,
    }  # fmt: skip
    return without_empty(person)


def picture(shown: Picture) -> Node:
    """A picture, with who made it."""
    return without_empty(
        {
            "@type": "ImageObject",
            "url": absolute(shown.url),
            "width": shown.width,
            "height": shown.height,
            "caption": shown.caption,
            "creditText": shown.credit,
        }
    )


def video(view: Any, social: Social) -> Node:
    """The replay of a session. Nobody tells us when it was put there: the end of the session stands for it."""
    page, url, player = view.page, absolute(view.address), view.player
    captions = view.captions_address
    place = {"contentUrl" if player.media_type else "embedUrl": player.address} if player else {}
    return without_empty(
        {
            "@type": "VideoObject",
            "@id": f"{url}#replay",
            "name": view.title.text,
            "description": excerpt(plain_from_html(page.introduction), limit=DESCRIPTION) or social.title,
            "url": page.replay,
            **place,
            "uploadDate": view.facts.when.end,
            "thumbnailUrl": [social.image.address] if social.image else [],
            "inLanguage": list(page.spoken),
            "transcript": plain_from_html(page.transcript),
            "caption": without_empty(
                {
                    "@type": "MediaObject",
                    "contentUrl": absolute(captions),
                    "encodingFormat": "text/vtt",
                    "inLanguage": view.language,
                }
            )
            if captions
            else {},
        }
    )


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Node:
    """From the home to the page: names and paths."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
        for position, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _schedule(cycle: Any) -> Node:
    """The rhythm as a schedule: "3TU" is the third Tuesday, as in RFC 5545 3.3.10."""
    skipped = [row.date for row in cycle.rhythm_exceptions.all() if row.change == row.Change.SKIPPED]
    return without_empty(
        {
            "@type": "Schedule",
            "repeatFrequency": f"P{cycle.rhythm_interval}M",
            "byDay": f"{cycle.rhythm_ordinal}{WEEKDAYS[cycle.rhythm_weekday]}",
            "startTime": cycle.default_start_time.isoformat(),
            "endTime": cycle.default_end_time.isoformat(),
            "scheduleTimezone": cycle.default_timezone,
            "exceptDate": [day.isoformat() for day in sorted(skipped)],
        }
    )


def _identifier(name: Name) -> str:
    return f"{absolute('/')}#organisation-{name.code}"


def _original(name: Name) -> str:
    return name.original.text if name.original else ""
