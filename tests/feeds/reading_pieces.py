"""Documents as feeds.build makes them: for readers of one language and scope, in the order that calendars and feeds have."""

from feeds.build import Piece, build_pieces
from feeds.documents import Article, Event
from feeds.models import Kind
from feeds.scopes import all_scopes
from feeds.sources import Keys, Stage, load_public, stage_of


def stage(language: str = "fr", *, keys: Keys = None) -> Stage:
    """What is public for readers of a language."""
    return stage_of(load_public(keys), language=language)


def pieces(language: str = "fr", *, keys: Keys = None) -> list[Piece]:
    """Everything that a refresh of the language would look at."""
    names = {scope.key: scope.name for scope in all_scopes()}
    return build_pieces(stage=stage(language, keys=keys), scope_names=names)


def events(language: str = "fr", *, scope: str = "all") -> list[Event]:
    """The sessions of a scope, the earliest first; those that were withdrawn among them."""
    found = [
        each.document for each in pieces(language) if each.kind == Kind.SESSIONS and scope in each.scopes
    ]
    return sorted(found, key=lambda event: (event.starts_at, event.uid))


def articles(language: str = "fr", *, scope: str = "all", kind: Kind = Kind.NEWS) -> list[Article]:
    """The news of a scope, or its changes, the newest first."""
    found = [each.document for each in pieces(language) if each.kind == kind and scope in each.scopes]
    return sorted(found, key=lambda article: (article.published, article.id), reverse=True)
