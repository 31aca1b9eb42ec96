"""What the demonstration made, once and for ever: Wagtail's log of actions, which outlives what it speaks of.

Each thing has a key and is made under it once. Found again it is left as it is, whoever changed it since; deleted by an
editor it stays deleted.
"""

import datetime
from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction

from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from events.codes import Kind, ReservedCode
from events.models import CyclePage, Organisation, SessionPage

CODED = {
    Kind.CYCLE: CyclePage.objects.filter(is_origin=True),
    Kind.SESSION: SessionPage.objects.filter(is_origin=True),
    Kind.ORGANISATION: Organisation.objects.all(),
}


class Record:
    """The keys of everything that earlier runs made, and of every code in use.

    `day`: the day around which the season lies; the first run chooses it. `author`: the user whom the log names. `made`: how
    many things this run made.
    """

    def __init__(self, *, day: datetime.date):
        self.author = None
        self.made = 0
        self._found = _logged()
        self._codes = {f"{row.kind}:{row.code}" for row in ReservedCode.objects.all()}
        stored = {data["day"] for data, _type, _pk in self._found.values() if "day" in data}
        self.day = datetime.date.fromisoformat(min(stored)) if stored else day

    def __contains__(self, key: str) -> bool:
        return key in self._found or key in self._codes

    def once(self, key: str, build: Callable[..., models.Model], *args, **kwargs) -> models.Model | None:
        """What `key` names: as it is stored; built now from the arguments when it never was; None when it was deleted."""
        if key in self:
            return self.find(key)
        with transaction.atomic():
            instance = build(*args, **kwargs)
            self.note(key, instance, action="wagtail.create")
        return instance

    def note(self, key: str, instance: models.Model, *, action: str) -> None:
        """Write into the log that this was done."""
        data = {"demo": key, "day": self.day.isoformat()}
        log(instance=instance, action=action, user=self.author, data=data)
        self._found[key] = (data, ContentType.objects.get_for_model(instance), instance.pk)
        self.made += 1

    def find(self, key: str) -> models.Model | None:
        """What a key names, as it is stored; None for what was deleted or never made."""
        kind, _colon, code = key.partition(":")
        if key in self._codes and kind in CODED:
            return CODED[kind].filter(code=code).first()
        if key not in self._found:
            return None
        _data, content_type, pk = self._found[key]
        try:
            return content_type.get_object_for_this_type(pk=pk)
        except ObjectDoesNotExist:
            return None


def _logged() -> dict[str, tuple[dict, ContentType, object]]:
    """Key -> (what the log noted, type, primary key) of each thing made."""
    entries = [
        *PageLogEntry.objects.filter(data__has_key="demo").values_list("data", "content_type", "page_id"),
        *ModelLogEntry.objects.filter(data__has_key="demo").values_list("data", "content_type", "object_id"),
    ]
    return {data["demo"]: (data, ContentType.objects.get_for_id(type_), pk) for data, type_, pk in entries}
