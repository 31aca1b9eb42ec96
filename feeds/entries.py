"""One session as an event, one news page as an article: what a subscriber reads of it, in final words."""

import datetime
from collections.abc import Mapping

from django.utils.translation import gettext, override

from events.addresses import absolute, join_path, page_path, session_path
from events.markup import portable_html
from events.text import excerpt, plain_from_html
from feeds import wording
from feeds.channels import Head, find_organiser, moments_of
from feeds.documents import CALLED_OFF, Article, Event
from feeds.enclosures import picture_of
from feeds.sources import Session, Stage

EXCERPT = 300


def event(session: Session, *, stage: Stage, head: Head, addresses: Mapping[int, str]) -> Event:
    """A session for readers of the stage's language. `addresses`: absolute ones of the pages that its text links to.

    Raises DocumentError for what no format could publish.
    """
    page, entry, language = session.page, session.entry, stage.language
    lang, title = title_of(session, language=language)
    titled = {"title": title, "number": page.number, "lang": lang, "language": language}
    url = url_of(session)
    join_url = None if page.status in CALLED_OFF else absolute(join_path(page.code, language=language))
    return Event(
        key=page.translation_key,
        uid=entry.uid,
        code=page.code,
        url=url,
        join_url=join_url,
        lang=lang,
        # A theme to come is said in the reader's language, whoever wrote the page.
        is_fallback=lang != language,
        title=title,
        summary=wording.calendar_title(status=page.status, **titled),
        dated_title=wording.dated_title(page, **titled),
        **_texts(session, title=title, url=url, join_url=join_url, language=language, addresses=addresses),
        date=page.date,
        start_time=page.start_time,
        end_time=page.end_time,
        timezone=page.timezone,
        status=page.status,
        sequence=entry.sequence,
        created=entry.first_published,
        published=entry.first_published,
        last_modified=last_modified(session, stage=stage),
        categories=(session.cycle.page.title,),
        **_organizer(session, language=language, head=head),
        picture=picture_of(page.poster, alt=page.poster_alt, credit=page.poster_credit),
        platform=page.platform,
        languages=tuple(page.spoken),
    )


def article(page, *, language: str, head: Head, addresses: Mapping[int, str]) -> Article:
    """A news page. Raises DocumentError for what no format could publish."""
    organisations = [row.organisation for row in page.organisation_rows.all()]
    published = page.last_published_at or page.first_published_at
    content = portable_html(page.body, addresses=addresses)
    return Article(
        key=page.translation_key,
        url=absolute(page_path(page)),
        lang=language,
        title=page.title,
        excerpt=excerpt(page.summary or plain_from_html(content), limit=EXCERPT),
        content_html=wording.paragraphs_html([page.summary]) + content,
        published=page.first_published_at,
        last_modified=max([published, *(each.modified_at for each in organisations)]),
        authors=tuple(each.name_in(language)[0] for each in organisations) or (head.publisher_name,),
        picture=picture_of(page.image, alt=page.image_alt, credit=page.image_credit),
    )


def last_modified(session: Session, *, stage: Stage) -> datetime.datetime:
    """The newest of what this language's rendering uses, in UTC (RFC 5545 3.8.7.3)."""
    page, cycle = session.page, session.cycle
    rows = [*page.organisation_rows.all(), *cycle.page.organisation_rows.all()]
    used = [row.organisation.modified_at for row in rows]
    used += [row.person.modified_at for row in page.person_rows.all()]
    used += moments_of(cycle.page, cycle.own, stage.home)
    return max([session.entry.modified_in(stage.language), *used])


def title_of(session: Session, *, language: str) -> tuple[str, str]:
    """The language and the text of the title; a theme to come is said in the reader's language."""
    if not session.page.theme_pending:
        return session.lang, session.page.title
    return language, wording.theme_to_come(language=language)


def url_of(session: Session) -> str:
    """The page where a reader of the language finds the session."""
    own_cycle = session.cycle.own
    path = session_path(
        session.page,
        origin_slug=session.origin_slug,
        cycle_path=page_path(own_cycle) if own_cycle else None,
        is_fallback=session.is_fallback,
    )
    return absolute(path)


def _texts(
    session: Session,
    *,
    title: str,
    url: str,
    join_url: str | None,
    language: str,
    addresses: Mapping[int, str],
) -> dict[str, str]:
    """Excerpt, plain description and HTML content of one event."""
    content = portable_html(session.page.introduction, addresses=addresses)
    introduction = plain_from_html(content)
    questions = [row.text for row in session.page.question_rows.all()]
    numbered = "\n".join(f"{number}. {text}" for number, text in enumerate(questions, start=1))
    when = wording.when_sentence(session.page, language=language)
    facts = _sentences(session, language=language)
    return {
        "excerpt": excerpt(introduction or title, limit=EXCERPT),
        "description": wording.event_description(
            lines=[when, introduction, numbered, *facts], join_url=join_url, url=url, language=language
        ),
        "content_html": wording.paragraphs_html([when])
        + content
        + wording.questions_html(questions)
        + wording.paragraphs_html(facts)
        + wording.join_html(join_url, language=language),
    }


def _sentences(session: Session, *, language: str) -> list[str]:
    """Why another language, who takes part, who moderates, in which languages: "" for what there is nothing to say of."""
    page = session.page
    rows = [(row.role, row.organisation.name_in(language)[0]) for row in page.organisation_rows.all()]
    people = [(row.role, row.person.name_in(language)[0]) for row in page.person_rows.all()]
    taking_part = [name for role, name in rows if role == "participant"]
    taking_part += [name for role, name in people if role == "speaker"]
    moderators = [name for role, name in (*rows, *people) if role == "moderator"]
    with override(language):
        return [
            wording.fallback_notice(session.lang, language=language) if session.is_fallback else "",
            wording.labelled(gettext("With:"), taking_part),
            gettext("More participants to come.") if page.more_to_come else "",
            wording.labelled(gettext("Moderated by:"), moderators),
            wording.languages_sentence(page.spoken or page.interpreted, language=language),
            *page.feed_sentences(),
        ]


def _organizer(session: Session, *, language: str, head: Head) -> dict[str, object]:
    """The session's organiser, else its cycle's, else the publisher of the site's feeds."""
    rows, cycle_rows = session.page.organisation_rows.all(), session.cycle.page.organisation_rows.all()
    organiser = find_organiser(rows) or find_organiser(cycle_rows)
    name = organiser.name_in(language)[0] if organiser else head.publisher_name
    website = organiser.website if organiser else ""
    return {
        "authors": (name,),
        "organizer_name": name,
        "organizer_email": (organiser.contact_email or None) if organiser else head.publisher_email,
        "organizer_url": website if website.startswith(("https://", "http://")) else head.home_url,
    }
