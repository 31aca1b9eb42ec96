"""The real announcement as pages: session 7 with every element that it had, invented where it was secret."""

import datetime
import io
from collections.abc import Sequence
from uuid import UUID, uuid4

from django.core.files.images import ImageFile

from wagtail.images.models import Image
from wagtail.models import Page

from PIL import Image as Drawing

from events.models import (
    ChannelName,
    CycleOrganisation,
    CyclePage,
    Organisation,
    OrganisationName,
    Person,
    PersonName,
    SessionOrganisation,
    SessionPage,
    SessionPerson,
    SessionPhoto,
    SessionQuestion,
    SessionResource,
)
from tests import factories

PARIS = datetime.timezone(datetime.timedelta(hours=2))
DAY_BEFORE = datetime.datetime(2021, 5, 17, 12, 0, tzinfo=PARIS)
OPENS = datetime.datetime(2021, 5, 18, 12, 0, tzinfo=PARIS)
STARTS = datetime.datetime(2021, 5, 18, 13, 0, tzinfo=PARIS)
ENDS = datetime.datetime(2021, 5, 18, 14, 30, tzinfo=PARIS)
CLOSES = datetime.datetime(2021, 5, 18, 15, 0, tzinfo=PARIS)
SECRETS = (factories.LINK, "planted-token", "811 7485 4920", "81174854920", "314159")
ADDRESS = "/fr/solidarites/seance-7/"
FALLBACK = "/he/solidarites/seance-7/"
ORGANISATIONS = {
    "icom-finland": ("ICOM Suomi", "fi", "Europe/Helsinki", "ICOM Finlande"),
    "icom-france": ("ICOM France", "fr", "Europe/Paris", ""),
    "icom-greece": ("ICOM Ελληνικό Τμήμα", "el", "Europe/Athens", "ICOM Grèce"),
    "icom-israel": ("ICOM ישראל", "he", "Asia/Jerusalem", "ICOM Israël"),
    "cimuset": ("CIMUSET", "en", "Europe/Paris", ""),
}


def make_image(title: str) -> Image:
    """A small picture with a file."""
    file = io.BytesIO()
    Drawing.new("RGB", (60, 40), "teal").save(file, "PNG")
    return Image.objects.create(title=title, file=ImageFile(file, name=f"{title}.png"), width=60, height=40)


def make_organisations() -> dict:
    made, logo = {}, make_image("logo")
    for code, (original, script, zone, french) in ORGANISATIONS.items():
        latin = f"ICOM {code[5:].title()}" if script in {"el", "he"} else ""
        organisation = Organisation(
            code=code, name_original=original, script_language=script, name_latin=latin, timezone=zone, logo=logo,
            website=f"https://{code}.example",
        )  # fmt: skip
        organisation.names = [OrganisationName(language="fr", name=french)] if french else []
        organisation.save()
        made[code] = organisation
    return made


def make_announced(site: factories.Tree, **fields) -> SessionPage:
    """Session 7, published in French, in a cycle with five organisations. `fields` are the session's."""
    organisations = make_organisations()
    cycle = _publish_below(
        site.home,
        CyclePage(
            title="Solidarités, musées : de quoi parle-t-on ?", slug="solidarites", code="solidarites",
            kind="Cycle de débats participatifs sur plateforme numérique", initiative="Une initiative d’ICOM France.",
            funding="Avec le soutien d’ICOM international.", logo=make_image("cycle"),
        ),
        organisation_rows=[
            CycleOrganisation(organisation=each, role="organiser" if code == "icom-france" else "partner")
            for code, each in organisations.items()
        ],
    )  # fmt: skip
    session = SessionPage(
        title="Construire des solidarités entre musées du monde", introduction="<p>Des musées ont travaillé ensemble.</p>",
        number=7, date=datetime.date(2021, 5, 18), link=factories.LINK, meeting_id="81174854920", passcode="314159",
        spoken=["fr", "en", "es"], interpreted=["fr", "en", "es"], poster=make_image("poster"),
        poster_alt="Affiche de la séance 7", poster_credit="Atelier P", more_to_come=True,
        **{"slug": "seance-7", "disclosure": "public", **fields},
    )  # fmt: skip
    return _publish_below(cycle, session, **_rows(site.home.locale, organisations))


def _publish_below(parent: Page, page: Page, **rows) -> Page:
    page.locale, page.live = parent.locale, False
    for relation, members in rows.items():
        setattr(page, relation, members)
    parent.add_child(instance=page)
    return factories.publish(page)


def _rows(locale, organisations: dict) -> dict:
    questions = (
        "Quelle coopération ?",
        "Comment se connecter ?",
        "Quelles leçons ?",
        "Comment préparer ? Renforcer ?",
    )
    return {
        "organisation_rows": [
            SessionOrganisation(organisation=organisations["icom-france"], role="moderator"),
            *(SessionOrganisation(organisation=each, role="participant") for each in organisations.values()),
        ],
        "person_rows": [SessionPerson(person=make_person(organisations["icom-greece"]), role="speaker")],
        "question_rows": [SessionQuestion(text=text, locale=locale) for text in questions],
        "channel_rows": [ChannelName(language="en", name="Canal anglais", locale=locale)],
        "resource_rows": [SessionResource(title="Diaporama", url="https://slides.example/7", locale=locale)],
        "photo_rows": [
            SessionPhoto(image=make_image("gate"), caption="Αθήνα - Πύλη", alt="Une porte", locale=locale),
            SessionPhoto(
                image=make_image("pickett"), credit="karenna Pickett", alt="Une salle", locale=locale
            ),
        ],
    }


def make_person(organisation) -> Person:
    person = Person(
        name_original="Ελπίδα Καραθανάση",
        script_language="el",
        name_latin="Elpida Karathanasi",
        organisation=organisation,
    )
    person.names = [PersonName(language="fr", name="Elpida Karathanasi", role_title="Conservatrice")]
    person.save()
    return person


def clone_sessions(session: SessionPage, count: int, *, keys: Sequence[UUID] = ()) -> None:
    """As many more sessions beside this one, a day apart; written in bulk, because publishing each takes its time.

    With `keys`, beside a translation: those of the sessions that it makes translations of.
    """
    cycle = session.get_parent()
    pages, sessions = [], []
    for position in range(count):
        date = session.date + datetime.timedelta(days=position + 1)
        starts_at = session.starts_at + datetime.timedelta(days=position + 1)
        page = Page(
            path=Page._get_path(cycle.path, session.depth, 1000 + position), depth=session.depth, title=f"Séance {position}",
            draft_title=f"Séance {position}", slug=f"clone-{position}", url_path=f"{cycle.url_path}clone-{position}/",
            content_type=session.content_type, locale=session.locale, live=True,
            translation_key=keys[position] if keys else uuid4(),
        )  # fmt: skip
        pages.append(page)
        sessions.append((page, date, starts_at))
    if not pages:
        return
    Page.objects.bulk_create(pages)
    rows = [
        SessionPage(
            page_ptr=page, code=f"clone-{position}", number=1000 + position, date=date, starts_at=starts_at,
            ends_at=starts_at + datetime.timedelta(minutes=90), is_origin=not keys, spoken=["fr"],
        )
        for position, (page, date, starts_at) in enumerate(sessions)
    ]  # fmt: skip
    SessionPage._base_manager._insert(rows, fields=SessionPage._meta.local_concrete_fields, using="default")
