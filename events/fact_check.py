"""What raw SQL can break in a translation group, or a change of a zone's rules: finding it, and putting it right.

Nothing here is needed as long as pages are saved; `manage.py check_facts` runs it.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db import models, transaction

from events.abstract.session_facts import derive_when
from events.codes import (
    Kind,
    ReservedCode,
    code_errors,
    free_code,
    reserve_code,
    reserved_code,
    validate_code,
)
from events.fact_groups import align, drift, read_members, source_of_facts, stored_facts
from events.models import CyclePage, NewsPage, SessionPage
from events.signals import content_changed, facts_pushed

MODELS = (CyclePage, SessionPage, NewsPage)
KINDS = {CyclePage: Kind.CYCLE, SessionPage: Kind.SESSION}


def translation_keys(model: type[models.Model]) -> list[UUID]:
    """The key of every translation group of a model."""
    keys = model._base_manager.order_by("translation_key").values_list("translation_key", flat=True)
    return list(keys.distinct())


def problems(model: type[models.Model], key: UUID) -> list[str]:
    """What is wrong with one group: a sentence each, naming facts and pages, never a value that is secret."""
    pages = _pages(model, key)
    checks = (_origin_problems, _code_problems, _moment_problems, _drift_problems)
    head = f"{model._meta.model_name} {getattr(_keeper(pages), 'code', '') or pages[0].title}"
    return [f"{head}: {sentence}" for check in checks for sentence in check(model, key, pages)]


@transaction.atomic
def mend(model: type[models.Model], key: UUID) -> None:
    """Put one group right. The origin's wall clock and rows hold, and the reserved code; subscribers are told as ever."""
    read_members(model, key, lock=True)
    pages = _pages(model, key)
    group, keeper = model._base_manager.filter(translation_key=key), _keeper(pages)
    group.update(is_origin=models.Case(models.When(pk=keeper.pk, then=True), default=False))
    if model in KINDS:
        group.update(code=_mended_code(model, key, keeper))
    for page in _with_wrong_moment(model, pages):
        group.filter(pk=page.pk).update(starts_at=page.starts_at, ends_at=page.ends_at)
    align(_own_type(keeper), key)
    facts_pushed.send(sender=model, instance=keeper, followers=[page.pk for page in pages])
    content_changed.send(sender=model, instance=keeper)


def _pages(model, key) -> list:
    return list(model._base_manager.filter(translation_key=key).select_related("locale").order_by("pk"))


def _keeper(pages):
    """The page that is the origin or, where none is, the oldest."""
    return next((page for page in pages if page.is_origin), pages[0])


def _own_type(page) -> type[models.Model]:
    """The model with all of the page's facts, which may be another project's."""
    return page.specific_class or type(page)


def _name(page) -> str:
    return f"page {page.pk} ({page.locale.language_code})"


def _origin_problems(model, key, pages) -> Iterator[str]:
    origins = [_name(page) for page in pages if page.is_origin]
    if not origins:
        yield "no page is the origin"
    if len(origins) > 1:
        yield f"{len(origins)} pages are the origin: {', '.join(origins)}"


def _code_problems(model, key, pages) -> Iterator[str]:
    if model not in KINDS:
        return
    code, reserved = _keeper(pages).code, reserved_code(kind=KINDS[model], key=key)
    if reserved and code != reserved:
        yield f"the code reserved for it is “{reserved}”"
    elif not reserved and ReservedCode.objects.filter(kind=KINDS[model], code=code).exists():
        yield "its code is reserved for something else"
    elif not reserved:
        yield "its code is not reserved"


def _mended_code(model, key, keeper) -> str:
    """The reserved code; where there is none, the stored one if it can be had, else a free one like it, reserved now."""
    code = reserved_code(kind=KINDS[model], key=key) or keeper.code
    malformed = validate_code.regex.match(code) is None
    if malformed or code_errors(kind=KINDS[model], code=code, key=key):
        code = free_code(kind=KINDS[model], wish=code or keeper.slug)
    reserve_code(kind=KINDS[model], code=code, key=key)
    return code


def _with_wrong_moment(model, pages) -> Iterator:
    """The pages whose instants do not follow from their wall clock, with the right ones set (not saved)."""
    for page in pages if model is SessionPage else ():
        was = page.starts_at, page.ends_at
        derive_when(page, stored=None)
        if (page.starts_at, page.ends_at) != was:
            yield page


def _moment_problems(model, key, pages) -> Iterator[str]:
    for page in _with_wrong_moment(model, pages):
        clock = f"{page.date} {page.start_time:%H:%M}-{page.end_time:%H:%M} {page.timezone}"
        yield f"starts_at and ends_at of {_name(page)} are not those of {clock}"


def _drift_problems(model, key, pages) -> Iterator[str]:
    members = read_members(model, key)
    wrong = drift(members, stored_facts(_own_type(pages[0]), [page.pk for page in pages]))
    names = {page.pk: _name(page) for page in pages}
    for page, facts in wrong.items():
        yield f"{names[page]} differs from {names[source_of_facts(members, page=page)]} in {', '.join(facts)}"
