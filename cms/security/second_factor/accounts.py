"""Second factors of accounts: who must have one, who has, and what a login has proved."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from allauth.mfa.models import Authenticator

from events.roles import PUBLISHERS

DUE, PROVED = "second_factor_due", "second_factor_proved"


def must_have_one(user: AbstractBaseUser) -> bool:
    """Whether the site asks this account for one: of administrators and publishers, whose password alone could mislead every country."""
    if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated:
        return False
    return user.is_superuser or user.groups.filter(name=PUBLISHERS).exists()


def has_one(user: AbstractBaseUser) -> bool:
    """Whether an authenticator app is connected."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def note_due(sender, request: HttpRequest, user: AbstractBaseUser, **kwargs) -> None:
    """At a login by password: remember in it whether the second factor is still to come."""
    if has_one(user):
        request.session[DUE] = True


def prove(session: SessionBase) -> None:
    """From now on this login has both factors; under a new key, so that nobody who knew the old one has them too."""
    session.pop(DUE, None)
    session[PROVED] = True
    session.cycle_key()


def forget_proof(session: SessionBase) -> None:
    """The account has no second factor any more."""
    session.pop(DUE, None)
    session.pop(PROVED, None)


def remove(user: AbstractBaseUser) -> bool:
    """Take the second factor and its recovery codes from an account. Returns whether there was one."""
    count, _kinds = Authenticator.objects.filter(user=user).delete()
    return bool(count)


def end_logins(user: AbstractBaseUser, *, but: str | None = None) -> int:
    """Log an account out everywhere, but in the login of that session key. Returns how many logins ended."""
    ours = [
        each.pk
        for each in Session.objects.filter(expire_date__gte=timezone.now()).iterator()
        if each.pk != but and each.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    count, _kinds = Session.objects.filter(pk__in=ours).delete()
    return count
