"""What a draft holds that publishing it must not bring along. Knows no model of ours."""

from events.changing.actions import MOMENT
from events.fact_groups import fact_columns
from events.fact_log import DERIVED
from events.states import TAKES_PLACE


def moves_or_revives(page, draft) -> bool:
    """Whether publishing would move, call off or revive an announced session, which takes an action with a reason."""
    if not (page.live and page.is_origin):
        return False
    if any(getattr(page, name) != getattr(draft, name) for name in MOMENT):
        return True
    return page.status != draft.status and not {page.status, draft.status} <= set(TAKES_PLACE)


def holds_other_facts(page, draft) -> bool:
    """Whether some fact of an origin's draft is not the stored one: a matter of those who may write facts."""
    columns = set(fact_columns(page.facts_model)) - DERIVED
    return page.is_origin and any(getattr(page, name) != getattr(draft, name) for name in columns)
