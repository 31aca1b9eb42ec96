"""A session's page as it will be: while the session is on, afterwards, called off, and for readers without a translation.

The page is the draft in the editor; only the moment, or one fact, is another. It goes the way of every page, so that the way
into the meeting is shown where disclosure shows it at that moment. Nothing is stored.
"""

from copy import copy
from dataclasses import replace
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events import reading
from events.conf import languages
from events.groups import Group
from events.languages import endonym
from events.presentation_state import Notice, moment_of
from events.presentation_when import span_of
from events.previews import register_preview
from events.site_tree import tree_for

# A reserved name (RFC 2606) that leads nowhere.
EXAMPLE_REPLAY = "https://replay.example/this-address-is-an-example"
KINDS = ("session",)


def connect() -> None:
    """Offer our previews in the page editor; called once, when all apps are ready."""
    register_preview("live", pgettext_lazy("state of a session", "Live now"), live, kinds=KINDS)
    register_preview("after", _("Over, with the replay"), after, kinds=KINDS)
    register_preview("cancelled", pgettext_lazy("status of a session", "Cancelled"), cancelled, kinds=KINDS)
    for code in languages():
        register_preview(
            f"untranslated-{code}",
            format_lazy(_("Not translated: {language}"), language=endonym(code)),
            partial(untranslated, language=code),
            kinds=KINDS,
            is_offered=partial(is_untranslated, language=code),
        )


def live(page, request: HttpRequest) -> HttpResponse:
    """The page at the start of the session."""
    shown = copy(page)
    shown.shown_at, _ends_at = span_of(page)
    return shown.serve(request)


def after(page, request: HttpRequest) -> HttpResponse:
    """The page at the end of the join window. A draft without a replay has an example, which says that it is one."""
    shown = copy(page)
    starts_at, _ends_at = span_of(page)
    shown.shown_at = moment_of(page, cycle=_cycle(page), now=starts_at).window.closes_at
    shown.replay = page.replay or EXAMPLE_REPLAY
    response = shown.serve(request)
    if not page.replay:
        response.context_data["session"] = _with_remark(
            response.context_data["session"],
            gettext("The address behind the button is an example: this draft has none."),
        )
    return response


def cancelled(page, request: HttpRequest) -> HttpResponse:
    """The page at this moment, of a session that was called off for the reason that the draft gives."""
    shown = copy(page)
    shown.status = "cancelled"
    return shown.serve(request)


def untranslated(page, request: HttpRequest, *, language: str) -> HttpResponse:
    """What readers of a language without a translation get once the draft is published: it, or the words they understand best."""
    tree = tree_for(request)
    cycle = tree.versions(_cycle(page).translation_key).get(language)
    if cycle is None:
        return page.serve(request)
    published = reading.session_of(tree, translation_key=page.translation_key)
    others = {
        code: _with_facts(each, page) for code, each in (published.versions if published else {}).items()
    }
    group = Group({**{code: each for code, each in others.items() if code != language}, page.language: page})
    with override(language):
        return reading.cycle_at(cycle.path).serve(request, group=group).render()


def is_untranslated(page, *, language: str) -> bool:
    """Whether readers of a language find the session below its cycle, but no page of it. Two queries for all languages of a page."""
    if not hasattr(page, "_untranslated"):
        page._untranslated = _untranslated_languages(page)
    return language in page._untranslated


def _untranslated_languages(page) -> frozenset[str]:
    if not (page.path and page.locale_id):
        return frozenset()
    session, cycle = reading.model("SessionPage"), reading.model("CyclePage")
    above = cycle.objects.filter(path=page.path[: -page.steplen]).values("translation_key")
    offered = cycle.objects.live().filter(translation_key__in=above)
    published = session.objects.live().filter(translation_key=page.translation_key)
    codes = "locale__language_code"
    return frozenset(offered.values_list(codes, flat=True)) - {
        page.language,
        *published.values_list(codes, flat=True),
    }


def _cycle(page):
    return reading.cycle_at(page.path[: -page.steplen])


def _with_facts(version, page):
    """Another language's page with the facts of the draft: they will be its own."""
    for name in page.fact_fields:
        column = page._meta.get_field(name).attname
        setattr(version, column, getattr(page, column))
    reading.stage_rows((page, page.fact_rows))
    for relation in page.fact_rows:
        staged = version.__dict__.setdefault("_cluster_related_objects", {})
        staged[relation] = list(getattr(page, relation).all())
    return version


def _with_remark(view, remark: str):
    """The view of a session with a sentence at the notice of its replay."""
    notices = [
        Notice(each.kind, each.words, remark) if each.kind == "replay" else each
        for each in view.facts.notices
    ]
    return replace(view, facts=replace(view.facts, notices=tuple(notices)))
