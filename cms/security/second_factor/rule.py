"""What a login still lacks. Pure."""

from enum import Enum


class Step(Enum):
    """The next thing to do before the admin opens."""

    NONE = "none"
    ASK = "ask"
    SET_UP = "set up"


def next_step(*, is_due: bool, is_proved: bool, is_required: bool) -> Step:
    """`is_due`: the account has a second factor. `is_proved`: it was given in this login. `is_required`: the account must have one."""
    if is_proved:
        return Step.NONE
    if is_due:
        return Step.ASK
    return Step.SET_UP if is_required else Step.NONE
