"""What stands above the sessions: Wagtail's site, a home for each language, the two cycles, the news index."""

import datetime
from functools import partial

from wagtail.models import Locale, Page

from cms.demo import pictures
from cms.demo.contents import SOURCE, Table, facts, translations, words
from cms.demo.directory import rows_of
from cms.demo.publishing import publish_below, translate
from cms.demo.record import Record
from cms.preparing import make_root, set_address
from events.models import CycleOrganisation, CyclePage, HomePage, NewsIndexPage, RhythmException

CYCLE_WORDS = ("title", "kind", "introduction", "initiative", "funding")
# Near the real session's day the season leaves that day to it: both begin at the same hour.
NEAR = datetime.timedelta(days=366)


def load_tree(record: Record) -> None:
    """Locales, homes, the site's address, cycles and the news index; each translated."""
    for language in (SOURCE, *translations()):
        Locale.objects.get_or_create(language_code=language)
    home = record.once("home", make_home, author=record.author)
    set_address()
    translate(record, "home", words_in=lambda language: partial(_write_home, language=language))
    for table in ("cycle", "season"):
        key = f"cycle:{facts()[table]['code']}"
        if home:
            record.once(key, _cycle, home, record, table)
        translate(record, key, words_in=partial(_writer, table, CYCLE_WORDS))
    if home:
        record.once("news-index", _news_index, home, author=record.author)
    translate(record, "news-index", words_in=partial(_writer, "news_index", ("title",)))


def _writer(table: str, names: tuple[str, ...], language: str):
    return partial(_write, texts=words(language)[table], names=names)


def _write(page: Page, *, texts: Table, names: tuple[str, ...]) -> None:
    for name in names:
        setattr(page, name, texts[name])


def _write_home(page: HomePage, *, language: str) -> None:
    _write(page, texts=words(language)["home"], names=("title", "introduction"))
    page.slug = language


def make_home(*, author) -> HomePage:
    """The source language's home, as root of the default site; Wagtail's welcome page goes if nobody touched it."""
    home = HomePage(locale=Locale.objects.get(language_code=SOURCE))
    _write_home(home, language=SOURCE)
    home = publish_below(Page.get_first_root_node(), home, author=author)
    make_root(home, site_name=facts()["site"]["name"])
    return HomePage.objects.get(pk=home.pk)


def _cycle(home: HomePage, record: Record, table: str) -> CyclePage:
    row = facts()[table]
    cycle = CyclePage(
        locale=home.locale,
        slug=row["slug"],
        code=row["code"],
        show_in_menus=True,
        rhythm_weekday=row["weekday"],
        rhythm_ordinal=row["ordinal"],
        default_start_time=datetime.time.fromisoformat(row["start_time"]),
        default_end_time=datetime.time.fromisoformat(row["end_time"]),
        default_timezone=row["timezone"],
        disclosure=row["disclosure"],
        spoken=row["spoken"],
        interpreted=row["interpreted"],
        logo=pictures.logo(record, key=row["code"], name=words(SOURCE)[table]["title"]),
    )
    _write(cycle, texts=words(SOURCE)[table], names=CYCLE_WORDS)
    cycle.organisation_rows = rows_of(CycleOrganisation, record, "organisation", row["organisations"])
    cycle.rhythm_exceptions = _exceptions(record.day) if table == "season" else []
    return publish_below(home, cycle, author=record.author)


def _exceptions(day: datetime.date) -> list[RhythmException]:
    taken = datetime.date.fromisoformat(facts()["session7"]["date"])
    return (
        [RhythmException(date=taken, change=RhythmException.Change.SKIPPED)]
        if abs(taken - day) < NEAR
        else []
    )


def _news_index(home: HomePage, *, author) -> NewsIndexPage:
    index = NewsIndexPage(locale=home.locale, slug="actualites", show_in_menus=True)
    _write(index, texts=words(SOURCE)["news_index"], names=("title",))
    return publish_below(home, index, author=author)
