"""What a feed covers: everything, one cycle, one organisation, or the pages of a source. A scope outlives what it names, because codes are reserved for ever."""

from dataclasses import dataclass
from uuid import UUID

from events.codes import Kind, ReservedCode
from feeds.page_sources import find_page_source, page_sources

# How a scope's name begins in an address, by what it covers.
PREFIXES = {Kind.CYCLE: "cycle", Kind.ORGANISATION: "org"}


@dataclass(frozen=True)
class Scope:
    """`name` stands in addresses. `kind` is "all", "cycle", "organisation" or "pages"; `key` names the cycle or the organisation."""

    name: str
    kind: str = "all"
    key: UUID | None = None


ALL = Scope("all")


def cycle_scope_name(code: str) -> str:
    """The name of the scope of a cycle."""
    return f"cycle-{code}"


def organisation_scope_name(code: str) -> str:
    """The name of the scope of an organisation."""
    return f"org-{code}"


def find_scope(name: str) -> Scope | None:
    """The scope of an address, or None for one that never existed. One query, none for everything."""
    if name == ALL.name:
        return ALL
    if find_page_source(name):
        return Scope(name, "pages")
    prefix, _hyphen, code = name.partition("-")
    kind = next((kind for kind, begins in PREFIXES.items() if begins == prefix), None)
    if kind is None or not code:
        return None
    key = ReservedCode.objects.filter(kind=kind, code=code).values_list("translation_key", flat=True).first()
    return Scope(name, kind.value, key) if key else None


def all_scopes() -> list[Scope]:
    """Every scope that has a feed: everything first, cycles and organisations by their codes, sources of pages. One query."""
    codes = ReservedCode.objects.filter(kind__in=PREFIXES).order_by("kind", "code")
    return [
        ALL,
        *(Scope(f"{PREFIXES[Kind(row.kind)]}-{row.code}", row.kind, row.translation_key) for row in codes),
        *(Scope(source.scope_name, "pages") for source in page_sources()),
    ]
