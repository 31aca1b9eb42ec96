"""What a feed covers: everything, or one cycle. A scope outlives its cycle's page, because its code is reserved for ever."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from events.codes import Kind, ReservedCode


@dataclass(frozen=True)
class Scope:
    """`name` stands in addresses; `cycle` is the translation key of the cycle that it covers, None for everything."""

    name: str
    cycle: UUID | None = None


ALL = Scope("all")


def cycle_scope_name(code: str) -> str:
    """The name of the scope of a cycle."""
    return f"cycle-{code}"


def find_scope(name: str) -> Scope | None:
    """The scope of an address, or None for one that never existed. One query for a cycle."""
    if name == ALL.name:
        return ALL
    kind, _hyphen, code = name.partition("-")
    if kind != "cycle" or not code:
        return None
    key = _cycles().filter(code=code).values_list("translation_key", flat=True).first()
    return Scope(name, key) if key else None


def all_scopes() -> list[Scope]:
    """Every scope that has a feed, everything first."""
    cycles = _cycles().order_by("code").values_list("code", "translation_key")
    return [ALL, *(Scope(cycle_scope_name(code), key) for code, key in cycles)]


def _cycles() -> QuerySet[ReservedCode]:
    return ReservedCode.objects.filter(kind=Kind.CYCLE)
