"""Tags of Parvis's templates in the admin."""

from django import template
from django.utils.translation import get_language

from events.planning.meaning import meaning_of
from events.planning.words import Remark
from events.proofreading.proofreader import sentences_of

register = template.Library()


@register.simple_tag
def meaning(session, parent) -> list[Remark]:
    """What the facts of a session mean, line by line, in the editor's language. `parent`: the page above it."""
    return meaning_of(session, cycle=parent.specific, language=get_language())


@register.simple_tag
def findings(session, parent) -> list[str]:
    """What to look at again in a session, line by line, in the editor's language. `parent`: the page above it."""
    return sentences_of(session, cycle=parent.specific)
