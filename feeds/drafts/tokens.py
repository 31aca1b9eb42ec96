"""The signed name of a stored draft: who has it may read, for a quarter of an hour."""

import datetime
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner

from feeds.drafts.records import Draft

LASTS = datetime.timedelta(minutes=15)
_signer = TimestampSigner(salt="parvis.drafts")


def keep(body: str, *, now: datetime.datetime) -> str:
    """Store a draft (JSON); gives its token."""
    return _signer.sign(str(Draft.objects.create(body=body, created=now).key))


def find(token: str, *, now: datetime.datetime) -> str | None:
    """The draft of a token; None for one that is not ours or has expired. No query for what we did not sign."""
    try:
        key = UUID(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    kept = Draft.objects.filter(pk=key, created__gt=now - LASTS)
    return kept.values_list("body", flat=True).first()


def forget_expired(now: datetime.datetime) -> None:
    """A job of tick."""
    Draft.objects.filter(created__lte=now - LASTS).delete()
