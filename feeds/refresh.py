"""Brings items and shelves up to what is public now: after each change, and before a read that finds one not looked at.

Who holds the lock on the edition is the only one who changes them, and reads pages behind it; so what is stored is never older
than a mark that is gone.
"""

import datetime
import hashlib
import logging
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from events.conf import fallbacks, languages, site_url, uid_domain
from events.models import CyclePage
from events.now import now as moment
from feeds import sources
from feeds.api.storing import due_keys, store_resources
from feeds.build import build_pieces
from feeds.figures import observe_freshness
from feeds.files import Outdated, renew_files
from feeds.generation import bump
from feeds.hub import hub_url
from feeds.items import store_items
from feeds.models import Edition, Item, Mark
from feeds.outlets import tell
from feeds.renderers import CODE
from feeds.scopes import all_scopes
from feeds.shelving import arrange_shelves, retire
from feeds.sources import Keys

logger = logging.getLogger(__name__)


def current_configuration() -> str:
    """A name for what feeds show and no table holds: addresses, languages, fallbacks, hub, and the code that writes them."""
    values = [
        site_url(),
        uid_domain(),
        settings.MEDIA_URL,
        hub_url(),
        CODE,
        *((code, fallbacks(code)) for code in languages()),
    ]
    return hashlib.blake2b(repr(values).encode(), digest_size=16).hexdigest()


def refresh(*, now: datetime.datetime, wait: bool = True) -> None:
    """Look at everything that is marked.

    With `wait` false it returns at once where somebody else is at it, on databases that can pass over a locked row.
    """
    while _refresh_once(now=now, wait=wait):
        pass


def refresh_for_reader(*, now: datetime.datetime) -> bool:
    """Look at what is marked where nobody else is at it. False where that failed: what is stored is the last that could be made.

    The marks stay, and tick tries again. Raises only what says that the database is away.
    """
    try:
        refresh(now=now, wait=False)
    except (InterfaceError, OperationalError):
        raise
    except Exception:  # whatever is wrong with what is new, what is stored is as good as it was
        logger.exception("What has changed could not be brought into the feeds; readers get what is stored")
        return False
    return True


def _refresh_once(*, now: datetime.datetime, wait: bool) -> bool:
    """Look at what is marked now. Says whether others have to be looked at because of it."""
    if not Mark.objects.exists():
        return False
    with transaction.atomic():
        edition = _locked_edition(wait=wait)
        marks = list(Mark.objects.order_by("pk")) if edition else []
        if not marks:
            return False
        keys = None if any(mark.key is None for mark in marks) else frozenset(mark.key for mark in marks)
        is_reconfigured = keys is None and edition.configuration != current_configuration()
        others = _refresh_languages(
            keys, is_reconfigured=is_reconfigured, edition=edition.number + 1, now=now
        )
        Mark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
        Mark.objects.bulk_create(Mark(key=key) for key in sorted(others))
        edition.number += 1
        if keys is None:
            edition.configuration = current_configuration()
        edition.save()
        # Behind the files, which are renewed at the same moment.
        transaction.on_commit(partial(_note_freshness, marks), robust=True)
    return bool(others)


def _note_freshness(marks: list[Mark]) -> None:
    """How long the oldest of these changes took to be in the files."""
    began = [mark.marked_at for mark in marks if mark.marked_at]
    if began:
        observe_freshness((moment() - min(began)).total_seconds())


def look_at_the_clock(now: datetime.datetime) -> None:
    """A job of tick: what leaves by itself goes, and what was built for another configuration is built anew."""
    due = Item.objects.filter(leaves_at__lte=now).values_list("parent", flat=True).distinct()
    marks = [Mark(key=key) for key in {*due, *due_keys(now)}]
    if not Edition.objects.filter(configuration=current_configuration()).exists():
        marks.append(Mark(key=None))
    Mark.objects.bulk_create(marks)
    refresh(now=now)


def _locked_edition(*, wait: bool) -> Edition | None:
    Edition.objects.get_or_create(pk=1)
    passes_over = connection.features.has_select_for_update_skip_locked and not wait
    return Edition.objects.select_for_update(skip_locked=passes_over).filter(pk=1).first()


def _refresh_languages(
    keys: Keys, *, is_reconfigured: bool, edition: int, now: datetime.datetime
) -> set[UUID]:
    """Make all that is stored of these keys anew. Gives the keys of others that say something else because of it."""
    scopes, organisations = all_scopes(), sources.load_organisations()
    names = {scope.key: scope.name for scope in scopes}
    if keys is None:
        Item.objects.exclude(language__in=languages()).delete()
    public, outdated = sources.load_public(keys), []
    stages = {language: sources.stage_of(public, language=language) for language in languages()}
    for language, stage in stages.items():
        pieces = build_pieces(stage=stage, scope_names=names)
        touched = store_items(pieces, language=language, keys=keys, now=now)
        changed = arrange_shelves(
            stage=stage,
            scopes=scopes,
            organisations=organisations,
            touched=touched,
            only_touched=keys is not None,
            anew=is_reconfigured,
            now=now,
        )
        outdated.append(Outdated(language, changed, touched))
    others = store_resources(public, stages.values(), keys=keys, edition=edition, now=now)
    tell(outdated, keys=keys, now=now)
    transaction.on_commit(bump, robust=True)
    transaction.on_commit(partial(renew_files, outdated), robust=True)
    cycles = CyclePage.objects.values_list("translation_key", flat=True)
    retire(existing=frozenset([*cycles, *organisations]), scopes=scopes)
    return others
